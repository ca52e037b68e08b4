import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { browsersOwn } from "../harness/browser.ts";
import { click, untilSaid } from "../harness/controls.ts";
import { fields, fill, markup, onForm, valueOf, write } from "../harness/field.ts";
import { listOrigin, marketplace } from "../harness/gate.ts";
import { inEachBrowser, type Lab } from "../harness/lab.ts";
import { cardGone, cardWith, press } from "../harness/layer.ts";
import { marked, marks } from "../harness/marks.ts";
import { untilEqual } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

const sentence = "Velcro straps compatible with iPhone 15, antibacterial";
const flagged = ["Velcro", "iPhone", "antibacterial"];

describe("a new user without a connection writes a listing", () => {
  inEachBrowser({ online: false }, (lab) => {
    for (const [kind, field] of Object.entries(fields)) {
      test(`${kind}: marks, card, replacement, undo`, () => onForm(lab().browser, (page) => screened(lab(), page, field)));
    }

    test("the background is killed between two keystrokes: the next one has right marks", async () => {
      const { browser } = lab();
      await onForm(browser, async (page) => {
        await write(page, fields.textarea, "Velcr");
        await untilEqual("nothing is marked yet", () => marks(browser, page, fields.textarea), []);
        await browser.killBackground();
        assert.equal(await browser.backgroundRuns(), false);
        await page.keyboard.type("o");
        await untilEqual("marks after the kill", () => marks(browser, page, fields.textarea), ["Velcro"]);
      });
    });

    test("a page that sets the value it had leaves the marks", async () => {
      const { browser } = lab();
      await onForm(browser, async (page) => {
        for (let times = 0; times < 2; times++) {
          await fill(page, fields.textarea, sentence);
          await untilEqual("marks", () => marks(browser, page, fields.textarea), flagged);
        }
      });
    });

    test("the toolbar counts the findings of the tab in front", async () => {
      const { browser } = lab();
      await onForm(browser, async (page) => {
        await write(page, fields.textarea, sentence);
        await untilEqual("badge", () => browser.badge(), String(flagged.length));
        await fill(page, fields.textarea, "Hook and loop straps");
        await untilEqual("badge of a clean listing", () => browser.badge(), "");
      });
    });

    test("the toolbar says that a field is too long to be checked, and takes it back", async () => {
      const { browser } = lab();
      await onForm(browser, async (page) => {
        await fill(page, fields.textarea, "strap, Velcro ".repeat(75_000));
        await untilEqual("badge", () => browser.badge(), "!");
        await fill(page, fields.textarea, "Velcro straps");
        await untilEqual("badge of a text that is checked", () => browser.badge(), "1");
      });
    });

    test("nothing left the browser but requests for lists", async () => {
      const { browser, gate } = lab();
      const popup = await browser.open(`${browser.origin}/popup/popup.html`);
      await click(popup, "button", wording("lists_update"));
      await untilSaid(popup, wording("update_offline"));
      await popup.close();
      assert.deepEqual(gate.strays().filter(({ host }) => !browsersOwn.includes(host)), []);
      const own = [browser.origin, listOrigin, marketplace];
      const others = (await browser.requests()).filter(({ url }) => /^https?:/.test(url) && !own.includes(new URL(url).origin));
      assert.deepEqual(others, []);
      assert.ok(gate.listPaths().length > 0, "the record of requests works: the tries for lists are in it");
    });
  });
});

async function screened({ browser }: Lab, page: Page, field: string): Promise<void> {
  await write(page, field, sentence);
  const asWritten = await markup(page);
  await untilEqual("marks", () => marks(browser, page, field), flagged);
  assert.equal(await valueOf(page, field), sentence);
  assert.equal(await markup(page), asWritten, "the page's own elements stay as they were");

  const [velcro] = await marked(browser, page, field);
  assert.ok(velcro);
  await page.mouse.click(velcro.x, velcro.y);
  const { card, buttons } = await cardWith(browser, page, "Velcro");
  for (const part of ["Velcro IP Holdings LLC", "hook and loop fastener"]) {
    assert.ok(card.toLowerCase().includes(part.toLowerCase()), `the card says “${part}”:\n${card}`);
  }
  assert.match(card, /\b26\b/, "the classes");
  assert.match(card, /Medium|High|Critical/);
  assert.match(card, /\b20\d\d\b/, "the list's date");
  assert.ok(buttons.length > 0);

  await press(browser, page, "hook and loop fastener");
  const replaced = sentence.replace("Velcro", "hook and loop fastener");
  await untilEqual("the replaced text", async () => (await valueOf(page, field)).toLowerCase(), replaced.toLowerCase());
  await cardGone(browser, page);
  await untilEqual("marks after the replacement", () => marks(browser, page, field), flagged.slice(1));

  await page.keyboard.down("Control");
  await page.keyboard.press("z");
  await page.keyboard.up("Control");
  await untilEqual("the field's own undo", () => valueOf(page, field), sentence);
  await untilEqual("marks after undo", () => marks(browser, page, field), flagged);
}

