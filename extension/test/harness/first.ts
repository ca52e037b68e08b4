import type { Browser } from "puppeteer-core";
import { until } from "./until.ts";

/** Waits for the page that a new extension opens by itself, and closes it: it must not come in front of a test's own. */
export async function closeFirstRun(browser: Browser, origin: string): Promise<void> {
  const page = await until("the first-run page", async () => {
    for (const each of await browser.pages()) if ((await each.evaluate(() => location.href).catch(() => "")) === `${origin}/welcome/welcome.html`) return each;
    return undefined;
  });
  await page.close();
}
