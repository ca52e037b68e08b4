import type { ElementHandle, Page } from "puppeteer-core";
import { until } from "./until.ts";

/** A control of a page, found as a screen reader finds it: by role and name. */
export function control(page: Page, role: string, name: string): Promise<ElementHandle> {
  return until(`${role} “${name}”`, async () => (await page.$(`aria/${name}[role="${role}"]`)) ?? undefined);
}

/** All that a page says now. */
export function textOf(page: Page): Promise<string> {
  return page.evaluate(() => document.body.innerText);
}

export function untilSaid(page: Page, words: string): Promise<true> {
  let said = "";
  return until(`the page says “${words}”`, async () => {
    said = await textOf(page);
    return said.includes(words) ? (true as const) : undefined;
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\nit says: ${said}`);
  });
}
