import type { Page } from "puppeteer-core";
import type { Browser } from "./browser.ts";

/** What the extension keeps of the seller's choices, read where it is kept. */
export async function settingsOf(browser: Browser): Promise<Readonly<Record<string, unknown>>> {
  return onOwnPage(browser, "options/options.html", (page) =>
    page.evaluate(async () => {
      const { settings } = await chrome.storage.local.get("settings");
      return (settings ?? {}) as Record<string, unknown>;
    }),
  );
}

/** Opens a page of the extension for as long as the work needs it. */
export async function onOwnPage<T>({ origin, open }: Browser, path: string, work: (page: Page) => Promise<T>): Promise<T> {
  const page = await open(`${origin}/${path}`);
  try {
    return await work(page);
  } finally {
    await page.close();
  }
}
