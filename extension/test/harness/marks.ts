import type { Page } from "puppeteer-core";
import type { Browser } from "./browser.ts";

type Box = { readonly left: number; readonly right: number; readonly middle: number };

/**
 * The words that a person sees marked in a field, in order. It goes by geometry alone: where something is painted, the
 * browser is asked which characters of the field stand there. So a line drawn beside its word is a failure, whichever
 * painter drew it: highlights over ranges, or lines in the extension's own closed layer.
 */
export async function marks(browser: Browser, page: Page, field: string): Promise<string[]> {
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

function wordsAt(selector: string, boxes: readonly Box[]): string[] {
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
      return { at: [box.middle, box.left], word: inside ? text.slice(from?.offset, to?.offset) : "(beside the text)" };
    });
  words.sort((a, b) => (a.at[0] ?? 0) - (b.at[0] ?? 0) || (a.at[1] ?? 0) - (b.at[1] ?? 0));
  return words.map(({ word }) => word);
}
