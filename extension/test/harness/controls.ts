import type { ElementHandle, Page } from "puppeteer-core";
import { limit, until } from "./until.ts";

/** A control of a page, found as a screen reader finds it: by role and name. */
export function control(page: Page, role: string, name: string): Promise<ElementHandle> {
  return until(`${role} “${name}”`, async () => (await page.$(`aria/${name}[role="${role}"]`)) ?? undefined);
}

/** Clicks a control once it stands still: what is still loading above it may move it away from the pointer. */
export async function click(page: Page, role: string, name: string): Promise<void> {
  await page.locator(`aria/${name}[role="${role}"]`).setTimeout(limit).click();
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
