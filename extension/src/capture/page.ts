// A product page as one listing: what the site's adapter reads, and what the
// page says of itself where that is missing. A page that is no product page
// gives nothing, unless the seller asks for it.

import { maxSeenText, type SeenInput } from "../shared/seen.ts";
import { adapterOf, productAddress, readBy, type Parts } from "./adapter.ts";
import { readStructured } from "./structured.ts";
import { tidy, wordsOf } from "./text.ts";

const nothing: Parts = { title: "", seller: "", bullets: [], description: "" };

export function readPage(page: Document, address: URL, asked: boolean): SeenInput | undefined {
  const adapter = adapterOf(address);
  const shown = adapter === undefined ? nothing : readBy(adapter, page);
  const says = readStructured(page);
  if (shown.title === "" && says === undefined && !asked) return undefined;
  const title = shown.title || says?.title || (asked ? tidy(page.title) : "");
  const bullets = shown.bullets;
  const description = shown.description || (bullets.length > 0 ? "" : (says?.description ?? ""));
  const known = bullets.length > 0 || description !== "";
  const rest = known || !asked ? description : wordsOf(page.querySelector("main,[role=main],article") ?? page.body);
  const text = tidy([title, ...bullets, rest].join("\n")).slice(0, maxSeenText);
  if (title === "" || text === "") return undefined;
  return { address: productAddress(adapter, address), title, seller: shown.seller || (says?.seller ?? ""), text };
}
