// What the seller pasted into the popup, or chose on a page to be checked there.
// The popup closes at every click elsewhere, so the draft is kept in session
// storage: in memory, never on disk.

import { oneOf, orElse, shape, text, type Parser } from "./parse.ts";

export const modes = ["text", "listing"] as const;

export type Draft = {
  readonly mode: (typeof modes)[number];
  readonly marketplace: string;
  readonly category: string;
  readonly text: string;
  readonly brand: string;
  readonly title: string;
  /** One bullet a line. */
  readonly bullets: string;
  readonly description: string;
  readonly searchTerms: string;
};

export type DraftText = Exclude<keyof Draft, "mode" | "marketplace" | "category">;

const emptyDraft: Draft = {
  mode: "text",
  marketplace: "",
  category: "",
  text: "",
  brand: "",
  title: "",
  bullets: "",
  description: "",
  searchTerms: "",
};

const draftKey = "draft";

/** Words chosen on a page, until the popup takes them into the draft. */
const chosenKey = "chosen";

const parseDraft: Parser<Draft> = orElse(
  shape<Draft>({
    mode: oneOf(modes),
    marketplace: text,
    category: text,
    text,
    brand: text,
    title: text,
    bullets: text,
    description: text,
    searchTerms: text,
  }),
  emptyDraft,
);

/** The draft with the words last chosen on a page, if there are any: a listing that stands in it stays. */
export async function readDraft(): Promise<Draft> {
  const { [draftKey]: stored, [chosenKey]: chosen } = await chrome.storage.session.get([draftKey, chosenKey]);
  const draft = parseDraft(stored);
  if (typeof chosen !== "string") return draft;
  const filled: Draft = { ...draft, mode: "text", text: chosen };
  await keepDraft(filled);
  await chrome.storage.session.remove(chosenKey);
  return filled;
}

export async function chooseText(chosen: string): Promise<void> {
  await chrome.storage.session.set({ [chosenKey]: chosen });
}

/** A text too long for session storage is only not kept. */
export async function keepDraft(draft: Draft): Promise<void> {
  await chrome.storage.session.set({ [draftKey]: draft }).catch(() => undefined);
}
