import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { browsersOwn } from "../harness/browser.ts";
import { complaints } from "../harness/axe.ts";
import { click, textOf, untilSaid } from "../harness/controls.ts";
import { valueOf } from "../harness/field.ts";
import { listOrigin } from "../harness/gate.ts";
import { inEachBrowser } from "../harness/lab.ts";
import { cardGone, cardWith, press, shown } from "../harness/layer.ts";
import { marked, marks } from "../harness/marks.ts";
import { until, untilEqual } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

const title = "#title";
const flagged = ["Velcro", "iPhone", "antibacterial"];

describe("the Try it page, from the server, without the extension", () => {
  inEachBrowser({ online: true, bare: true }, (lab) => {
    const onPage = async (work: (page: Page) => Promise<void>) => {
      const page = await lab().browser.open(`${listOrigin}/try/`);
      try {
        await work(page);
      } finally {
        await page.close();
      }
    };

    test("by pointer: sample, card, replacement", () =>
      onPage(async (page) => {
        const { browser } = lab();
        await click(page, "button", wording("try_sample"));
        await untilEqual("marks", () => marks(browser, page, title), flagged);
        const [velcro] = await marked(browser, page, title);
        assert.ok(velcro);
        await page.mouse.click(velcro.x, velcro.y);
        await cardWith(browser, page, "Velcro");
        await press(browser, page, "hook and loop");
        await cardGone(browser, page);
        await untilEqual("marks after the replacement", () => marks(browser, page, title), flagged.slice(1));
      }));

    test("by keyboard alone: sample, next finding, replacement, undo, close", () =>
      onPage(async (page) => {
        const { browser } = lab();
        await tabTo(page, wording("try_sample"));
        await page.keyboard.press("Enter");
        await untilEqual("marks", () => marks(browser, page, title), flagged);
        const sample = await valueOf(page, title);
        await until("the first finding's card", async () => {
          await page.keyboard.press("F8");
          return (await shown(browser, page)).card.includes("Velcro IP") ? true : undefined;
        });
        await page.keyboard.press("Tab");
        await until("an alternative has the focus", async () => {
          const [name] = (await browser.closedRoots(page, (root) => root.activeElement?.textContent ?? "")).filter((each) => each !== "");
          if (name?.startsWith("Hook and Loop")) return true;
          await page.keyboard.press("Tab");
          return undefined;
        });
        await page.keyboard.press("Enter");
        await cardGone(browser, page);
        await until("the title is changed", async () => ((await valueOf(page, title)) === sample ? undefined : true));
        await page.keyboard.down("Control");
        await page.keyboard.press("z");
        await page.keyboard.up("Control");
        await untilEqual("undo", () => valueOf(page, title), sample);
        await page.keyboard.press("F8");
        await until("a card", async () => ((await shown(browser, page)).card === "" ? undefined : true));
        await page.keyboard.press("Escape");
        await cardGone(browser, page);
      }));

    test("axe finds nothing, with findings, in both languages and themes", () =>
      onPage(async (page) => {
        await click(page, "button", wording("try_sample"));
        await until("the list", async () => ((await page.$$("#list li")).length > 3 ? true : undefined));
        const [language = "", theme = ""] = await page.$$eval("header select", (all) => all.map((each) => each.id));
        for (const code of ["en", "zh-CN"]) {
          await page.select(`#${language}`, code);
          for (const each of ["light", "dark"]) {
            await page.select(`#${theme}`, each);
            assert.deepEqual(await complaints(page), [], `${code}, ${each}`);
          }
        }
      }));

    test("the language changes at once, with what is written kept", () =>
      onPage(async (page) => {
        await click(page, "button", wording("try_sample"));
        await page.select("#language", "zh-CN");
        await untilSaid(page, wording("try_lead", "zh-CN"));
        assert.ok(!(await textOf(page)).includes(wording("try_lead")));
        assert.match(await valueOf(page, title), /Velcro/);
        await page.select("#language", "en");
        await untilSaid(page, wording("try_lead"));
      }));

    test("the page asks only its own server", () => {
      const strays = lab().gate.strays().filter(({ host }) => !browsersOwn.includes(host));
      assert.deepEqual(strays, []);
    });
  });
});

/** Tabs through the page until the control of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  await until(`focus on “${name}”`, async () => {
    await page.keyboard.press("Tab");
    return (await page.evaluate(() => document.activeElement?.textContent ?? "")).trim() === name ? true : undefined;
  });
}
