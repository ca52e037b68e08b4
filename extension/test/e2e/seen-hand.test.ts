import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { shop } from "../harness/gate.ts";
import { inEachBrowser, type Lab } from "../harness/lab.ts";
import { onSeen, rows } from "../harness/seen.ts";
import { until, untilEqual } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

describe("the page in front is kept by hand", () => {
  inEachBrowser({ online: false }, (lab) => {
    test("a product page, once however often it is asked, though pages are not collected", async () => {
      for (const said of ["popup_kept", "popup_kept_known"]) assert.equal(await keep(lab(), `${shop}/dp/B0FLASK001`, 1), wording(said));
      await onSeen(lab(), async (page) => {
        await untilEqual("the flask", () => rows(page), ["Zorvelo insulated flask, 500 ml, stainless steel"]);
        const words = await page.evaluate(async () => {
          const { reply } = await chrome.runtime.sendMessage({ kind: "seen.list", request: { search: "", after: 0 } });
          return (await chrome.runtime.sendMessage({ kind: "seen.read", request: { keys: [reply.rows[0].key] } })).reply.texts[0] as string;
        });
        assert.ok(words.includes("closes with one hand") && !words.includes("tracking"), words);
      });
    });

    test("a page of another site too, as the seller asks for it", async () => {
      assert.equal(await keep(lab(), "https://seller.shopee.sg/portal/product/new", 2), wording("popup_kept"));
    });
  });
});

/** Presses the toolbar button over a page, and in the popup the button that keeps it. Gives what the popup says when it counts so many. */
async function keep({ browser }: Lab, url: string, count: number): Promise<string> {
  // The popup closes when anything else comes in front: it is looked at from a page behind.
  const behind = await browser.open(`${browser.origin}/options/options.html`);
  const page = await browser.open(url);
  try {
    await browser.action(page);
    await browser.pressInPopup(wording("popup_keep"));
    return await until("it says what became of it", () => inPopup(behind, (popup, counted) => {
      const said = popup.document.querySelector(".seen [role=status]")?.textContent ?? "";
      return said !== "" && popup.document.querySelector(".seen a")?.textContent === counted ? said : undefined;
    }, `${wording("popup_seen")} ${count}`));
  } finally {
    await inPopup(behind, (popup) => popup.close(), "");
    await page.close();
    await behind.close();
  }
}

/** Runs a function over the popup's window and one argument, if there is a popup. */
function inPopup<T>(behind: Page, look: (popup: Window, argument: string) => T, argument: string): Promise<T | undefined> {
  return behind.evaluate(`(() => { const [popup] = chrome.extension.getViews({ type: "popup" }); return popup && (${look.toString()})(popup, ${JSON.stringify(argument)}); })()`) as Promise<T | undefined>;
}
