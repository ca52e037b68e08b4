import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { fields, fill, onForm } from "../harness/field.ts";
import { marketplace } from "../harness/gate.ts";
import { inEachBrowser } from "../harness/lab.ts";
import { marks } from "../harness/marks.ts";
import { untilEqual } from "../harness/until.ts";

/** Hebrew around Latin words, so that a line runs both ways. */
const twoWays = "\u05e8\u05e6\u05d5\u05e2\u05d5\u05ea Velcro \u05dc\u05d1\u05d9\u05ea, antibacterial";

describe("painting", () => {
  inEachBrowser({ online: false }, (lab, browserName) => {
    for (const [kind, field] of Object.entries(fields)) {
      test(`${kind}: from right to left, each mark is on its word`, async () => {
        const { browser } = lab();
        const page = await browser.open(`${marketplace}/rtl`);
        try {
          await fill(page, field, twoWays);
          await untilEqual("marks", async () => (await marks(browser, page, field)).sort(), ["Velcro", "antibacterial"]);
        } finally {
          await page.close();
        }
      });
    }

    // WebDriver BiDi emulates neither; the rules are in one sheet for both browsers, and the unit tests read it.
    test("forced colours keep the shape and drop the colour; a print has no marks", { skip: browserName === "firefox" }, async () => {
      const { browser } = lab();
      await onForm(browser, async (page) => {
        await fill(page, fields.contenteditable, "Velcro straps");
        await untilEqual("marks", () => marks(browser, page, fields.contenteditable), ["Velcro"]);
        const plain = await lineOf(page);
        assert.equal(plain.line, "underline");
        const client = await page.createCDPSession();
        await client.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
        const forced = await lineOf(page);
        assert.deepEqual({ line: forced.line, style: forced.style }, { line: plain.line, style: plain.style });
        assert.notEqual(forced.colour, plain.colour);
        await client.send("Emulation.setEmulatedMedia", { media: "print", features: [] });
        const printed = await lineOf(page);
        assert.equal(printed.line, "none");
        assert.match(printed.ground, /rgba\(0, 0, 0, 0\)|transparent/);
      });
    });
  });
});

/** How the highlight that holds a mark is drawn. */
function lineOf(page: Page): Promise<{ line: string; style: string; colour: string; ground: string }> {
  return page.evaluate((selector) => {
    const [name] = [...CSS.highlights].find(([, highlight]) => highlight.size > 0) ?? [""];
    const field = document.querySelector(selector) ?? document.body;
    const style = getComputedStyle(field, `::highlight(${name})`);
    return { line: style.textDecorationLine, style: style.textDecorationStyle, colour: style.textDecorationColor, ground: style.backgroundColor };
  }, fields.contenteditable);
}
