// Which field of a listing a form's field is. What a person reads decides
// first (label, aria-label, placeholder), then what a programmer wrote (name,
// id), then what the field takes.

import { attributeWords, roleWords, type Role } from "./labels.ts";

/** What a form says of a field. */
export type Hints = {
  /** Nearest first: label, aria-label, placeholder, title. */
  readonly labels: readonly string[];
  readonly attributes: readonly string[];
  readonly multiline: boolean;
  /** 0 where the form does not say. */
  readonly maxLength: number;
};

export type Guess = {
  /** other: text of a listing, of no field we know. none: nothing to check. */
  readonly role: Role | "other" | "none";
  /** The bullet's number from 0, where the form says one. */
  readonly index: number | null;
  /** Whether words said it, and not the field's size alone. */
  readonly sure: boolean;
};

/** Labels longer than this are help texts, which name other fields too. */
const maxLabel = 80;

/** A single-line field shorter than this holds a number or a code. */
const shortestText = 40;

const none: Guess = { role: "none", index: null, sure: true };

export function guessField(hints: Hints): Guess {
  for (const label of hints.labels) {
    const role = roleOf(plain(label), roleWords);
    if (role === "never") return none;
    if (role !== null) return { role, index: role === "bullets" ? numberIn(label, hints.attributes) : null, sure: true };
  }
  for (const attribute of hints.attributes) {
    const role = roleOf(plain(uncamel(attribute)), attributeWords);
    if (role !== null) return { role, index: role === "bullets" ? numberIn(attribute, []) : null, sure: true };
  }
  if (!hints.multiline && hints.maxLength > 0 && hints.maxLength < shortestText) return none;
  return { role: "other", index: null, sure: false };
}

function roleOf<R extends string>(label: string, table: readonly (readonly [R, readonly string[]])[]): R | null {
  if (label === "" || label.length > maxLabel) return null;
  for (const [role, words] of table) if (words.some((word) => says(label, word))) return role;
  return null;
}

function says(label: string, word: string): boolean {
  if (/[^\u0000-\u024f]/.test(word)) return label.includes(word);
  return ` ${label} `.includes(` ${word} `);
}

/** Lower case, without accents and marks, words apart by one space. */
function plain(label: string): string {
  return label
    .slice(0, maxLabel * 4)
    .normalize("NFKD")
    .replace(/\p{Mn}+/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}-]+|-(?=\s|$)/gu, " ")
    .trim();
}

/** "productTitle", "bullet_point1" and "item-name.0.value" in words. */
function uncamel(attribute: string): string {
  return attribute.replace(/([a-z])([A-Z0-9])/g, "$1 $2").replace(/([0-9])([A-Za-z])/g, "$1 $2").replaceAll("-", " ");
}

/** "Bullet point 2" is the second; "bullet_point-0-value" the first. */
export function numberIn(label: string, attributes: readonly string[]): number | null {
  const spoken = /\d{1,2}/.exec(label);
  if (spoken !== null && !/[[#._-]\d/.test(label)) return Math.max(0, Number(spoken[0]) - 1);
  for (const attribute of [label, ...attributes]) {
    const coded = /[[#._-](\d{1,2})(?!\d)/.exec(attribute);
    if (coded !== null) return Number(coded[1]);
  }
  return null;
}
