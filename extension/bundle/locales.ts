// Every catalogue under static/_locales, by language code: a language is one
// more folder there. This is what Node sees (package.json names it #locales);
// in a bundle the same import is answered by scripts.go with the same
// catalogues, read when it builds.

import { readdirSync, readFileSync } from "node:fs";

export type Catalogue = Readonly<Record<string, { readonly message: string }>>;

const folder = new URL("../static/_locales/", import.meta.url);

export const catalogues: Record<string, Catalogue> = Object.fromEntries(
  readdirSync(folder)
    .sort()
    .map((name): [string, Catalogue] => [name.replace("_", "-"), JSON.parse(readFileSync(new URL(`${name}/messages.json`, folder), "utf8"))]),
);
