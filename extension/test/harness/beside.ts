import type { Page } from "puppeteer-core";
import type { Lab } from "./lab.ts";
import { until } from "./until.ts";

/** The side-by-side view that the card opened in a tab, looked at in one of our own: not every driver is told of the extension's. */
export async function beside({ browser }: Lab, work: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.open(`${browser.origin}/seen/seen.html`);
  try {
    const hash = await until("the view opens", async () => {
      const hashes = await page.evaluate(() => chrome.extension.getViews({ type: "tab" }).map((view) => view.location.hash));
      return hashes.find((each) => each.startsWith("#beside="));
    });
    await page.evaluate((hash) => void (location.hash = hash), hash);
    await work(page);
  } finally {
    await page.close();
  }
}
