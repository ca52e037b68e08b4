import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { click, control, textOf, untilSaid } from "../harness/controls.ts";
import { inEachBrowser, type Lab } from "../harness/lab.ts";
import { untilEqual } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

for (const language of ["en", "zh-CN"] as const) {
  const say = (key: string) => wording(key, language);

  describe(`the popup, in ${language}`, () => {
    inEachBrowser({ online: false, language }, (lab) => {
      test("checks plain text", () =>
        onPopup(lab(), async (page) => {
          await (await control(page, "textbox", say("popup_text"))).type("Velcro straps, antibacterial");
          await untilEqual("words found", () => found(page), ["antibacterial", "Velcro"]);
          await untilSaid(page, say("severity_critical"));
          await untilSaid(page, say("card_checked"));
        }));

      test("checks a whole listing, each word where it stands", () =>
        onPopup(lab(), async (page) => {
          await click(page, "radio", say("popup_mode_listing"));
          await (await control(page, "textbox", say("field_title"))).type("Straps for garden hoses");
          await (await control(page, "textbox", say("popup_bullets"))).type("Soft and strong\nLike Velcro");
          await untilEqual("words found", () => found(page), ["Velcro"]);
          assert.ok((await textOf(page)).includes(say("field_bullets")));
        }));

      test("replaces with one click, and the field can undo it", () =>
        onPopup(lab(), async (page) => {
          await click(page, "radio", say("popup_mode_text"));
          const field = await control(page, "textbox", say("popup_text"));
          const value = () => field.evaluate((element) => (element instanceof HTMLTextAreaElement ? element.value : ""));
          await untilEqual("the draft is kept", value, "Velcro straps, antibacterial");
          await click(page, "button", "Hook and Loop Fastener");
          await untilEqual("replaced", value, "Hook and Loop Fastener straps, antibacterial");
          await page.keyboard.down("Control");
          await page.keyboard.press("z");
          await page.keyboard.up("Control");
          await untilEqual("undone", value, "Velcro straps, antibacterial");
        }));
    });
  });
}

describe("the menu of a selection", () => {
  inEachBrowser({ online: false }, (lab) => {
    test("takes the words to the popup, which checks them", async () => {
      await lab().browser.menu("check-selection", "Velcro ties");
      await onPopup(lab(), async (page) => {
        const field = await control(page, "textbox", wording("popup_text"));
        await untilEqual("the text", () => field.evaluate((element) => (element instanceof HTMLTextAreaElement ? element.value : "")), "Velcro ties");
        await untilEqual("words found", () => found(page), ["Velcro"]);
      });
    });
  });
});

async function onPopup({ browser }: Lab, work: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.open(`${browser.origin}/popup/popup.html`);
  try {
    await work(page);
  } finally {
    await page.close();
  }
}

function found(page: Page): Promise<string[]> {
  return page.$$eval(".finding mark", (marks) => marks.map((mark) => mark.textContent ?? ""));
}
