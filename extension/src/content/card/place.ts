// Where the card goes: under its word, or over it where there is no room, and
// always beside it, so that what is being written stays readable.

import type { Box } from "../paint/painter.ts";

export type Size = { readonly width: number; readonly height: number };
export type Spot = { readonly left: number; readonly top: number; readonly side: "below" | "above"; readonly maxHeight: number };

/** Between the word's line and the card: room for the mark, in pixels. */
const gap = 8;
/** Between the card and the edge of the window. */
const edge = 8;
/** Less room than this and the other side is better, even if it is no larger than needed. */
const leastHeight = 120;

/** A card wider or higher than the window is as large as fits, and scrolls. */
export function placeCard(word: Box, card: Size, view: Size): Spot {
  const below = view.height - edge - (word.bottom + gap);
  const above = word.top - gap - edge;
  const side = below >= Math.min(card.height, Math.max(leastHeight, above)) || below >= above ? "below" : "above";
  const room = Math.max(0, side === "below" ? below : above);
  const height = Math.min(card.height, room);
  const left = Math.max(edge, Math.min(word.left, view.width - edge - card.width));
  const top = side === "below" ? word.bottom + gap : word.top - gap - height;
  return { left, top, side, maxHeight: room };
}
