import type { Page } from "puppeteer-core";
import { control } from "./controls.ts";
import { shop } from "./gate.ts";
import type { Lab } from "./lab.ts";
import { until } from "./until.ts";
import { wording } from "./wording.ts";

/** Opens a product page; where pages are collected, until it is kept. */
export async function visit(lab: Lab, product: string): Promise<void> {
  const page = await lab.browser.open(`${shop}/dp/${product}`);
  await until("the page is there", async () => ((await page.evaluate(() => document.readyState)) === "complete" ? true : undefined));
  if (await collects(lab)) {
    await until("the page is kept", async () => ((await addresses(lab)).includes(`${shop}/dp/${product}`) ? true : undefined));
  }
  await page.close();
}

/** The page of seen listings, for as long as the work needs it. */
export async function onSeen<T>({ browser }: Lab, work: (page: Page) => Promise<T>): Promise<T> {
  const page = await browser.open(`${browser.origin}/seen/seen.html`);
  try {
    await until("the list is there", async () => (await page.$(".rows > li")) ?? undefined);
    return await work(page);
  } finally {
    await page.close();
  }
}

/** Whether pages are collected, as its switch says. */
export function switched(page: Page): Promise<boolean> {
  return page.$eval("#collect input", (box) => box instanceof HTMLInputElement && box.checked);
}

function collects(lab: Lab): Promise<boolean> {
  return onSeen(lab, switched);
}

/** The titles that are listed. */
export function rows(page: Page): Promise<string[]> {
  return page.$$eval(".rows b", (all) => all.map((each) => each.textContent ?? ""));
}

function addresses(lab: Lab): Promise<string[]> {
  return onSeen(lab, (page) => page.$$eval(".rows b a", (all) => all.map((each) => each.getAttribute("href") ?? "")));
}

export async function search(page: Page, words: string): Promise<void> {
  const field = await control(page, "textbox", wording("seen_search"));
  await field.evaluate((element) => (element instanceof HTMLInputElement ? element.select() : undefined));
  await field.type(words);
}
