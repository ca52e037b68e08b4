// A form may be spread over frames, its description in an editor's own. The
// frame that holds the title says what the goods are, and the others are read
// beside it. Kept in session storage: in memory, and gone with the browser.

import { orElse, shape, text, type Parser } from "../shared/parse.ts";
import type { Listing } from "../shared/verdict.ts";

type Around = Pick<Listing, "title" | "category" | "brand">;

const nothing: Around = { title: "", category: "", brand: "" };
const parseAround: Parser<Around> = orElse(shape<Around>({ title: text, category: text, brand: text }), nothing);

const keyOf = (tab: number) => `around:${tab}`;

/** The listing with what another frame of its tab knows of the goods; one with a title tells it. */
export async function withAround(listing: Listing, tab: number | undefined): Promise<Listing> {
  if (tab === undefined) return listing;
  const key = keyOf(tab);
  if (listing.title !== "") {
    const { title, category, brand } = listing;
    void chrome.storage.session.set({ [key]: { title, category, brand } }).catch(() => undefined); // too much to keep: the frames do without
    return listing;
  }
  const around = parseAround((await chrome.storage.session.get(key))[key]);
  return { ...listing, title: around.title, category: listing.category || around.category, brand: listing.brand || around.brand };
}

export async function forgetAround(tab: number): Promise<void> {
  await chrome.storage.session.remove(keyOf(tab));
}
