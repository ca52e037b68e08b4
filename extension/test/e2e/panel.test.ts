import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { control, textOf, untilSaid } from "../harness/controls.ts";
import { fields, fill, onForm, valueOf, write } from "../harness/field.ts";
import { inEachBrowser } from "../harness/lab.ts";
import { cardWith } from "../harness/layer.ts";
import { marks } from "../harness/marks.ts";
import { listed, openPanel } from "../harness/panel.ts";
import { until, untilEqual } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

const sentence = "Velcro straps, antibacterial";

describe("the side panel", () => {
  inEachBrowser({ online: false }, (lab) => {
    const beside = (work: (page: Page, panel: Page) => Promise<void>) =>
      onForm(lab().browser, async (page) => {
        const { browser } = lab();
        await write(page, fields.textarea, sentence);
        await untilEqual("marks", () => marks(browser, page, fields.textarea), ["Velcro", "antibacterial"]);
        const panel = await openPanel(browser);
        try {
          await untilEqual("the list", () => listed(panel), ["antibacterial", "Velcro"]);
          await work(page, panel);
        } finally {
          await panel.close();
        }
      });

    test("counts along while the seller writes, and says so politely", () =>
      beside(async (page, panel) => {
        await untilEqual("the status", () => status(panel), `2 found: 1\u00a0×\u00a0${wording("severity_critical")} and 1\u00a0×\u00a0${wording("severity_high")}`);
        await fill(page, fields.contenteditable, "Works like Rubbermaid");
        await untilEqual("the list", async () => (await listed(panel)).toSorted(), ["Rubbermaid", "Velcro", "antibacterial"]);
        await fill(page, fields.textarea, "soft straps");
        await untilEqual("the list", () => listed(panel), ["Rubbermaid"]);
        await fill(page, fields.contenteditable, "");
        await untilSaid(panel, wording("severity_none_means"));
      }));

    test("by keyboard: hides a severity, and goes to a finding, whose card opens", () =>
      beside(async (page, panel) => {
        await focusOn(panel, "button", `1\u00a0×\u00a0${wording("severity_critical")}`);
        await panel.keyboard.press("Enter");
        await untilEqual("the list", () => listed(panel), ["Velcro"]);
        assert.ok((await textOf(panel)).includes("1 more behind the filter"));
        assert.equal(await panel.evaluate(() => document.activeElement?.getAttribute("aria-pressed")), "false", "the focus stays on the switch");
        const [velcro] = await panel.$$(".quote");
        await velcro?.focus();
        await panel.keyboard.press("Enter");
        await cardWith(lab().browser, page, "Velcro");
      }));

    test("replaces all of a kind, after the seller has seen where", () =>
      beside(async (page, panel) => {
        const twice = "Velcro straps, velcro ties";
        await fill(page, fields.textarea, twice);
        await fill(page, fields.contenteditable, "strong Velcro");
        await untilEqual("the list", async () => (await listed(panel)).length, 3);
        await focusOn(panel, "button", "Replace all 3…");
        await panel.keyboard.press("Enter");
        const places = () => panel.$$eval("dialog .places li", (each) => each.map((place) => place.textContent ?? ""));
        assert.equal((await places()).length, 3);
        await panel.keyboard.press("Escape");
        assert.equal(await valueOf(page, fields.textarea), twice, "nothing is written before it is confirmed");
        await focusOn(panel, "button", "Replace all 3…");
        await panel.keyboard.press("Enter");
        await focusOn(panel, "button", "Replace 3");
        await panel.keyboard.press("Enter");
        await untilEqual("the first field", async () => (await valueOf(page, fields.textarea)).toLowerCase(), "hook and loop fastener straps, hook and loop fastener ties");
        await untilEqual("the second field", async () => (await valueOf(page, fields.contenteditable)).toLowerCase(), "strong hook and loop fastener");
        await untilSaid(panel, "3 of 3 replaced.");
        await untilEqual("the list", () => listed(panel), []);
      }));

    test("an alternative that the marketplace's limit has no room for says so, in the list and before all are replaced", () =>
      beside(async (page, panel) => {
        await fill(page, fields.textarea, `Velcro straps, Velcro ${"tie ".repeat(12)}`.slice(0, 68));
        await fill(page, fields.contenteditable, "strong Velcro");
        const first = () => panel.$$eval(".finding .suggestion:first-child", (all) => all.map((each) => each.className).toSorted());
        await untilEqual("two are too long, and one is not", first, ["suggestion", "suggestion over", "suggestion over"]);
        await focusOn(panel, "button", "Replace all 3\u2026");
        await panel.keyboard.press("Enter");
        const trouble = () => panel.$$eval("dialog .places .trouble", (all) => all.map((each) => each.textContent ?? ""));
        await untilEqual("two of three places", async () => (await trouble()).length, 2);
        assert.ok((await trouble())[0]?.includes(wording("card_over_allowed")), String(await trouble()));
        await panel.keyboard.press("Escape");
      }));

    test("ignores a word with one press, and takes that back with another", () =>
      beside(async (page, panel) => {
        await focusOn(panel, "button", wording("finding_ignore"));
        await panel.keyboard.press("Enter");
        await untilSaid(panel, "“antibacterial” is ignored on every site.");
        await untilEqual("marks", () => marks(lab().browser, page, fields.textarea), ["Velcro"]);
        await untilEqual("the focus", () => panel.evaluate(() => document.activeElement?.textContent), wording("ignored_undo"));
        await panel.keyboard.press("Enter");
        await untilSaid(panel, "“antibacterial” is marked again.");
        await untilEqual("marks", () => marks(lab().browser, page, fields.textarea), ["Velcro", "antibacterial"]);
      }));

    test("pauses for an hour and goes on, and says how old the lists are", () =>
      beside(async (page, panel) => {
        await untilSaid(panel, wording("lists_line"));
        await focusOn(panel, "button", wording("pause_start"));
        await panel.keyboard.press("Enter");
        await untilEqual("marks", () => marks(lab().browser, page, fields.textarea), []);
        await untilSaid(panel, "Paused until");
        assert.equal(await panel.evaluate(() => document.activeElement?.getAttribute("aria-pressed")), "true", "the focus stays on the button");
        await panel.keyboard.press("Enter");
        await untilEqual("marks", () => marks(lab().browser, page, fields.textarea), ["Velcro", "antibacterial"]);
      }));

    test("switches the site off and on again", () =>
      beside(async (page, panel) => {
        await focusOn(panel, "switch", wording("site_on"));
        await panel.keyboard.press(" ");
        await untilSaid(panel, wording("panel_off"));
        await untilEqual("marks", () => marks(lab().browser, page, fields.textarea), []);
        await focusOn(panel, "switch", wording("site_on"));
        await panel.keyboard.press(" ");
        await until("it is on", async () => ((await textOf(panel)).includes(wording("panel_off")) ? undefined : true));
      }));
  });
});

function status(panel: Page): Promise<string> {
  return panel.$eval(".summary", (said) => said.textContent ?? "");
}

async function focusOn(page: Page, role: string, name: string): Promise<void> {
  const found = role === "switch" ? await until("the switch", async () => (await page.$("[role=switch]")) ?? undefined) : await control(page, role, name);
  await found.focus();
}
