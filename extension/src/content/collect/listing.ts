// A form's fields as one listing, and back from a finding to its field.

import type { FieldPlace, Listing } from "../../shared/verdict.ts";
import { emptyListing } from "../../shared/verdict.ts";
import type { Guess } from "./guess.ts";

/** A field of the form: what it seems to be, and what is written in it. */
export type Entry<F> = { readonly field: F; readonly guess: Guess; readonly text: string };

/** Where an entry stands in the listing. */
export type Placed<F> = Entry<F> & {
  readonly place: FieldPlace;
  /** Rules of form (length, characters) hold for it; not where its place was only the one free. */
  readonly exact: boolean;
};

export type Assembled<F> = { readonly listing: Listing; readonly placed: readonly Placed<F>[]; readonly category: string };

/** What no field says. */
export type Context = Pick<Listing, "marketplace" | "category" | "ownBrands"> & {
  /** Chosen on the page and not written in a field. */
  readonly brand?: string;
};

/**
 * One field a place: a second title, and text of no known field, is read as
 * one more bullet, the place with the fewest rules of its own.
 */
export function assemble<F>(entries: readonly Entry<F>[], context: Context): Assembled<F> {
  const single = new Map<FieldPlace["name"], string>();
  const bullets: string[] = [];
  const taken = new Set<number>();
  const placed: Placed<F>[] = [];
  const late: Entry<F>[] = [];
  let category = context.category;

  for (const entry of entries) {
    const { role, index } = entry.guess;
    if (role === "none") continue;
    if (role === "category") {
      if (category === "") category = entry.text;
    } else if (role === "bullets") {
      const at = index !== null && !taken.has(index) && index < maxBullets ? index : bullets.length;
      while (bullets.length < at) bullets.push("");
      bullets[at] = entry.text;
      taken.add(at);
      placed.push({ ...entry, place: { name: "bullets", index: at }, exact: true });
    } else if (role === "other" || single.has(role)) {
      late.push(entry);
    } else {
      single.set(role, entry.text);
      placed.push({ ...entry, place: { name: role, index: 0 }, exact: true });
    }
  }
  for (const entry of late) {
    placed.push({ ...entry, place: { name: "bullets", index: bullets.length }, exact: false });
    bullets.push(entry.text);
  }
  const listing: Listing = {
    ...emptyListing,
    ...context,
    category,
    bullets,
    title: single.get("title") ?? "",
    highlights: single.get("highlights") ?? "",
    description: single.get("description") ?? "",
    searchTerms: single.get("search_terms") ?? "",
    brand: single.get("brand") ?? context.brand ?? "",
  };
  return { listing, placed, category };
}

/** A number a form gives a bullet may be anything; past this it is not one. */
const maxBullets = 100;
