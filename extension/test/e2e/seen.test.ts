import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { beside } from "../harness/beside.ts";
import { click, textOf, untilSaid } from "../harness/controls.ts";
import { fields, fill, onForm } from "../harness/field.ts";
import { inEachBrowser } from "../harness/lab.ts";
import { cardWith, press } from "../harness/layer.ts";
import { marked, marks } from "../harness/marks.ts";
import { onSeen, rows, search, switched, visit } from "../harness/seen.ts";
import { until, untilEqual } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

const products = ["B0FLASK001", "B0TOWEL002", "B0LAMPS003"];
/** A bullet of the flask's page with edits of a seller in a hurry. */
const bullet = "Double-walled stainless steel keeps your coffee steaming hot until the very last meeting of the day is over";
const own = "Leaves room for a spoon.";

describe("listings that were seen", () => {
  inEachBrowser({ online: false }, (lab) => {
    test("nothing is kept before the seller says so", async () => {
      await visit(lab(), "B0FLASK001");
      await onSeen(lab(), async (page) => {
        await untilSaid(page, wording("seen_none"));
        await click(page, "switch", wording("seen_collect"));
        await until("the switch is on", async () => ((await switched(page)) ? true : undefined));
      });
    });

    test("three product pages are kept, each once however often it is opened", async () => {
      for (const product of [...products, "B0FLASK001"]) await visit(lab(), product);
      await untilEqual("titles", async () => (await onSeen(lab(), rows)).toSorted(), ["Brundell reading lamp with a clip", "Kantriq hooded baby towel", "Zorvelo insulated flask, 500 ml, stainless steel"]);
      await onSeen(lab(), async (page) => {
        const said = await textOf(page);
        for (const part of ["amazon.com", "Zorvelo Store", "Kantriq Home", "Brundell"]) assert.ok(said.includes(part), `${part} in:\n${said}`);
        await search(page, "stay fluffy");
        await untilEqual("the towel", () => rows(page), ["Kantriq hooded baby towel"]);
        await search(page, "tracking");
        await untilEqual("no script's text", () => rows(page), []);
      });
    });

    test("a page of ten megabytes costs no more room than any", async () => {
      await visit(lab(), "B0GREAT005");
      await onSeen(lab(), async (page) => {
        const [row, ...more] = await page.evaluate(async () => (await chrome.runtime.sendMessage({ kind: "seen.list", request: { search: "Endless", after: 0 } })).reply.rows);
        assert.deepEqual([row.title, more.length], ["Endless lamp", 0]);
        assert.ok(row.length <= 20_000 && row.length > 1_000, `${row.length} units`);
        await search(page, "never kept");
        await untilEqual("no script's text", () => rows(page), []);
        await page.evaluate((key) => chrome.runtime.sendMessage({ kind: "seen.forget", request: { key } }), row.key);
      });
    });

    test("a bullet with edits is marked, its card names the source, both texts stand side by side", async () => {
      const { browser } = lab();
      await onForm(browser, async (page) => {
        await fill(page, fields.contenteditable, `${own} ${bullet}`);
        await untilEqual("the passage is marked", () => marks(browser, page, fields.contenteditable), [bullet]);
        const [passage] = await marked(browser, page, fields.contenteditable);
        assert.ok(passage);
        await page.mouse.click(passage.x, passage.y);
        const { card } = await cardWith(browser, page, wording("kind_copied"));
        for (const part of ["Zorvelo insulated flask", "amazon.com", "Zorvelo Store", "stainless steel", wording("copied_keep")]) {
          assert.ok(card.toLowerCase().includes(part.toLowerCase()), `the card says “${part}”:\n${card}`);
        }
        await press(browser, page, wording("copied_beside"));
        await beside(lab(), async (view) => {
          await untilEqual("the passage in both texts", () => view.$$eval(".words mark", (all) => all.map((each) => each.lastChild?.textContent)), [
            bullet,
            "Double-walled stainless steel keeps your morning coffee steaming until the last meeting of the day is over",
          ]);
          await untilSaid(view, "Zorvelo Store");
        });
      });
    });

    test("the seller's own listing accuses nobody, and erased ones are gone at once", async () => {
      const { browser } = lab();
      await onForm(browser, async (page) => {
        await fill(page, fields.contenteditable, bullet);
        await untilEqual("marked", () => marks(browser, page, fields.contenteditable), [bullet]);
        await onSeen(lab(), async (seen) => {
          await search(seen, "Zorvelo");
          await until("one row", async () => ((await rows(seen)).length === 1 ? true : undefined));
          await seen.select(".rows select", "mine");
          await untilSaid(seen, "1 of your own");
        });
        await page.bringToFront();
        await fill(page, fields.contenteditable, `${bullet}.`);
        await untilEqual("not marked", () => marks(browser, page, fields.contenteditable), []);
        await onSeen(lab(), async (seen) => {
          await search(seen, "Zorvelo");
          await until("one row", async () => ((await rows(seen)).length === 1 ? true : undefined));
          await seen.select(".rows select", "supplier");
          await untilSaid(seen, "1 of suppliers");
        });
        await page.bringToFront();
        await fill(page, fields.contenteditable, bullet);
        await untilEqual("marked again", () => marks(browser, page, fields.contenteditable), [bullet]);
        await onSeen(lab(), async (seen) => {
          await click(seen, "button", wording("seen_erase"));
          await until("asked again", async () => (await seen.$(".sure button")) ?? undefined);
          await seen.locator(".danger").click();
          await untilSaid(seen, wording("seen_none"));
        });
        await page.bringToFront();
        await fill(page, fields.contenteditable, `${own} ${bullet}`);
        await untilEqual("not marked any more", () => marks(browser, page, fields.contenteditable), []);
      });
    });

    test("paused, pages are not kept; what is pasted is", async () => {
      await onSeen(lab(), async (page) => {
        await click(page, "switch", wording("seen_collect"));
        await until("the switch is off", async () => ((await switched(page)) ? undefined : true));
      });
      await visit(lab(), "B0FLASK001");
      await onSeen(lab(), async (page) => {
        await page.type("textarea", "Quillon desk tray\nHolds letters upright and pens in reach");
        await click(page, "button", wording("seen_save"));
        await untilEqual("only the paste", () => rows(page), ["Quillon desk tray"]);
      });
    });

    test("nothing left the browser for anybody but the pages visited", async () => {
      assert.deepEqual(lab().gate.strays().filter(({ host }) => host.includes("example")), []);
    });
  });
});
