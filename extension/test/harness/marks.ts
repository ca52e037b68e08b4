import type { Page } from "puppeteer-core";
import type { Browser } from "./browser.ts";

type Box = { readonly left: number; readonly right: number; readonly middle: number };

/**
 * The words that a person sees marked in a field, in order. It goes by geometry alone: where something is painted, the
 * browser is asked which characters of the field stand there. So a line drawn beside its word is a failure, whichever
 * painter drew it: highlights over ranges, or lines in the extension's own closed layer.
 */
export async function marks(browser: Browser, page: Page, field: string): Promise<string[]> {
  return (await marked(browser, page, field)).map(({ word }) => word);
}

/** A marked word, and a point on it. */
export type Marked = { readonly word: string; readonly x: number; readonly y: number };

export async function marked(browser: Browser, page: Page, field: string): Promise<Marked[]> {
  const boxes = [...(await page.evaluate(highlightBoxes)), ...(await browser.closedRoots(page, lineBoxes)).flat()];
  return page.evaluate(wordsAt, field, boxes);
}

function highlightBoxes(): Box[] {
  return [...CSS.highlights.values()].flatMap((highlight) =>
    [...highlight].flatMap((range) =>
      [...(range as Range).getClientRects()].map((box) => ({ left: box.left, right: box.right, middle: box.top + box.height / 2 })),
    ),
  );
}

function lineBoxes(root: ShadowRoot): Box[] {
  return [...root.querySelectorAll(".line")].map((line) => {
    const box = line.getBoundingClientRect();
    return { left: box.left, right: box.right, middle: box.top + box.height / 2 };
  });
}

function wordsAt(selector: string, boxes: readonly Box[]): Marked[] {
  const field = document.querySelector(selector);
  if (field === null) throw new Error(`no ${selector}`);
  const area = field.getBoundingClientRect();
  const words = boxes
    .filter((box) => box.left >= area.left && box.right <= area.right && box.middle > area.top && box.middle < area.bottom)
    .map((box) => {
      // One pixel inside either end: the caret nearest there is the end itself.
      const from = document.caretPositionFromPoint(box.left + 1, box.middle);
      const to = document.caretPositionFromPoint(box.right - 1, box.middle);
      const node = from?.offsetNode;
      const text = node instanceof HTMLTextAreaElement || node instanceof HTMLInputElement ? node.value : (node?.textContent ?? "");
      const inside = node !== undefined && node === to?.offsetNode && field.contains(node);
      // Text under a right-to-left override ends on its left.
      const [start = 0, end = 0] = [from?.offset ?? 0, to?.offset ?? 0].sort((a, b) => a - b);
      const word = inside ? text.slice(start, end) : "(beside the text)";
      return { word, x: (box.left + box.right) / 2, y: box.middle };
    });
  return words.sort((a, b) => a.y - b.y || a.x - b.x);
}
