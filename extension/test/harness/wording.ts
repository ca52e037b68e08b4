import { readFileSync } from "node:fs";

type Catalogue = Readonly<Record<string, { readonly message: string }>>;

/** What the extension says for a key, up to the first thing that it fills in. */
export function wording(key: string, language: "en" | "zh-CN" = "en"): string {
  const file = new URL(`../../static/_locales/${language.replace("-", "_")}/messages.json`, import.meta.url);
  const catalogue: Catalogue = JSON.parse(readFileSync(file, "utf8"));
  const message = catalogue[key]?.message;
  if (message === undefined) throw new Error(`no wording ${key} in ${language}`);
  return message.replace(/\{.*/s, "").trim();
}
