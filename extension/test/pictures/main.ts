// Screenshots of all that a person sees, from what make built: npm run pictures.
// They go to .build/pictures; the one the README shows, to .github/highlights.png;
// those of the stores, each 1280 by 800, to .build/store.

import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "puppeteer-core";
import { click, control } from "../harness/controls.ts";
import { fields, write } from "../harness/field.ts";
import { listOrigin, marketplace } from "../harness/gate.ts";
import { closeLab, type Lab, openLab } from "../harness/lab.ts";
import { cardWith, press } from "../harness/layer.ts";
import { marked, marks } from "../harness/marks.ts";
import { openPanel } from "../harness/panel.ts";
import { until } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";
import { corpusPictures, publishCorpus } from "./corpus.ts";
import { seenPictures } from "./seen.ts";
import { drawStore } from "./store.ts";

const languages = ["en", "zh-CN"] as const;
const themes = ["light", "dark"] as const;
type Language = (typeof languages)[number];
type Theme = (typeof themes)[number];
type Save = (page: Page, name: string, whole?: boolean) => Promise<unknown>;
type Scene = { readonly lab: Lab; readonly language: Language; readonly theme: Theme; readonly save: Save };

const folder = fileURLToPath(new URL("../../../.build/pictures/", import.meta.url));
const store = fileURLToPath(new URL("../../../.build/store/", import.meta.url));
const shown = fileURLToPath(new URL("../../../.github/highlights.png", import.meta.url));

/** The popup's and the panel's width in the browser, and a height that shows most of them, in pixels. */
const popupSize = { width: 420, height: 600 };
const phoneSize = { width: 390, height: 800 };
const panelSize = { width: 380, height: 800 };

mkdirSync(folder, { recursive: true });
mkdirSync(store, { recursive: true });
// npm run pictures -- en: only those.
for (const language of languages.filter((each) => process.argv.length < 3 || process.argv.includes(each))) {
  const lab = await openLab("chromium", { online: true, language });
  try {
    await publishCorpus(lab);
    for (const theme of themes) {
      const save: Save = (page, name, whole = false) => page.screenshot({ path: `${folder}${name}-${language}-${theme}.png`, fullPage: whole });
      const scene = { lab, language, theme, save };
      await tryPage(scene);
      await popup(scene);
      await form(scene);
      await low(scene);
      await welcome(scene);
      await options(scene);
      const tools = { open: (url: string) => open(scene, url), look: (page: Page) => look(page, theme), save, language };
      await seenPictures(lab, tools);
      await corpusPictures(lab, tools);
    }
    const picture = (name: string) => readFileSync(`${folder}${name}-${language}-light.png`).toString("base64");
    await drawStore(lab.browser, language, picture, store);
  } finally {
    await closeLab(lab);
  }
}
console.log(folder, store);

async function open({ lab, theme }: Scene, url: string, beside = false): Promise<Page> {
  const page = await (beside ? lab.browser.openBeside(url) : lab.browser.open(url));
  await look(page, theme);
  return page;
}

function look(page: Page, theme: Theme): Promise<void> {
  return page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: theme },
    { name: "prefers-reduced-motion", value: "reduce" }, // a card that fades in would be taken half there
  ]);
}

async function tryPage(scene: Scene): Promise<void> {
  const { lab, language, save } = scene;
  const page = await open(scene, `${listOrigin}/try/`);
  await click(page, "button", wording("try_sample", language));
  await until("marks", async () => ((await marks(lab.browser, page, "#title")).length > 1 ? true : undefined));
  await save(page, "try");
  await openCard(lab, page, "#title");
  await save(page, "try-card");
  await page.keyboard.press("Escape");
  await page.setViewport(phoneSize);
  // A window as high as the page: what is out of sight is not painted.
  await page.setViewport({ width: phoneSize.width, height: await page.evaluate(() => document.documentElement.scrollHeight) });
  for (const field of ["#title", "#bullet2"]) await until(`marks in ${field}`, async () => ((await marks(lab.browser, page, field)).length > 1 ? true : undefined));
  await save(page, "try-narrow");
  await page.close();
}

async function popup(scene: Scene): Promise<void> {
  const { lab, language, save } = scene;
  const page = await open(scene, `${lab.browser.origin}/popup/popup.html`);
  await page.setViewport(popupSize);
  const field = await control(page, "textbox", wording("popup_text", language));
  await field.evaluate((element) => (element instanceof HTMLTextAreaElement ? element.select() : undefined));
  await field.type("Velcro straps compatible with iPhone 15, antibacterial");
  await page.waitForSelector(".finding");
  await save(page, "popup");
  await save(page, "popup-whole", true);
  await click(page, "radio", wording("popup_mode_listing", language));
  await (await control(page, "combobox", wording("marketplace", language))).select("amazon.com");
  await page.evaluate(() => document.querySelectorAll("textarea").forEach((each) => each.select()));
  await (await control(page, "textbox", wording("field_title", language))).type("Velcro cable straps for desk, garden and garage, reusable, 20 pieces");
  await (await control(page, "textbox", wording("popup_bullets", language))).type("Holds tight, like Yeti\nSoft on cables");
  await page.waitForSelector(".suggestion.over");
  await save(page, "popup-listing", true);
  await click(page, "radio", wording("popup_mode_text", language));
  await page.close();
}

