import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { complaints } from "../harness/axe.ts";
import { beside } from "../harness/beside.ts";
import { click, control } from "../harness/controls.ts";
import { fields, fill, onForm, write } from "../harness/field.ts";
import { marketplace } from "../harness/gate.ts";
import { inEachBrowser, type Lab } from "../harness/lab.ts";
import { cardWith, press } from "../harness/layer.ts";
import { marks } from "../harness/marks.ts";
import { openPanel } from "../harness/panel.ts";
import { onOwnPage } from "../harness/settings.ts";
import { until } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

const sentence = "Velcro straps, velcro ties, antibacterial";
const themes = ["light", "dark"] as const;

for (const language of ["en", "zh-CN"] as const) {
  describe(`axe finds nothing, in ${language}`, () => {
    inEachBrowser({ online: false, language }, (lab) => {
      /** The page in both themes, as it stands. */
      const inBoth = async (page: Page) => {
        for (const theme of themes) {
          await page.evaluate((theme) => void chrome.runtime.sendMessage({ kind: "settings.set", request: { theme } }), theme);
          await until(`the page is ${theme}`, () => page.evaluate((theme) => (document.documentElement.dataset["theme"] === theme ? true : undefined), theme));
          assert.deepEqual(await complaints(page), [], theme);
        }
      };
      const onPage = async (path: string, ready: (page: Page) => Promise<unknown>) => {
        const page = await lab().browser.open(`${lab().browser.origin}/${path}`);
        try {
          await ready(page);
          await inBoth(page);
        } finally {
          await page.close();
        }
      };

      test("popup, with findings", () =>
        onPage("popup/popup.html", async (page) => {
          await (await control(page, "textbox", wording("popup_text", language))).type(sentence);
          await page.waitForSelector(".finding");
        }));

      test("options, with decisions of each kind", () =>
        onPage("options/options.html", async (page) => {
          await decide(page);
          await page.waitForSelector("#brands .rows li");
          await page.waitForSelector("#ignored .rows li");
        }));

      test("seen listings, with none, with some, and asked whether to erase", () =>
        onPage("seen/seen.html", async (page) => {
          await page.waitForSelector(".rows .hint");
          await inBoth(page);
          await page.evaluate((listings) => chrome.runtime.sendMessage({ kind: "seen.add", request: { listings, side: "competitor" } }), [
            { address: "https://www.amazon.com/dp/B0AXES0001", title: "", seller: "Zorvelo Store", text: "Zorvelo flask\nCarries half a litre and closes with one turn" },
            { address: "", title: "", seller: "", text: "A paste by hand" },
          ]);
          await page.evaluate(() => location.reload()); // Firefox tells no driver that a page of an extension has loaded again
          await page.waitForSelector(".rows b");
          await inBoth(page);
          await click(page, "button", wording("seen_erase", language));
          await page.waitForSelector(".sure .danger");
        }));

      test("a seen listing and what is written, side by side", async () => {
        const text = "Double-walled stainless steel keeps your morning coffee steaming until the last meeting of the day is over";
        await onOwnPage(lab().browser, "options/options.html", async (page) => {
          const listings = [{ address: "", title: "Flask", seller: "Zorvelo", text }];
          await page.evaluate((listings) => chrome.runtime.sendMessage({ kind: "seen.add", request: { listings, side: "competitor" } }), listings);
        });
        await onPage("seen/seen.html", (page) => page.waitForSelector(".rows b"));
        await onForm(lab().browser, async (page) => {
          const { browser } = lab();
          await fill(page, fields.contenteditable, `Leaves room. ${text}.`);
          await until("the passage is marked", async () => ((await marks(browser, page, fields.contenteditable)).some((words) => words.length > 60) ? true : undefined));
          await page.bringToFront();
          await browser.command("next-finding");
          await cardWith(browser, page, wording("kind_copied", language));
          await press(browser, page, wording("copied_beside", language));
          await beside(lab(), async (view) => {
            await view.waitForSelector(".words mark");
            await inBoth(view);
          });
        });
      });

      test("first-run page", () => onPage("welcome/welcome.html", (page) => page.waitForSelector("textarea")));

      test("panel, its dialog, and the card, in whole and with each form", () =>
        onForm(lab().browser, async (page) => {
          const { browser } = lab();
          await write(page, fields.textarea, sentence);
          await until("marks", async () => ((await marks(browser, page, fields.textarea)).length === 3 ? true : undefined));
          const panel = await openPanel(browser);
          await panel.waitForSelector(".finding");
          await inBoth(panel);
          await (await panel.$("[aria-haspopup=dialog]"))?.click();
          await panel.waitForSelector("dialog[open]");
          await inBoth(panel);
          await panel.close();

          await page.bringToFront();
          await browser.command("next-finding");
          await cardWith(browser, page, "Velcro");
          for (const theme of themes) assert.deepEqual(await cardComplaints(lab(), page, theme, language), [], theme);
        }));
    });
  });
}

