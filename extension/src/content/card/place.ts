// Where the card goes: under its word, over it where there is no room, to its
// side in a frame too low for either; never on it, so that what is being
// written stays readable.

import type { Box } from "../paint/painter.ts";

export type Size = { readonly width: number; readonly height: number };
export type Spot = { readonly left: number; readonly top: number; readonly side: "below" | "above" | "beside"; readonly maxHeight: number };

/** Between the word's line and the card: room for the mark, in pixels. */
const gap = 8;
/** Between the card and the edge of the window. */
const edge = 8;
/** Less room than this and the other side is better, even if it is no larger than needed. */
const leastHeight = 120;
/** With less than this above and below, a card beside its word shows more. */
const lowRoom = 160;

/** A card wider or higher than the window is as large as fits, and scrolls. */
export function placeCard(word: Box, card: Size, view: Size): Spot {
  const below = view.height - edge - (word.bottom + gap);
  const above = word.top - gap - edge;
  const side = below >= Math.min(card.height, Math.max(leastHeight, above)) || below >= above ? "below" : "above";
  const room = Math.max(0, side === "below" ? below : above);
  if (room < Math.min(card.height, lowRoom)) {
    const left = besideAt(word, card.width, view.width);
    if (left !== null) return beside(word, card, view, left);
  }
  const height = Math.min(card.height, room);
  const left = Math.max(edge, Math.min(word.left, view.width - edge - card.width));
  const top = side === "below" ? word.bottom + gap : word.top - gap - height;
  return { left, top, side, maxHeight: room };
}

/** Where a card of this width starts to the right of the word, or to its left; null where it has room on neither. */
function besideAt(word: Box, width: number, view: number): number | null {
  if (word.right + gap + width <= view - edge) return word.right + gap;
  const left = word.left - gap - width;
  return left >= edge && left + width <= view - edge ? left : null;
}

function beside(word: Box, card: Size, view: Size, left: number): Spot {
  const maxHeight = Math.max(0, view.height - 2 * edge);
  const height = Math.min(card.height, maxHeight);
  const top = Math.max(edge, Math.min(word.top, view.height - edge - height));
  return { left, top, side: "beside", maxHeight };
}
