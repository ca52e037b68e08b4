import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { click, textOf, untilSaid } from "../harness/controls.ts";
import { fields, onForm, write } from "../harness/field.ts";
import { inEachBrowser } from "../harness/lab.ts";
import { marks } from "../harness/marks.ts";
import { onOwnPage, settingsOf } from "../harness/settings.ts";
import { until, untilEqual } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

const sentence = "Velcro straps, antibacterial";

describe("the options", () => {
  inEachBrowser({ online: false }, (lab) => {
    const onOptions = (work: (page: Page) => Promise<void>) => onOwnPage(lab().browser, "options/options.html", work);
    const kept = (member: string) => settingsOf(lab().browser).then((settings) => settings[member]);
    const marksAre = (words: readonly string[]) =>
      onForm(lab().browser, async (page) => {
        await write(page, fields.textarea, sentence);
        await untilEqual("marks", () => marks(lab().browser, page, fields.textarea), words);
      });

    test("a severity that is switched off is marked nowhere, and on again it is", async () => {
      await onOptions(async (page) => {
        await page.locator("#shown input[value=critical]").click();
        await until("it is kept", async () => (JSON.stringify(await kept("shown")).includes("critical") ? undefined : true));
      });
      await marksAre(["Velcro"]);
      await onOptions((page) => page.locator("#shown input[value=critical]").click());
      await marksAre(["Velcro", "antibacterial"]);
    });

    test("brands leave as a file and come in as one, and what it would change is said before", async () => {
      const { browser, downloads } = lab();
      await onOptions(async (page) => {
        await page.evaluate(() => chrome.runtime.sendMessage({ kind: "settings.set", request: { ownBrands: ["Zibo"], ignored: [{ term: "Polo", reason: "a shirt", until: "" }] } }));
        await untilSaid(page, "Save to a file (2)");
        await click(page, "button", "Save to a file (2)");
        const name = await until("the file", () => readdirSync(downloads).find((each) => each.endsWith(".json")));
        const file = join(downloads, name);
        const text = await until("its content", () => readFileSync(file, "utf8") || undefined);
        assert.ok(text.includes("Zibo") && text.includes("Polo"), text);

        const theirs = join(downloads, "from a colleague.json");
        writeFileSync(theirs, text.replace("Zibo", "Kantriq"));
        await choose(page, theirs);
        await untilSaid(page, "would add 1 and change 0");
        assert.deepEqual((await settingsOf(browser))["ownBrands"], ["Zibo"], "nothing is taken in before it is confirmed");
        await page.bringToFront();
        await page.keyboard.press("Enter"); // the focus is on the button that takes it in
        await untilEqual("both brands", () => kept("ownBrands"), ["Zibo", "Kantriq"]);
        await page.bringToFront();
        await untilSaid(page, "Taken in: 1 added, 0 changed.");

        writeFileSync(theirs, "{");
        await choose(page, theirs);
        await untilSaid(page, wording("file_json"));
      });
    });

    test("language and theme change at once, and the page says all in it", () =>
      onOptions(async (page) => {
        await page.select("#language", "zh-CN");
        await untilSaid(page, wording("options_privacy", "zh-CN"));
        assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
        await page.select("#theme", "dark");
        await until("it is dark", () => page.evaluate(() => (document.documentElement.dataset["theme"] === "dark" ? true : undefined)));
        await page.select("#language", "auto");
        await untilSaid(page, wording("options_privacy"));
      }));

    test("the keys of the browser are shown in the order of their use", () =>
      onOptions(async (page) => {
        await untilSaid(page, wording("ext_command_panel"));
        const text = await textOf(page);
        const at = ["ext_command_next", "ext_command_previous", "ext_command_panel"].map((key) => text.indexOf(wording(key)));
        assert.deepEqual(at, at.toSorted((a, b) => a - b));
      }));

    test("a rule of form that is ignored is told in words, and can be taken back", () =>
      onOptions(async (page) => {
        await page.evaluate(() => chrome.runtime.sendMessage({ kind: "settings.set", request: { ignored: [{ term: "title max-characters", reason: "", until: "" }] } }));
        const name = `${wording("field_title")}: ${wording("rule_field_too_long")}`;
        await untilSaid(page, name);
        await click(page, "button", `${wording("options_ignored_remove")}: ${name}`);
        await untilEqual("none is ignored", () => kept("ignored"), []);
      }));

    test("a reset asks first, and leaves the look", () =>
      onOptions(async (page) => {
        await page.evaluate(() => chrome.runtime.sendMessage({ kind: "settings.set", request: { ownBrands: ["Zibo"], marketplace: "amazon.de" } }));
        await click(page, "button", wording("storage_reset"));
        await untilSaid(page, wording("storage_reset_sure"));
        assert.deepEqual(await kept("ownBrands"), ["Zibo"]);
        await page.bringToFront();
        await click(page, "button", wording("storage_reset_yes"));
        await untilSaid(page, wording("storage_was_reset"));
        assert.deepEqual([await kept("ownBrands"), await kept("marketplace"), await kept("theme")], [[], "", "dark"]);
      }));
  });
});

async function choose(page: Page, file: string): Promise<void> {
  const input = await page.$("#file input");
  if (input === null) throw new Error("no place for a file");
  await input.uploadFile(file);
}
