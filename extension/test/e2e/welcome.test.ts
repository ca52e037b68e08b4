import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inEachBrowser } from "../harness/lab.ts";
import { cardGone, cardWith, press } from "../harness/layer.ts";
import { marks } from "../harness/marks.ts";
import { onOwnPage, settingsOf } from "../harness/settings.ts";
import { untilEqual } from "../harness/until.ts";
import { valueOf } from "../harness/field.ts";

const example = "Velcro straps compatible with iPhone 15, antibacterial";

describe("the first-run page", () => {
  inEachBrowser({ online: false }, (lab) => {
    test("its example is live: marked at once, with a card that replaces", () =>
      onOwnPage(lab().browser, "welcome/welcome.html", async (page) => {
        const { browser } = lab();
        await untilEqual("marks", () => marks(browser, page, "#title"), ["Velcro", "iPhone", "antibacterial"]);
        await page.focus("#title");
        await browser.command("next-finding");
        await cardWith(browser, page, "Velcro");
        await press(browser, page, "Hook and Loop Fastener");
        await cardGone(browser, page);
        assert.equal(await valueOf(page, "#title"), example.replace("Velcro", "Hook and Loop Fastener"));
        await untilEqual("marks", () => marks(browser, page, "#title"), ["iPhone", "antibacterial"]);
      }));

    test("the one thing to set is kept", () =>
      onOwnPage(lab().browser, "welcome/welcome.html", async (page) => {
        await page.waitForSelector("select");
        await page.select("select", "amazon.de");
        await untilEqual("what is kept", async () => (await settingsOf(lab().browser))["marketplace"], "amazon.de");
      }));
  });
});
