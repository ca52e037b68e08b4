// "Ignore here": this word, between these neighbours, until the page is left.
// It follows the sentence through the field, and another use of the word is
// told of again.

import type { Found } from "./watched.ts";

export interface Ignored {
  add(text: string, found: Found): void;
  has(text: string, found: Found): boolean;
}

/** Neighbours are told apart by this many characters. */
const reach = 24;

export function ignoredHere(): Ignored {
  const keys = new Set<string>();
  return {
    add: (text, found) => void keys.add(keyOf(text, found)),
    has: (text, found) => keys.size > 0 && keys.has(keyOf(text, found)),
  };
}

function keyOf(text: string, { finding, start, end }: Found): string {
  const before = /[\p{L}\p{N}]*[^\p{L}\p{N}]*$/u.exec(text.slice(Math.max(0, start - reach), start))?.[0] ?? "";
  const after = /^[^\p{L}\p{N}]*[\p{L}\p{N}]*/u.exec(text.slice(end, end + reach))?.[0] ?? "";
  return [finding.rule, before, text.slice(start, end), after].join("\n").toLowerCase();
}
