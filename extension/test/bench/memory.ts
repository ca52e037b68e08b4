// What the extension holds in a tab, and whether that grows: the heap of the
// page's process after garbage collection, with and without it. Chromium only,
// as WebDriver BiDi does not tell.

import type { CDPSession } from "puppeteer-core";
import type { Browser } from "../harness/browser.ts";
import { fields, fill } from "../harness/field.ts";
import { marketplace } from "../harness/gate.ts";
import { longText } from "./typing.ts";

const keystrokes = 10_000;
const openings = 200;

/** Bytes: once a long text is in and checked, added by keystrokes, added by fields that came and went. */
export type Held = { readonly tab: number; readonly keys: number; readonly fields: number };

export async function heldByTab(browser: Browser): Promise<Held> {
  const page = await browser.open(`${marketplace}/product`);
  const client = await page.createCDPSession();
  await client.send("Performance.enable");
  await fill(page, fields.textarea, longText(20_000));
  await page.keyboard.type(" and so on");
  await page.evaluate(rest);
  const tab = await heap(client);

  // Both once before they are counted: what is made for good on first use is no growth.
  const write = async (count: number) => {
    for (let n = 0; n < count; n += 500) {
      await page.keyboard.type("strap ".repeat(84).slice(0, 500));
      await fill(page, fields.textarea, "Velcro ");
    }
    await page.evaluate(rest);
  };
  await write(500);
  const before = await heap(client);
  await write(keystrokes);
  const keys = (await heap(client)) - before;

  await page.evaluate(comeAndGo, 20);
  const opened = await heap(client);
  await page.evaluate(comeAndGo, openings);
  const gone = (await heap(client)) - opened;
  await page.close();
  return { tab, keys, fields: gone };
}

async function heap(client: CDPSession): Promise<number> {
  await client.send("HeapProfiler.enable");
  for (let n = 0; n < 3; n++) await client.send("HeapProfiler.collectGarbage");
  const { metrics } = await client.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN;
}

/** Frames enough for a check to be asked for and answered. */
async function rest(): Promise<void> {
  for (let n = 0; n < 60; n++) await new Promise(requestAnimationFrame);
}

async function comeAndGo(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const field = document.createElement("textarea");
    field.setAttribute("aria-label", "Description");
    document.querySelector("form")?.append(field);
    field.focus();
    field.value = "Velcro straps";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
    field.remove();
  }
  document.querySelector("textarea")?.focus();
  for (let frames = 0; frames < 60; frames++) await new Promise(requestAnimationFrame);
}
