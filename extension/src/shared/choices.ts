// The alternatives to a word: how long the text would be with each, those that
// there is room for first.

import { t, type MessageKey } from "./i18n.ts";
import { parseLength, type Length, type LengthUnit, type Measure } from "./length.ts";
import { nullable, shape, text, type Parser } from "./parse.ts";
import type { Finding } from "./verdict.ts";

/** An alternative, and the length that matters of the text with it. */
export type Choice = { readonly words: string; readonly length: Length | null };

export function choicesOf({ suggestions }: Finding, { start, end }: { readonly start: number; readonly end: number }, measure: Measure): readonly Choice[] {
  const all = suggestions.map((words) => ({ words, length: measure({ start, end, words }) }));
  return [...all.filter((each) => !isOver(each)), ...all.filter(isOver)];
}

export const parseChoice: Parser<Choice> = shape<Choice>({ words: text, length: nullable(parseLength) });

export function isOver({ length }: Choice): boolean {
  return length?.over === true;
}

/** The field takes no text as long as that. */
export function isRefused(choice: Choice): boolean {
  return isOver(choice) && choice.length?.limit.hard === true;
}

const wordings: Readonly<Record<LengthUnit, MessageKey>> = {
  units: "card_length_of",
  characters: "card_length_of",
  bytes: "card_bytes_of",
  part: "card_part_of",
  total: "card_total_of",
};

/** "82 of 75 characters". */
export function sayLength({ length, limit }: Length): string {
  return t(wordings[limit.unit], { length, max: limit.max });
}

/** "82 of 75 characters · Longer than this marketplace allows". */
export function sayRoom(length: Length): string {
  if (!length.over) return sayLength(length);
  return `${sayLength(length)} \u00b7 ${t(length.limit.hard ? "card_too_long" : "card_over_allowed")}`;
}