/** Every section filled: with decisions that hold and one that has ended. */
async function options(scene: Scene): Promise<void> {
  const { lab, save } = scene;
  const page = await open(scene, `${lab.browser.origin}/options/options.html`);
  await page.waitForSelector("select");
  await page.evaluate(async () => {
    const request = {
      ownBrands: ["Zibo", "North Harbor"],
      authorised: [{ brand: "Yeti", until: "2027-06-30" }],
      ignored: [{ term: "Polo", reason: "a shirt, not the mark", until: "" }, { term: "Bluetooth", reason: "", until: "2026-10-31" }],
      sitesOff: ["seller.example.com"],
    };
    await chrome.runtime.sendMessage({ kind: "settings.set", request });
  });
  await page.waitForSelector("#ignored .rows li");
  await save(page, "options", true);
  await page.evaluate(() => chrome.runtime.sendMessage({ kind: "settings.set", request: { ownBrands: [], authorised: [], ignored: [], sitesOff: [] } }));
  await page.close();
}

async function welcome(scene: Scene): Promise<void> {
  const { lab, save } = scene;
  const page = await open(scene, `${lab.browser.origin}/welcome/welcome.html`);
  await until("marks", async () => ((await marks(lab.browser, page, "#title")).length > 2 ? true : undefined));
  await save(page, "welcome", true);
  await openCard(lab, page, "#title");
  await save(page, "welcome-card");
  await page.close();
}

/** The form with its card, the card's forms, and the panel beside it. */
async function form(scene: Scene): Promise<void> {
  const { lab, language, theme, save } = scene;
  const page = await open(scene, `${marketplace}/product`);
  await write(page, fields.input, "Reusable ties, kills 99.9% of germs, Velcro grip");
  await write(page, fields.contenteditable, "Works like a Rubbermaid organizer for chargers and GoPro mounts.");
  await write(page, fields.textarea, "Velcro straps compatible with iPhone 15, antibacterial");
  await until("marks", async () => ((await marks(lab.browser, page, fields.textarea)).length > 2 ? true : undefined));

  const panel = await openPanel(lab.browser);
  await look(panel, theme);
  await panel.setViewport(panelSize);
  await panel.waitForSelector(".finding");
  await save(panel, "panel");
  await save(panel, "panel-whole", true);
  await (await panel.$("[aria-haspopup=dialog]"))?.click();
  await panel.waitForSelector("dialog[open]");
  await save(panel, "panel-replace");
  await panel.close();

  await page.bringToFront();
  await openCard(lab, page, fields.textarea);
  await save(page, "card");
  if (language === "en" && theme === "light") await page.screenshot({ path: shown, clip: { x: 100, y: 0, width: 900, height: 760 }, captureBeyondViewport: false });
  for (const [key, name] of [["card_ignore_term", "card-ignore"], ["card_authorised", "card-authorised"]] as const) {
    await press(lab.browser, page, wording(key, language));
    await cardWith(lab.browser, page, wording("card_save", language));
    await save(page, name);
    await press(lab.browser, page, wording("card_cancel", language));
  }
  await press(lab.browser, page, wording("card_report", language));
  await cardWith(lab.browser, page, "clearlist-report-");
  await save(page, "card-reported");
  await page.close();
}

async function low(scene: Scene): Promise<void> {
  const { lab, save } = scene;
  const page = await open(scene, `${marketplace}/low`);
  const frame = await until("the frame", async () => {
    const found = page.frames().find((each) => each.url().endsWith("/low-frame"));
    return (await found?.$("#description")) ? found : undefined;
  });
  await (await frame.$("#description"))?.focus();
  await page.keyboard.type("Rubbermaid boxes, antibacterial");
  await until("marks", async () => ((await lab.browser.badge()) === "2" ? true : undefined));
  await lab.browser.command("next-finding");
  await cardWith(lab.browser, frame, "Rubbermaid");
  await save(page, "card-low");
  await page.close();
}

async function openCard({ browser }: Lab, page: Page, field: string): Promise<void> {
  const [first] = await marked(browser, page, field);
  if (first === undefined) throw new Error(`nothing is marked in ${field}`);
  await page.mouse.click(first.x, first.y);
  await cardWith(browser, page, first.word);
}
