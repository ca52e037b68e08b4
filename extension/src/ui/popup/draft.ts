// A draft as a listing, and the way back from a finding to its place in the draft.

import { allowedIn } from "../../shared/allowed.ts";
import type { Draft, DraftText } from "../../shared/draft.ts";
import { fieldLabel } from "../../shared/explain.ts";
import type { Limit } from "../../shared/length.ts";
import { emptyListing, fieldOf, type FieldPlace, type Finding, type Listing, type Verdict } from "../../shared/verdict.ts";

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

/** The field of a listing that a finding stands in; of any other text that is not known. */
export function fieldIn({ mode }: Draft, finding: Finding): string {
  return mode === "text" ? "" : fieldLabel(finding);
}

/** Rules of form are those of a field: none holds for a text of no known field. */
export function isAbout({ mode }: Draft, { rule }: Finding): boolean {
  return mode === "listing" || !rule.startsWith("field.");
}

export function limitsIn(draft: Draft, verdict: Verdict, place: FieldPlace): readonly Limit[] {
  return draft.mode === "text" ? [] : allowedIn(verdict, place, listingOf(draft).bullets);
}

/** Whether the words are still where the verdict saw them. */
export function stillThere(draft: Draft, finding: Finding): boolean {
  const { member, start, end } = placeOf(draft, finding);
  return draft[member].slice(start, end) === finding.text;
}
