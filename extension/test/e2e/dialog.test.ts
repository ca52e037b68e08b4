import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { fields, onForm, valueOf } from "../harness/field.ts";
import { inEachBrowser } from "../harness/lab.ts";
import { cardGone, cardWith, press } from "../harness/layer.ts";
import { marked } from "../harness/marks.ts";
import { until, untilEqual } from "../harness/until.ts";

/** How pages hold the seller in a dialog: by the browser's own, or by a box that takes the focus back. */
const kinds: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "the browser's modal dialog": (page) =>
    page.evaluate(() => {
      const dialog = document.createElement("dialog");
      dialog.append(document.querySelector("#form") ?? "");
      document.body.append(dialog);
      dialog.showModal();
    }),
  "a box that takes the focus back, over a page that is inert": (page) =>
    page.evaluate(() => {
      const box = document.createElement("div");
      box.setAttribute("role", "dialog");
      box.style.cssText = "position: fixed; inset: 40px; z-index: 2147483647; overflow: auto; background: white";
      box.append(document.querySelector("#form") ?? "");
      document.querySelector("main")?.setAttribute("inert", "");
      document.body.append(box);
      for (const type of ["focusin", "focus"]) {
        document.addEventListener(
          type,
          (event) => {
            if (!(event.target instanceof Node) || box.contains(event.target)) return;
            event.stopImmediatePropagation();
            box.querySelector("textarea")?.focus();
          },
          { capture: true },
        );
      }
      document.addEventListener("pointerdown", (event) => !box.contains(event.target as Node) && box.remove());
    }),
};

describe("a form in a dialog", () => {
  inEachBrowser({ online: false }, (lab) => {
    for (const [kind, open] of Object.entries(kinds)) {
      test(`${kind}: the card lies over it, takes clicks, and keeps the focus that came to it`, () =>
        onForm(lab().browser, async (page) => {
          const { browser } = lab();
          await open(page);
          await page.focus(fields.textarea);
          await page.keyboard.type("Velcro straps, Velcro ties");
          const word = await until("a mark", async () => (await marked(browser, page, fields.textarea))[0]);
          await page.mouse.click(word.x, word.y);
          await cardWith(browser, page, "Velcro");
          await press(browser, page, "hook and loop fastener");
          await untilEqual("replaced by pointer", () => valueOf(page, fields.textarea), "Hook and Loop Fastener straps, Velcro ties");
          await cardGone(browser, page);
          await untilEqual("marks", async () => (await marked(browser, page, fields.textarea)).map(({ word }) => word), ["Velcro"]);
          await browser.command("next-finding");
          await cardWith(browser, page, "Velcro");
          await until("focus on the alternative", async () => {
            await page.keyboard.press("Tab");
            const names = await browser.closedRoots(page, (root) => root.activeElement?.textContent ?? "");
            return names.some((name) => name.toLowerCase() === "hook and loop strap") ? true : undefined;
          });
          await page.keyboard.press("Enter");
          await untilEqual("replaced by keyboard", async () => (await valueOf(page, fields.textarea)).toLowerCase(), "hook and loop fastener straps, hook and loop strap ties");
          await cardGone(browser, page);
          assert.equal(await page.evaluate(() => document.activeElement?.id), "item_name", "the seller writes on");
        }));
    }
  });
});
