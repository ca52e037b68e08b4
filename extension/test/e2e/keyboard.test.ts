import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { beside } from "../harness/beside.ts";
import { textOf, untilSaid } from "../harness/controls.ts";
import { fields, onForm, valueOf } from "../harness/field.ts";
import { inEachBrowser, type Lab } from "../harness/lab.ts";
import { cardGone, cardWith, shown } from "../harness/layer.ts";
import { marks } from "../harness/marks.ts";
import { listed, openPanel } from "../harness/panel.ts";
import { rows } from "../harness/seen.ts";
import { onOwnPage, settingsOf } from "../harness/settings.ts";
import { until, untilEqual } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

const copied = "Double-walled steel keeps your morning coffee steaming until the last meeting of the day is over";

// No pointer and no script touches a page here: only keys, and the focus is read to know where they go.
describe("the whole job by keyboard alone", () => {
  inEachBrowser({ online: false }, (lab) => {
    test("a listing is written, and each finding gets its own answer", () =>
      onForm(lab().browser, async (page) => {
        const { browser } = lab();
        await page.keyboard.press("Tab");
        await page.keyboard.type("Velcro straps for Yeti cups, Rubbermaid, antibacterial");
        await untilEqual("marks", () => marks(browser, page, fields.textarea), ["Velcro", "Yeti", "Rubbermaid", "antibacterial"]);

        await browser.command("next-finding");
        await cardWith(browser, page, "Velcro");
        await tabTo(lab(), page, /^hook and loop fastener$/i);
        await page.keyboard.press("Enter");
        await cardGone(browser, page);
        await until("it is replaced", async () => (/^hook and loop fastener straps/i.test(await valueOf(page, fields.textarea)) ? true : undefined));
        await untilEqual("marks", () => marks(browser, page, fields.textarea), ["Yeti", "Rubbermaid", "antibacterial"]);

        await openAt(lab(), page, "Yeti");
        await tabTo(lab(), page, wording("card_authorised"));
        await page.keyboard.press("Enter");
        await page.keyboard.press("Enter"); // no day: for good
        await cardGone(browser, page);
        await until("it is kept", async () => (/^\[\{"brand":"yeti","until":""\}\]$/i.test(JSON.stringify((await settingsOf(browser))["authorised"])) ? true : undefined));
        await page.bringToFront();

        await openAt(lab(), page, "Rubbermaid");
        await tabTo(lab(), page, wording("card_ignore_here"));
        await page.keyboard.press("Enter");
        await cardGone(browser, page);
        await until("it is ignored here", async () => ((await marks(browser, page, fields.textarea)).includes("Rubbermaid") ? undefined : true));

        await openAt(lab(), page, "antibacterial");
        await page.keyboard.press("Escape");
        await cardGone(browser, page);
        await page.keyboard.press("End");
        await page.keyboard.type("!");
        assert.ok((await valueOf(page, fields.textarea)).endsWith("antibacterial!"), "the seller writes on where they were");

        const panel = await openPanel(browser);
        await until("the list", async () => ((await listed(panel)).includes("antibacterial") ? true : undefined));
        await focusBy(panel, `1\u00a0×\u00a0${wording("severity_critical")}`);
        await panel.keyboard.press("Enter");
        await until("the critical one is hidden", async () => ((await listed(panel)).includes("antibacterial") ? undefined : true));
        await panel.close();
      }));

    test("a copied passage is opened beside its source, and the seen listings are searched, marked and erased", async () => {
      const { browser } = lab();
      await onOwnPage(browser, "seen/seen.html", async (page) => {
        await focusBy(page, wording("seen_paste"));
        await page.keyboard.type("Zorvelo flask, with a lid");
        await page.keyboard.press("Enter");
        await page.keyboard.type(copied);
        await focusBy(page, wording("seen_save"));
        await page.keyboard.press("Enter");
        await untilEqual("it is kept", () => rows(page), ["Zorvelo flask, with a lid"]);
      });
      await onForm(browser, async (page) => {
        await page.keyboard.press("Tab");
        await page.keyboard.type(copied);
        await until("the passage is marked", async () => ((await marks(browser, page, fields.textarea)).includes(copied) ? true : undefined)); // so is what is too long for a title
        await browser.command("next-finding");
        await cardWith(browser, page, wording("kind_copied"));
        await tabTo(lab(), page, wording("copied_beside"));
        await page.keyboard.press("Enter");
        await beside(lab(), async (view) => {
          await view.bringToFront(); // the card's own tab may have come before it
          await untilEqual("both texts", () => view.$$eval(".words mark", (all) => all.length), 2);
          await focusBy(view, wording("beside_back"));
          await view.keyboard.press("Enter");
          await untilEqual("all of them", () => rows(view), ["Zorvelo flask, with a lid"]);
          await focusBy(view, wording("seen_search"));
          await view.keyboard.type("nothing of it");
          await untilSaid(view, wording("seen_none_found"));
          for (let i = 0; i < "nothing of it".length; i++) await view.keyboard.press("Backspace");
          await untilEqual("all of them", () => rows(view), ["Zorvelo flask, with a lid"]);
          await focusBy(view, `${wording("seen_side")}: Zorvelo flask, with a lid`);
          await view.keyboard.press("ArrowDown");
          await untilSaid(view, "1 of suppliers");
          await focusBy(view, wording("seen_erase"), "back"); // past the last control Firefox's driver would leave the page
          await view.keyboard.press("Enter");
          await until("asked whether to erase", async () => (await view.$(".sure .danger")) ?? undefined);
          await view.keyboard.press("Escape");
          await until("asked no more", async () => ((await view.$(".sure")) === null ? true : undefined));
          assert.equal(await view.evaluate(() => document.activeElement?.textContent), wording("seen_erase"), "the focus is where it was");
          assert.deepEqual(await rows(view), ["Zorvelo flask, with a lid"]);
          await view.keyboard.press("Enter");
          await until("asked again", async () => (await view.$(".sure .danger")) ?? undefined);
          await view.keyboard.press("Tab"); // from the button that keeps them
          await view.keyboard.press("Enter");
          await untilSaid(view, wording("seen_none"));
        });
      });
    });

    test("options: a brand is authorised until a day, and taken back", () =>
      onOwnPage(lab().browser, "options/options.html", async (page) => {
        const { browser } = lab();
        await focusBy(page, wording("field_brand"));
        await page.keyboard.type("Acme");
        await page.keyboard.press("Enter");
        await until("it is listed", async () => ((await textOf(page)).includes("Acme") ? true : undefined));
        await focusBy(page, `${wording("sites_remove")}: Acme`);
        await page.keyboard.press("Enter");
        await until("it is gone", async () => ((await textOf(page)).includes("Acme") ? undefined : true));
        assert.ok(!JSON.stringify(await settingsOf(browser)).includes("Acme"));
      }));
  });
});

