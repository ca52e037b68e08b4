// Painting costs by the number of marks (600 of them doubled the time of a
// frame), and nobody sees those that are scrolled away.

import { upwards } from "../platform.ts";
import { overlap, type Box } from "./painter.ts";

/** Painted beyond what is seen, so that a small scroll shows no gap: in pixels, some ten lines. */
const margin = 200;

/** Up to this many marks are painted without looking for the visible ones. */
const few = 40;

/** The part of an element that is seen: cut by the window and by every box above that scrolls or clips. */
export function visibleBox(element: Element): Box | null {
  let seen: Box | null = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  let first = true;
  let fixed = false;
  for (const each of upwards(element)) {
    const style = getComputedStyle(each);
    const cuts = first || (!fixed && clips(style));
    if (cuts) seen = seen && overlap(seen, each.getBoundingClientRect());
    if (seen === null) return null;
    first = false;
    fixed ||= style.position === "fixed"; // escapes what scrolls above it
  }
  return seen;
}

function clips(style: CSSStyleDeclaration): boolean {
  return style.display !== "contents" && !/^(visible visible|visible)$/.test(style.overflow) && style.display !== "inline";
}

/**
 * The items whose box is in view, given in the order of the text. Lines run
 * downwards, so the first and the last are found by halving: some seven boxes
 * of a hundred are asked for.
 */
export function inView<T>(items: readonly T[], view: Box, boxOf: (item: T) => Box | null): readonly T[] {
  if (items.length <= few) return items;
  const top = view.top - margin;
  const bottom = view.bottom + margin;
  const first = firstWhere(items, (item) => (boxOf(item)?.bottom ?? top) > top);
  const end = firstWhere(items, (item) => (boxOf(item)?.top ?? bottom) > bottom);
  return items.slice(first, Math.max(first, end));
}

function firstWhere<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && !holds(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
