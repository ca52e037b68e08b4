// The page of seen listings, the card of a copied passage, and both texts side
// by side.

import type { Page } from "puppeteer-core";
import { click } from "../harness/controls.ts";
import { fields, fill } from "../harness/field.ts";
import { marketplace, shop } from "../harness/gate.ts";
import type { Lab } from "../harness/lab.ts";
import { cardWith, press } from "../harness/layer.ts";
import { marked, marks } from "../harness/marks.ts";
import { until } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

const flask =
  "Zorvelo insulated flask, 500 ml, stainless steel\nDouble-walled stainless steel keeps your morning coffee steaming until the last meeting of the day is over\nA lid that closes with one hand, so the other can hold the handlebar, the leash or the stroller\nFits most cup holders.";
const towel = "Kantriq hooded baby towel\nBamboo fibres dry your little one gently after every bath.\nThe hood has two ears that stay fluffy wash after wash.";
const text =
  "Leaves room for a spoon, 500 ml. Double-walled stainless steel keeps your coffee steaming hot until the very last meeting of the day is over. One hand is enough for the lid, as the other can hold the handlebar, the leash or the stroller.";

export type Tools = {
  readonly open: (url: string) => Promise<Page>;
  /** Gives a page that the extension opened the look of this scene. */
  readonly look: (page: Page) => Promise<void>;
  readonly save: (page: Page, name: string, whole?: boolean) => Promise<unknown>;
  readonly language: "en" | "zh-CN";
};

export async function seenPictures({ browser }: Lab, { open, look, save, language }: Tools): Promise<void> {
  const page = await open(`${browser.origin}/seen/seen.html`);
  await page.evaluate(() => chrome.runtime.sendMessage({ kind: "seen.forget", request: { key: null } }));
  await page.reload();
  await page.waitForSelector(".rows .hint");
  await save(page, "seen-none", true);
  const listings = [
    { address: `${shop}/dp/B0FLASK001`, title: "", seller: "Zorvelo Store", text: flask },
    { address: `${shop}/dp/B0TOWEL002`, title: "", seller: "Kantriq Home", text: towel },
  ];
  await page.evaluate((listings) => chrome.runtime.sendMessage({ kind: "seen.add", request: { listings, side: "competitor" } }), listings);
  await page.reload();
  await page.waitForSelector(".rows b");
  await save(page, "seen", true);
  await click(page, "button", wording("seen_erase", language));
  await page.waitForSelector(".sure .danger");
  await save(page, "seen-erase", true);
  await page.setViewport({ width: 390, height: 800 });
  await save(page, "seen-narrow", true);
  await page.close();

  const form = await open(`${marketplace}/product`);
  await fill(form, fields.contenteditable, text);
  await until("the passages are marked", async () => ((await marks(browser, form, fields.contenteditable)).some((words) => words.length > 80) ? true : undefined));
  const passage = (await marked(browser, form, fields.contenteditable)).find(({ word }) => word.length > 80);
  if (passage === undefined) throw new Error("nothing is marked");
  await form.mouse.click(passage.x, passage.y);
  await cardWith(browser, form, wording("kind_copied", language));
  await save(form, "card-copied");
  await press(browser, form, wording("copied_beside", language));
  const view = await openedBeside(form.browser());
  await look(view);
  await view.waitForSelector(".words mark");
  await save(view, "beside");
  await view.close();
  await form.close();
}

/** The page of both texts, once the extension has opened it. */
export function openedBeside(browser: ReturnType<Page["browser"]>): Promise<Page> {
  return until("the view opens", async () => {
    for (const each of await browser.pages()) if ((await each.evaluate(() => location.href)).includes("seen.html#beside=")) return each;
    return undefined;
  });
}
