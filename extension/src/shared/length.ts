// How long a text may be, and how it is counted: a page's field counts UTF-16
// units, a marketplace characters (code points), bytes, or the characters of
// each part between two commas (the tags of Etsy).

export const lengthUnits = ["units", "characters", "bytes", "part"] as const;
export type LengthUnit = (typeof lengthUnits)[number];

export type Limit = {
  readonly max: number;
  readonly unit: LengthUnit;
  /** The field takes no more. A marketplace's rule may be broken, and costs. */
  readonly hard: boolean;
};

/** A text with other words in one place. */
export type Change = { readonly text: string; readonly start: number; readonly end: number; readonly words: string };

export type Length = { readonly limit: Limit; readonly length: number; readonly over: boolean };

/** The length that matters of a changed text: by the limit that has the least room left. Null where nothing limits it. */
export function lengthOf(limits: readonly Limit[], change: Change): Length | null {
  let least: Length | null = null;
  for (const limit of limits) {
    const length = count(limit.unit, change);
    const now = { limit, length, over: isOver(limit, length, change) };
    if (least === null || roomOf(now) < roomOf(least)) least = now;
  }
  return least;
}

function roomOf({ limit, length, over }: Length): number {
  return (over && limit.hard ? -1e9 : 0) + limit.max - length;
}

/** Words that make a text no longer are not what is too long about it; a field that is full takes them too. */
function isOver({ max, unit }: Limit, length: number, change: Change): boolean {
  return length > max && length > count(unit, { ...change, words: change.text.slice(change.start, change.end) });
}

function count(unit: LengthUnit, { text, start, end, words }: Change): number {
  const [before, after] = [text.slice(0, start), text.slice(end)];
  switch (unit) {
    case "units":
      return before.length + words.length + after.length;
    case "characters":
      return characters(before + words + after);
    case "bytes":
      return new TextEncoder().encode(before + words + after).length;
    case "part":
      return characters((before.slice(before.lastIndexOf(",") + 1) + words + (after.split(",", 1)[0] ?? "")).trim());
  }
}

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
