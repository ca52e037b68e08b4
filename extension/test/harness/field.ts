import type { Page } from "puppeteer-core";
import type { Browser } from "./browser.ts";
import { marketplace } from "./gate.ts";

/** The three kinds of field on the marketplace page. */
export const fields = {
  textarea: "#item_name",
  input: "#highlights",
  contenteditable: "#product_description",
} as const;

/** Opens the marketplace's form in a tab of its own, for as long as the test needs it. */
export async function onForm(browser: Browser, test: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.open(`${marketplace}/product`);
  try {
    await test(page);
  } finally {
    await page.close();
  }
}

/** What a field holds, as its page would send it. */
export function valueOf(page: Page, field: string): Promise<string> {
  return page.$eval(field, (element) => ("value" in element ? String(element.value) : (element.textContent ?? "")));
}

/** Writes with the keyboard at the end of a field. */
export async function write(page: Page, field: string, text: string): Promise<void> {
  await page.focus(field);
  await page.keyboard.type(text);
}

/** Gives a field its whole text at once, as a page's own script does when it fills a form. */
export async function fill(page: Page, field: string, text: string): Promise<void> {
  await page.focus(field);
  await page.$eval(
    field,
    (element, text) => {
      if ("value" in element) element.value = text;
      else element.textContent = text;
      element.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    },
    text,
  );
}

/** The page's own markup: nothing of the extension may ever be found in it. */
export function markup(page: Page): Promise<string> {
  return page.evaluate(() => document.body.outerHTML);
}
