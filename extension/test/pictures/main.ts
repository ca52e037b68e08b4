// Screenshots of all that a person sees, from what make built: npm run pictures.
// They go to .build/pictures; the one the README shows, to .github/highlights.png.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "puppeteer-core";
import { click, control } from "../harness/controls.ts";
import { fields, write } from "../harness/field.ts";
import { listOrigin, marketplace } from "../harness/gate.ts";
import { closeLab, type Lab, openLab } from "../harness/lab.ts";
import { cardWith } from "../harness/layer.ts";
import { marked, marks } from "../harness/marks.ts";
import { until } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

const languages = ["en", "zh-CN"] as const;
const themes = ["light", "dark"] as const;
type Theme = (typeof themes)[number];

const folder = fileURLToPath(new URL("../../../.build/pictures/", import.meta.url));
const shown = fileURLToPath(new URL("../../../.github/highlights.png", import.meta.url));

/** The popup's width in the browser, and a height that shows most of it, in pixels. */
const popupSize = { width: 420, height: 600 };

mkdirSync(folder, { recursive: true });
for (const language of languages) {
  const lab = await openLab("chromium", { online: true, language });
  try {
    for (const theme of themes) {
      const save = (page: Page, name: string) => page.screenshot({ path: `${folder}${name}-${language}-${theme}.png` });
      await tryPage(lab, language, theme, save);
      await popup(lab, language, theme, save);
      await options(lab, theme, save);
      await form(lab, theme, async (page) => {
        await save(page, "card");
        if (language === "en" && theme === "light") await page.screenshot({ path: shown, clip: { x: 100, y: 0, width: 900, height: 640 } });
      });
    }
  } finally {
    await closeLab(lab);
  }
}
console.log(folder);

type Save = (page: Page, name: string) => Promise<unknown>;

async function open({ browser }: Lab, url: string, theme: Theme): Promise<Page> {
  const page = await browser.open(url);
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: theme },
    { name: "prefers-reduced-motion", value: "reduce" }, // a card that fades in would be taken half there
  ]);
  return page;
}

async function tryPage(lab: Lab, language: (typeof languages)[number], theme: Theme, save: Save): Promise<void> {
  const page = await open(lab, `${listOrigin}/try/`, theme);
  await click(page, "button", wording("try_sample", language));
  await until("marks", async () => ((await marks(lab.browser, page, "#title")).length > 1 ? true : undefined));
  await save(page, "try");
  await openCard(lab, page, "#title");
  await save(page, "try-card");
  await page.close();
}

async function popup(lab: Lab, language: (typeof languages)[number], theme: Theme, save: Save): Promise<void> {
  const page = await open(lab, `${lab.browser.origin}/popup/popup.html`, theme);
  await page.setViewport(popupSize);
  const field = await control(page, "textbox", wording("popup_text", language));
  await field.evaluate((element) => (element instanceof HTMLTextAreaElement ? element.select() : undefined));
  await field.type("Velcro straps compatible with iPhone 15, antibacterial");
  await page.waitForSelector(".finding");
  await save(page, "popup");
  await page.close();
}

async function options(lab: Lab, theme: Theme, save: Save): Promise<void> {
  const page = await open(lab, `${lab.browser.origin}/options/options.html`, theme);
  await page.waitForSelector("select");
  await save(page, "options");
  await page.close();
}

async function form(lab: Lab, theme: Theme, save: (page: Page) => Promise<void>): Promise<void> {
  const page = await open(lab, `${marketplace}/product`, theme);
  await write(page, fields.input, "Reusable ties, kills 99.9% of germs");
  await write(page, fields.contenteditable, "Works like a Rubbermaid organizer for chargers and GoPro mounts.");
  await write(page, fields.textarea, "Velcro straps compatible with iPhone 15, antibacterial");
  await until("marks", async () => ((await marks(lab.browser, page, fields.textarea)).length > 2 ? true : undefined));
  await openCard(lab, page, fields.textarea);
  await save(page);
  await page.close();
}

async function openCard({ browser }: Lab, page: Page, field: string): Promise<void> {
  const [first] = await marked(browser, page, field);
  if (first === undefined) throw new Error(`nothing is marked in ${field}`);
  await page.mouse.click(first.x, first.y);
  await cardWith(browser, page, first.word);
}
