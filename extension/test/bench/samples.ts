import type { Page } from "puppeteer-core";
import type { Browser } from "../harness/browser.ts";
import { fields, fill, write } from "../harness/field.ts";
import { marketplace } from "../harness/gate.ts";
import { marks } from "../harness/marks.ts";
import { until, untilEqual } from "../harness/until.ts";

/** The page's own clock, in milliseconds: from the last key's input event to the frame in which a mark is painted. */
export async function pauseToPaint(browser: Browser, count: number, kill: boolean): Promise<number[]> {
  // Only in a contenteditable does every browser paint in a registry that the page can watch without our help.
  const field = fields.contenteditable;
  const page = await browser.open(`${marketplace}/product`);
  const times: number[] = [];
  // The first one starts the core and is not counted.
  for (let n = 0; n <= count; n++) {
    await write(page, field, "Velcr");
    await untilEqual("no marks", () => page.evaluate(countHighlights), 0);
    if (kill) await browser.killBackground();
    const time = await timed(page, inputToPaint, "o");
    if (n > 0) times.push(time);
    await fill(page, field, "");
    await untilEqual("no marks", () => page.evaluate(countHighlights), 0);
  }
  await page.close();
  return times;
}

/** The same in a textarea, timed from outside as the page cannot see how Firefox's mirror is drawn: a round trip coarser. */
export async function pauseToMirror(browser: Browser, count: number): Promise<number[]> {
  const field = fields.textarea;
  const page = await browser.open(`${marketplace}/product`);
  const times: number[] = [];
  for (let n = 0; n <= count; n++) {
    await write(page, field, "Velcr");
    const start = performance.now();
    await page.keyboard.type("o");
    await until("a mark", async () => ((await marks(browser, page, field)).length > 0 ? true : undefined));
    if (n > 0) times.push(performance.now() - start);
    await fill(page, field, "");
    await untilEqual("no marks", () => marks(browser, page, field), []);
  }
  await page.close();
  return times;
}

/** From a key's own time stamp to the end of the frame that shows its letter, in a field that holds a full description. */
export async function keyToFrame(browser: Browser, count: number): Promise<number[]> {
  const field = fields.textarea;
  const page = await browser.open(`${marketplace}/product`);
  await fill(page, field, description);
  await page.keyboard.down("Control");
  await page.keyboard.press("End");
  await page.keyboard.up("Control");
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    times.push(await timed(page, keyToNextFrame, "a"));
  }
  await page.close();
  return times;
}

const description = "Adjustable hook straps for cables and garden hoses, easy to clean, made for everyday use at home. ".repeat(50);

/** Types a key that `measure` times in the page. The page listens before the key is sent, or it could miss it. */
export async function timed(page: Page, measure: () => Promise<number>, key: string): Promise<number> {
  // The loader names functions by a helper that the page does not have.
  await page.evaluate(`globalThis.__name ??= (f) => f; globalThis.timed = (${measure.toString()})(); undefined`);
  await page.keyboard.type(key);
  return Number(await page.evaluate("globalThis.timed"));
}

export function median(times: readonly number[]): number {
  return quantile(times, 0.5);
}

export function quantile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function countHighlights(): number {
  return [...CSS.highlights.values()].reduce((sum, highlight) => sum + highlight.size, 0);
}

function inputToPaint(): Promise<number> {
  return new Promise((done) => {
    addEventListener(
      "input",
      () => {
        const start = performance.now();
        // A frame's callbacks run before it is painted; a message posted in one comes after.
        requestAnimationFrame(function look() {
          if ([...CSS.highlights.values()].some((highlight) => highlight.size > 0)) {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => done(performance.now() - start);
            port2.postMessage(null);
          } else requestAnimationFrame(look);
        });
      },
      { capture: true, once: true },
    );
  });
}

export function keyToNextFrame(): Promise<number> {
  return new Promise((done) => {
    addEventListener(
      "keydown",
      (event) => {
        requestAnimationFrame(() => {
          // A message comes after the frame it was posted in is painted.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => done(performance.now() - event.timeStamp);
          port2.postMessage(null);
        });
      },
      { capture: true, once: true },
    );
  });
}
