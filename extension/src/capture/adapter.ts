// Product pages of the marketplaces that are known, by the table in sites.json.

import { listOf, shape, text, type Parser } from "../shared/parse.ts";
import table from "./sites.json" with { type: "json" };
import { wordsOf } from "./text.ts";

/** How one family of sites writes its product pages. */
export type Adapter = {
  /** A label of the host: "amazon" of www.amazon.co.uk. */
  readonly hosts: readonly string[];
  /** Regular expression on the path, with the product's number. */
  readonly path: string;
  /** The address of the product, made of the path; empty where the path is it. */
  readonly address: string;
  readonly title: readonly string[];
  readonly seller: readonly string[];
  readonly bullets: readonly string[];
  readonly description: readonly string[];
};

const selectors = listOf(text);
const parseAdapters: Parser<readonly Adapter[]> = listOf(
  shape<Adapter>({ hosts: selectors, path: text, address: text, title: selectors, seller: selectors, bullets: selectors, description: selectors }),
);

export const adapters: readonly Adapter[] = parseAdapters(table, "sites.json");

export function adapterOf({ hostname, pathname }: Pick<URL, "hostname" | "pathname">): Adapter | undefined {
  const labels = hostname.split(".");
  return adapters.find(({ hosts, path }) => hosts.some((host) => labels.includes(host)) && new RegExp(path).test(pathname));
}

/** Parts of a page, before they are one text. */
export type Parts = { readonly title: string; readonly seller: string; readonly bullets: readonly string[]; readonly description: string };

const maxBullets = 30;
const maxBullet = 2_000;
const maxTitle = 500;

export function readBy(adapter: Adapter, page: ParentNode): Parts {
  const bullets = firstOf(adapter.bullets, page, maxBullets).map((each) => wordsOf(each, maxBullet));
  return {
    title: oneOf(adapter.title, page),
    seller: oneOf(adapter.seller, page),
    bullets: bullets.filter((bullet) => bullet !== ""),
    description: firstOf(adapter.description, page, maxBullets).map((each) => wordsOf(each)).join("\n"),
  };
}

/** The address that the same product has whatever led to it. */
export function productAddress(adapter: Adapter | undefined, { origin, pathname }: Pick<URL, "origin" | "pathname">): string {
  const found = adapter === undefined || adapter.address === "" ? null : new RegExp(adapter.path).exec(pathname);
  if (adapter === undefined || found === null) return origin + pathname;
  return origin + adapter.address.replace(/\$(\d)/g, (_, n: string) => found[Number(n)] ?? "");
}

/** The elements of the first selector that finds any. */
function firstOf(all: readonly string[], page: ParentNode, most: number): readonly Element[] {
  for (const selector of all) {
    const found = page.querySelectorAll(selector);
    if (found.length > 0) return [...found].slice(0, most);
  }
  return [];
}

function oneOf(all: readonly string[], page: ParentNode): string {
  const [element] = firstOf(all, page, 1);
  return element === undefined ? "" : wordsOf(element, maxTitle).replaceAll("\n", " ");
}
