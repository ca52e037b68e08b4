// How long a text may be, and how it is counted: a page's field counts UTF-16
// units, a marketplace characters (code points), bytes, the characters of each
// part between two commas (the tags of Etsy), or those of all bullets together.

import { count, flag, oneOf, shape, type Parser } from "./parse.ts";

export const lengthUnits = ["units", "characters", "bytes", "part", "total"] as const;
export type LengthUnit = (typeof lengthUnits)[number];

export type Limit = {
  readonly max: number;
  readonly unit: LengthUnit;
  /** The field takes no more. A marketplace's rule may be broken, and costs. */
  readonly hard: boolean;
  /** Of a total: the characters of the other texts that it is of. */
  readonly beside: number;
};

/** Other words in one place of a text. */
export type Change = { readonly start: number; readonly end: number; readonly words: string };

export type Length = { readonly limit: Limit; readonly length: number; readonly over: boolean };

/** The length that matters of a text with a change. Null where nothing limits it. */
export type Measure = (change: Change) => Length | null;

/**
 * Measures changes of one text, by the limit that has the least room left. The
 * text is counted once: a form may have thousands of findings.
 */
export function measureOf(limits: readonly Limit[], text: string): Measure {
  const counted = limits.map((limit) => ({ limit, before: limit.unit === "part" ? 0 : limit.beside + sizeOf(limit.unit, text) }));
  return (change) => {
    let least: Length | null = null;
    for (const { limit, before } of counted) {
      const now = lengthOf(limit, before, text, change);
      if (least === null || roomOf(now) < roomOf(least)) least = now;
    }
    return least;
  };
}

function lengthOf(limit: Limit, before: number, text: string, { start, end, words }: Change): Length {
  const old = text.slice(start, end);
  const grows = sizeOf(limit.unit, words) - sizeOf(limit.unit, old);
  const length = limit.unit === "part" ? partOf(text, start, end, words) : before + grows;
  const was = limit.unit === "part" ? partOf(text, start, end, old) : before;
  // Words that make a text no longer are not what is too long about it; a field that is full takes them too.
  return { limit, length, over: length > limit.max && length > was };
}

function roomOf({ limit, length, over }: Length): number {
  return (over && limit.hard ? -1e9 : 0) + limit.max - length;
}

/** The characters of what would stand between two commas. */
function partOf(text: string, start: number, end: number, words: string): number {
  const from = start === 0 ? 0 : text.lastIndexOf(",", start - 1) + 1;
  const comma = text.indexOf(",", end);
  return characters((text.slice(from, start) + words + text.slice(end, comma < 0 ? text.length : comma)).trim());
}

function sizeOf(unit: LengthUnit, text: string): number {
  switch (unit) {
    case "units":
      return text.length;
    case "bytes":
      return new TextEncoder().encode(text).length;
    default:
      return characters(text);
  }
}

export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

export const parseLength: Parser<Length> = shape<Length>({
  limit: shape<Limit>({ max: count, unit: oneOf(lengthUnits), hard: flag, beside: count }),
  length: count,
  over: flag,
});
