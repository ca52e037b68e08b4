import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { click, textOf, untilSaid } from "../harness/controls.ts";
import { fields, fill, onForm } from "../harness/field.ts";
import { shop } from "../harness/gate.ts";
import { inEachBrowser } from "../harness/lab.ts";
import { marks } from "../harness/marks.ts";
import { fillRoom, freeRoom } from "../harness/room.ts";
import { onSeen, rows, search, visit } from "../harness/seen.ts";
import { onOwnPage } from "../harness/settings.ts";
import { until, untilEqual } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

const bullet = "Double-walled stainless steel keeps your coffee steaming hot until the very last meeting of the day is over";

// The browser's own limit, filled up by its own storage: nothing here only acts as if it were full.
describe("the browser has no more room", () => {
  inEachBrowser({ online: false, storage: "small" }, (lab) => {
    test("a page that finds none is not kept, and the seller is told where they look", async () => {
      await onSeen(lab(), (page) => click(page, "switch", wording("seen_collect")));
      await visit(lab(), "B0FLASK001");
      await onSeen(lab(), async (page) => {
        assert.equal(await addUntilFull(page, 0, 3), 3);
        await fillRoom(page);
        const some = await addUntilFull(page, 3, 5_000);
        await untilEqual("told", async () => (await state(page)).full, true);
        assert.ok(some < 5_000, "it is full");
        assert.equal((await state(page)).competitor, 1 + some, "what found room is kept");
      });
      const before = await onSeen(lab(), async (page) => {
        await untilSaid(page, wording("seen_full"));
        return (await state(page)).competitor;
      });
      const product = await lab().browser.open(`${shop}/dp/B0TOWEL002`);
      await onOwnPage(lab().browser, "popup/popup.html", (page) => untilSaid(page, wording("seen_full")));
      await product.close();
      await onSeen(lab(), async (page) => {
        assert.equal((await state(page)).competitor, before);
        await search(page, "Kantriq");
        await untilSaid(page, wording("seen_none_found"));
      });
    });

    test("a file says how many of it found room", () =>
      onSeen(lab(), async (page) => {
        const before = (await state(page)).competitor;
        await page.evaluate((text) => {
          const box = document.querySelector<HTMLInputElement>("input[type=file]");
          const files = new DataTransfer();
          files.items.add(new File([text], "shop.jsonl"));
          if (box === null) throw new Error("no box for a file");
          box.files = files.files;
          box.dispatchEvent(new Event("change"));
        }, Array.from({ length: 300 }, (_, n) => JSON.stringify({ title: `Filed ${n}`, text: wordsOf(n, 2_000) })).join("\n"));
        await untilSaid(page, `0 added, 0 known already, 0 without words ${wording("seen_full")}`);
        assert.equal((await state(page)).competitor, before);
      }));

    test("what was kept before is kept still, and finds what is copied of it, after a restart too", async () => {
      for (const restart of [false, true]) {
        if (restart) await lab().browser.killBackground();
        await onForm(lab().browser, async (page) => {
          await fill(page, fields.contenteditable, bullet);
          await untilEqual("the passage is marked", () => marks(lab().browser, page, fields.contenteditable), [bullet]);
        });
      }
    });

    test("listings can be erased, and once there is room keeping goes on", async () => {
      await onSeen(lab(), async (page) => {
        const before = (await state(page)).competitor;
        await search(page, "Filler 0");
        await untilEqual("the one", () => rows(page), ["Filler 0"]);
        await page.locator(".rows button").click();
        await until("it is gone", async () => ((await state(page)).competitor === before - 1 ? true : undefined));
        await freeRoom(page);
      });
      await visit(lab(), "B0TOWEL002");
      await onSeen(lab(), async (page) => {
        await untilEqual("no more told", async () => (await state(page)).full, false);
        assert.ok(!(await textOf(page)).includes(wording("seen_full")));
        await search(page, "Zorvelo");
        await untilEqual("the first one", () => rows(page), ["Zorvelo insulated flask, 500 ml, stainless steel"]);
      });
    });
  });
});

type State = { readonly competitor: number; readonly full: boolean };

function state(page: Page): Promise<State> {
  return page.evaluate(async () => (await chrome.runtime.sendMessage({ kind: "seen.state", request: {} })).reply as State);
}

/** Adds listings from one number to another, until one finds no room: the files of a database have some of their own. Gives that number. */
async function addUntilFull(page: Page, from: number, to: number): Promise<number> {
  for (let n = from; n < to; n++) {
    const listings = [{ address: "", title: `Filler ${n}`, seller: "", text: wordsOf(n, 300) }];
    const { full } = await page.evaluate(async (listings) => (await chrome.runtime.sendMessage({ kind: "seen.add", request: { listings, side: "competitor" } })).reply, listings);
    if (full === true) return n;
  }
  return to;
}

/** Words that no other listing has, and that nothing can pack. */
function wordsOf(seed: number, many: number): string {
  let x = seed + 1;
  return Array.from({ length: many }, () => {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    return x.toString(36);
  }).join(" ");
}
