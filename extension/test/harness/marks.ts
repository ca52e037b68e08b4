import type { Page } from "puppeteer-core";
import type { Browser } from "./browser.ts";

/** Where something is painted; which characters the paint says it covers, where it says so. */
type Paint = { readonly left: number; readonly right: number; readonly middle: number; readonly word?: string | undefined };

/**
 * The words that a person sees marked in a field, in order. A highlight over a range is laid by the browser itself, so
 * its range tells the word. Lines in the extension's own closed layer are laid by the extension: there the browser is
 * asked which characters of the field stand under the line, so a line drawn beside its word is a failure.
 */
export async function marks(browser: Browser, page: Page, field: string): Promise<string[]> {
  return (await marked(browser, page, field)).map(({ word }) => word);
}

/** A marked word, and a point on it. */
export type Marked = { readonly word: string; readonly x: number; readonly y: number };

export async function marked(browser: Browser, page: Page, field: string): Promise<Marked[]> {
  const highlights = await page.evaluate(highlighted, field);
  const lines = (await browser.closedRoots(page, drawn)).flat();
  return page.evaluate(wordsAt, field, [...highlights, ...lines]);
}

function highlighted(selector: string): Paint[] {
  const field = document.querySelector(selector);
  return [...CSS.highlights.values()].flatMap((highlight) =>
    [...highlight].map((painted) => {
      const range = painted as Range; // or the browser's range over a field's value, which has offsets and boxes too
      const written = field !== null && "value" in field ? String(field.value) : undefined;
      const word = range.startContainer instanceof Text ? range.toString() : written?.slice(range.startOffset, range.endOffset);
      const box = range.getClientRects()[0] ?? new DOMRect();
      return { left: box.left, right: box.right, middle: box.top + box.height / 2, word };
    }),
  );
}

function drawn(root: ShadowRoot): Paint[] {
  return [...root.querySelectorAll(".line")].map((line) => {
    const box = line.getBoundingClientRect();
    return { left: box.left, right: box.right, middle: box.top + box.height / 2 };
  });
}

function wordsAt(selector: string, paints: readonly Paint[]): Marked[] {
  const field = document.querySelector(selector);
  if (field === null) throw new Error(`no ${selector}`);
  const area = field.getBoundingClientRect();
  const words = paints
    .filter((paint) => paint.left >= area.left && paint.right <= area.right && paint.middle > area.top && paint.middle < area.bottom)
    .map(({ left, right, middle, word }) => {
      const point = { x: (left + right) / 2, y: middle };
      if (word !== undefined) return { word, ...point };
      // One pixel inside either end: the caret nearest there is the end itself.
      const from = document.caretPositionFromPoint(left + 1, middle);
      const to = document.caretPositionFromPoint(right - 1, middle);
      const inside = from?.offsetNode === field && to?.offsetNode === field && "value" in field;
      // Text under a right-to-left override ends on its left.
      const [start = 0, end = 0] = [from?.offset ?? 0, to?.offset ?? 0].sort((a, b) => a - b);
      return { word: inside ? String(field.value).slice(start, end) : "(beside the text)", ...point };
    });
  return words.sort((a, b) => a.y - b.y || a.x - b.x);
}
