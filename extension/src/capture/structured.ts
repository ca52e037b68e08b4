// What a page says of itself for search engines: schema.org as JSON-LD or
// microdata, then OpenGraph. A page may lie there, so what its product page
// shows comes first; this stands in where nothing is known of the site.

import type { Parts } from "./adapter.ts";
import { wordsOf, wordsOfMarkup } from "./text.ts";

/** Bounds for JSON-LD: blocks of a page, units of a block, nodes looked at, levels. */
const maxBlocks = 20;
const maxBlock = 500_000;
const maxNodes = 2_000;
const maxDepth = 12;

export function readStructured(page: Document): Parts | undefined {
  return readLinked(page) ?? readMicrodata(page) ?? readOpenGraph(page);
}

type Thing = Readonly<Record<string, unknown>>;

function readLinked(page: Document): Parts | undefined {
  const blocks = [...page.querySelectorAll("script[type='application/ld+json']")].slice(0, maxBlocks);
  for (const { textContent } of blocks) {
    const json = textContent ?? "";
    if (json.length > maxBlock) continue;
    const product = findProduct(parsed(json));
    if (product !== undefined) return partsOf(product);
  }
  return undefined;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // half the web's JSON-LD is not JSON
  }
}

/** The first product in a tree, breadth first. */
function findProduct(root: unknown): Thing | undefined {
  let level: readonly unknown[] = [root];
  let looked = 0;
  for (let depth = 0; depth < maxDepth && level.length > 0; depth++) {
    const below: unknown[] = [];
    for (const value of level) {
      if (++looked > maxNodes) return undefined;
      if (Array.isArray(value)) below.push(...value.slice(0, maxNodes));
      else if (isThing(value)) {
        if (isProduct(value["@type"])) return value;
        below.push(...Object.values(value).slice(0, maxNodes));
      }
    }
    level = below;
  }
  return undefined;
}

function isThing(value: unknown): value is Thing {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isProduct(type: unknown): boolean {
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  return types.some((each) => typeof each === "string" && /(?:^|\/)(?:Product|ProductGroup|IndividualProduct)$/.test(each));
}

function partsOf(product: Thing): Parts {
  const [offer] = [product["offers"]].flat();
  const seller = isThing(offer) ? nameOf(offer["seller"]) : "";
  return { title: said(product["name"]), seller: seller || nameOf(product["brand"]), bullets: [], description: said(product["description"]) };
}

function nameOf(value: unknown): string {
  return isThing(value) ? said(value["name"]) : said(value);
}

function said(value: unknown): string {
  return typeof value === "string" ? wordsOfMarkup(value) : "";
}

function readMicrodata(page: Document): Parts | undefined {
  const product = page.querySelector("[itemtype$='schema.org/Product']");
  if (product === null) return undefined;
  const property = (name: string) => {
    const found = product.querySelector(`[itemprop=${name}]`);
    return found === null ? "" : found.getAttribute("content") ?? wordsOf(found);
  };
  return { title: property("name"), seller: property("seller") || property("brand"), bullets: [], description: property("description") };
}

function readOpenGraph(page: Document): Parts | undefined {
  const meta = (name: string) => page.querySelector(`meta[property='${name}'],meta[name='${name}']`)?.getAttribute("content") ?? "";
  if (!/^(?:og:)?product/.test(meta("og:type"))) return undefined;
  return { title: wordsOfMarkup(meta("og:title")), seller: wordsOfMarkup(meta("product:brand")), bullets: [], description: wordsOfMarkup(meta("og:description")) };
}
