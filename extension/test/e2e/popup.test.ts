import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { click, control, textOf, untilSaid } from "../harness/controls.ts";
import { inEachBrowser, type Lab } from "../harness/lab.ts";
import { until, untilEqual } from "../harness/until.ts";
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
          const kinds = await page.$$eval(".finding .kind", (all) => all.map((each) => each.textContent ?? ""));
          assert.deepEqual(kinds, [say("kind_policy"), say("kind_trademark")], "a text of no known field names none");
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

      test("alternatives that are too long by themselves or with the other bullets come last, and say so", () =>
        onPopup(lab(), async (page) => {
          await click(page, "radio", say("popup_mode_listing"));
          await (await control(page, "combobox", say("marketplace"))).evaluate((element) => {
            if (element instanceof HTMLSelectElement) element.value = "amazon.com";
            element.dispatchEvent(new Event("change"));
          });
          const write = async (key: string, text: string) =>
            (await control(page, "textbox", say(key))).evaluate((element, text) => {
              if (!(element instanceof HTMLTextAreaElement)) return;
              element.value = text;
              element.dispatchEvent(new InputEvent("input"));
            }, text);
          const offered = (words: string) =>
            page.$$eval(".finding", (all, words) => all.filter((each) => each.querySelector("mark")?.textContent === words).flatMap((each) => [...each.querySelectorAll(".suggestion")].map((one) => one.textContent ?? "")), words);
          const title = `Velcro ${"strap ".repeat(11)}`.slice(0, 66);
          await write("popup_bullets", "");
          await write("field_title", title);
          await until("one fits and one does not", async () => {
            const fits = (await offered("Velcro")).map((each) => !/ 75 |\/75 /.test(each));
            return fits.includes(true) && fits.includes(false) && fits.lastIndexOf(true) < fits.indexOf(false) ? true : undefined;
          });
          await write("field_title", "");
          await write("popup_bullets", ["Velcro on each of them, soft and strong", ...["a", "b", "c", "d"].map((letter) => letter.repeat(239))].join("\n"));
          await until("the total is said", async () => ((await offered("Velcro")).some((each) => each.includes("999")) ? true : undefined));
        }));
    });
  });
}

describe("the menu of a selection", () => {
  inEachBrowser({ online: false }, (lab) => {
    test("takes the words to the popup, which checks them", async () => {
      const valueOf = async (page: Page, label: string) => (await control(page, "textbox", label)).evaluate((element) => (element instanceof HTMLTextAreaElement ? element.value : ""));
      await onPopup(lab(), async (page) => {
        await click(page, "radio", wording("popup_mode_listing"));
        await (await control(page, "textbox", wording("field_title"))).type("Half a listing");
      });
      await lab().browser.menu("check-selection", "Velcro ties");
      await onPopup(lab(), async (page) => {
        await untilEqual("the text", () => valueOf(page, wording("popup_text")), "Velcro ties");
        await untilEqual("words found", () => found(page), ["Velcro"]);
        await click(page, "radio", wording("popup_mode_listing"));
        await untilEqual("the listing that stood there", () => valueOf(page, wording("field_title")), "Half a listing");
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
