// A long description with a hundred findings, as it is written: what a key
// costs more with the extension than without, and when a new mark is seen.

import type { Page } from "puppeteer-core";
import type { Browser } from "../harness/browser.ts";
import { fields, fill } from "../harness/field.ts";
import { marketplace } from "../harness/gate.ts";
import { until } from "../harness/until.ts";
import { keyToNextFrame, timed } from "./samples.ts";

/** Findings in the text of either size. */
export const findings = 100;

export function longText(units: number): string {
  const part = Math.floor(units / findings);
  const filler = "Adjustable straps for cables and garden hoses, easy to clean, made for everyday use at home. ".repeat(3);
  const most = Array.from({ length: findings }, () => `Velcro ${filler}`.slice(0, part - 1).padEnd(part)).join("");
  return most.trimEnd();
}

/** From a key to the end of the frame that shows its letter; the field is watched, and checked after every pause. */
export async function keysInLongText(browser: Browser, field: string, units: number, count: number, watched: boolean): Promise<number[]> {
  const page = await open(browser, field, units, watched);
  const times: number[] = [];
  for (let n = 0; n < count; n++) times.push(await timed(page, keyToNextFrame, "a"));
  await page.close();
  return times;
}

/**
 * Processor time of the page's main thread for one key, checks and painting with it, in milliseconds: nobody waits
 * longer for the next key, and other work on the machine does not count. Chromium only.
 */
export async function workPerKey(browser: Browser, field: string, units: number, count: number, watched: boolean): Promise<number> {
  const page = await open(browser, field, units, watched);
  const client = await page.createCDPSession();
  await client.send("Performance.enable");
  const spent = async () => (await client.send("Performance.getMetrics")).metrics.find(({ name }) => name === "ThreadTime")?.value ?? Number.NaN;
  const before = await spent();
  for (let n = 0; n < count; n++) {
    await page.keyboard.type("a");
    await page.evaluate(() => new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame)));
  }
  const work = ((await spent()) - before) * 1000;
  await page.close();
  return work / count;
}

/** From the last key to the frame with its mark, in a contenteditable, where the page can see marks by itself. */
export async function markInLongText(browser: Browser, units: number, count: number): Promise<number[]> {
  const page = await open(browser, fields.contenteditable, units, true);
  const times: number[] = [];
  for (let n = 0; n <= count; n++) {
    await page.keyboard.type(" Velcr");
    await until("the mark before is gone or was never there", async () => ((await page.evaluate(lastIsMarked)) ? undefined : true));
    const time = await timed(page, keyToLastMark, "o");
    if (n > 0) times.push(time); // the first one starts the core
  }
  await page.close();
  return times;
}

async function open(browser: Browser, field: string, units: number, watched: boolean): Promise<Page> {
  const page = await browser.open(`${marketplace}/product`);
  await fill(page, field, longText(units));
  await page.keyboard.down("Control");
  await page.keyboard.press("End");
  await page.keyboard.up("Control");
  if (watched && field === fields.contenteditable) await until("marks", async () => ((await page.evaluate(countMarks)) > 0 ? true : undefined));
  return page;
}

function countMarks(): number {
  return [...CSS.highlights.values()].reduce((sum, highlight) => sum + highlight.size, 0);
}

/** Whether the word at the very end of the field is marked. */
function lastIsMarked(): boolean {
  return [...CSS.highlights.values()].some((highlight) => [...highlight].some((range) => range.endContainer instanceof Text && range.endOffset === range.endContainer.data.length && !range.collapsed));
}

function keyToLastMark(): Promise<number> {
  return new Promise((done) => {
    addEventListener(
      "input",
      () => {
        const start = performance.now();
        requestAnimationFrame(function look() {
          const marked = [...CSS.highlights.values()].some((highlight) => [...highlight].some((range) => range.endContainer instanceof Text && range.endOffset === range.endContainer.data.length && !range.collapsed));
          if (!marked) return void requestAnimationFrame(look);
          const { port1, port2 } = new MessageChannel(); // a message posted in a frame's callback comes after it is painted
          port1.onmessage = () => done(performance.now() - start);
          port2.postMessage(null);
        });
      },
      { capture: true, once: true },
    );
  });
}