async function decide(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const request = {
      ownBrands: ["Zibo"],
      authorised: [{ brand: "Yeti", until: "2030-12-31" }],
      ignored: [{ term: "Polo", reason: "a shirt", until: "2020-01-01" }],
      sitesOff: ["seller.example.com"],
    };
    await chrome.runtime.sendMessage({ kind: "settings.set", request });
  });
}

/**
 * The card stands behind a closed shadow root, where axe cannot go: its elements and its style are copied to an empty
 * page, as they are, and looked at there. Each form it can show is opened first.
 */
async function cardComplaints({ browser }: Lab, page: Page, theme: string, language: string): Promise<string[]> {
  const found: string[] = [];
  for (const form of ["", "card_ignore_term", "card_authorised"]) {
    const name = form === "" ? "" : wording(form, language === "en" ? "en" : "zh-CN");
    const copy = await until("the card", async () => (await browser.closedRoots(page, copied)).find(({ html }) => html !== ""));
    const button = copy.buttons.find((each) => each.name === name);
    if (button !== undefined) await page.mouse.click(button.x, button.y);
    const { html, css } = (await browser.closedRoots(page, copied)).find((each) => each.html !== "") ?? copy;
    const blank = await browser.openBeside(`${marketplace}/blank`);
    await blank.evaluate(
      (html, css, theme, language) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet];
        const parsed = new DOMParser().parseFromString(html, "text/html");
        const main = document.createElement("main");
        main.append(...parsed.body.children);
        document.body.replaceChildren(main);
        document.documentElement.lang = language;
        document.querySelector(".card")?.setAttribute("data-theme", theme);
        document.querySelector(".card")?.removeAttribute("style");
        document.documentElement.style.colorScheme = theme;
      },
      html,
      css,
      theme,
      language,
    );
    // A page holds one card and no heading of its own: what a whole page must have is not asked of it.
    const whole = ["page-has-heading-one", "landmark", "heading-order", "region"];
    found.push(...(await complaints(blank)).filter((line) => !whole.some((rule) => line.startsWith(rule))));
    await blank.close();
    await page.bringToFront();
    if (name !== "") {
      const cancel = wording("card_cancel", language === "en" ? "en" : "zh-CN");
      const now = (await browser.closedRoots(page, copied)).find((each) => each.html !== "");
      const end = now?.buttons.find((each) => each.name === cancel);
      if (end !== undefined) await page.mouse.click(end.x, end.y);
    }
  }
  return found;
}

function copied(root: ShadowRoot): { html: string; css: string; buttons: { name: string; x: number; y: number }[] } {
  const card = root.querySelector(".card:not([hidden])");
  const css = root.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join("\n");
  return {
    html: card?.outerHTML ?? "",
    css,
    buttons: [...(card?.querySelectorAll("button") ?? [])].map((each) => {
      const box = each.getBoundingClientRect();
      return { name: each.textContent ?? "", x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }),
  };
}
