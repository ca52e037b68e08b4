// A draft as a listing, and the way back from a finding to its place in the draft.

import type { Draft, DraftText } from "../../shared/draft.ts";
import { emptyListing, fieldOf, type Finding, type Listing } from "../../shared/verdict.ts";

/** A plain text is read as a description: the field with the fewest rules of its own. */
export function listingOf(draft: Draft): Listing {
  const { marketplace, category } = draft;
  if (draft.mode === "text") return { ...emptyListing, marketplace, category, description: draft.text };
  const { brand, title, description, searchTerms } = draft;
  return { ...emptyListing, marketplace, category, brand, title, description, searchTerms, bullets: draft.bullets.split("\n") };
}

export function isEmpty(listing: Listing): boolean {
  const { brand, title, description, searchTerms, bullets } = listing;
  return [brand, title, description, searchTerms, ...bullets].every((each) => each.trim() === "");
}

type Place = { readonly member: DraftText; readonly start: number; readonly end: number };

/** Where a finding stands in the draft's own texts. */
export function placeOf(draft: Draft, finding: Finding): Place {
  const { name, index } = fieldOf(finding);
  const { start, end } = finding;
  if (draft.mode === "text") return { member: "text", start, end };
  if (name === "search_terms") return { member: "searchTerms", start, end };
  if (name === "highlights") return { member: "title", start: 0, end: 0 }; // the popup has no such field
  if (name !== "bullets") return { member: name, start, end };
  const before = draft.bullets.split("\n").slice(0, index).join("\n").length + (index > 0 ? 1 : 0);
  return { member: "bullets", start: before + start, end: before + end };
}

/** Whether the words are still where the verdict saw them. */
export function stillThere(draft: Draft, finding: Finding): boolean {
  const { member, start, end } = placeOf(draft, finding);
  return draft[member].slice(start, end) === finding.text;
}
