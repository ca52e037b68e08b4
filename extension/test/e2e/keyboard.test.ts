import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { textOf } from "../harness/controls.ts";
import { fields, onForm, valueOf } from "../harness/field.ts";
import { inEachBrowser, type Lab } from "../harness/lab.ts";
import { cardGone, cardWith, shown } from "../harness/layer.ts";
import { marks } from "../harness/marks.ts";
import { listed, openPanel } from "../harness/panel.ts";
import { onOwnPage, settingsOf } from "../harness/settings.ts";
import { until, untilEqual } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

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
        await focusBy(panel, `1 × ${wording("severity_critical")}`);
        await panel.keyboard.press("Enter");
        await until("the critical one is hidden", async () => ((await listed(panel)).includes("antibacterial") ? undefined : true));
        await panel.close();
      }));

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
async function focusBy(page: Page, name: string): Promise<void> {
  await until(`focus on “${name}”`, async () => {
    await page.keyboard.press("Tab");
    const has = await page.evaluate((name) => {
      const active = document.activeElement;
      if (!(active instanceof HTMLElement)) return false;
      if (active instanceof HTMLInputElement) return [...(active.labels ?? [])].some((label) => label.querySelector(".label")?.textContent === name);
      return (active.ariaLabel ?? active.innerText).trim() === name;
    }, name);
    return has ? true : undefined;
  });
}