/** Goes from finding to finding until the card of this word is open. */
async function openAt({ browser }: Lab, page: Page, word: string): Promise<void> {
  await browser.command("next-finding");
  await until(`the card of “${word}”`, async () => {
    const { card } = await shown(browser, page);
    if (card.includes(`\n${word}\n`)) return true;
    await page.keyboard.press("ArrowRight");
    return undefined;
  });
}

/** Tabs through the card until the control of that name has the focus. */
async function tabTo({ browser }: Lab, page: Page, name: string | RegExp): Promise<void> {
  await until(`focus on “${name}”`, async () => {
    await page.keyboard.press("Tab");
    const names = await browser.closedRoots(page, (root) => root.activeElement?.textContent ?? "");
    return names.some((each) => (typeof name === "string" ? each === name : name.test(each))) ? true : undefined;
  });
}

/** Tabs through a page until what has the focus is named so. */
async function focusBy(page: Page, name: string, way: "on" | "back" = "on"): Promise<void> {
  await until(`focus on “${name}”`, async () => {
    if (way === "back") await page.keyboard.down("Shift");
    await page.keyboard.press("Tab");
    if (way === "back") await page.keyboard.up("Shift");
    const has = await page.evaluate((name) => {
      const active = document.activeElement;
      if (!(active instanceof HTMLElement)) return false;
      if (active.ariaLabel === null && (active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement)) return [...(active.labels ?? [])].some((label) => label.querySelector(".label")?.textContent === name);
      return (active.ariaLabel ?? active.innerText).trim() === name;
    }, name);
    return has ? true : undefined;
  });
}
