import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { browsersOwn, type Browser } from "../harness/browser.ts";
import { marketplace } from "../harness/gate.ts";
import { inEachBrowser } from "../harness/lab.ts";
import { shown } from "../harness/layer.ts";
import { until } from "../harness/until.ts";

/** What each page does is in harness/pages/hostile.html; `count` is what the toolbar then shows. */
const attacks = [
  { name: "prototypes", does: "overrides what every script uses", count: /^1$/ },
  { name: "floods", does: "changes itself without end, one field among it", count: /^[12]$/ },
  { name: "shadows", does: "nests a thousand shadow roots", count: /^1$/ },
  { name: "messages", does: "fakes messages and presses what it finds", count: /^1$/ },
  { name: "highlights", does: "redefines highlights and ranges", count: /^1$/ },
  { name: "megabytes", does: "holds five megabytes in a field", count: /^1!$/ },
] as const;

/** Longest that the page may be kept from answering, in milliseconds: a seller would call a longer one hung. */
const patience = 2000;

describe("hostile pages", () => {
  inEachBrowser({ online: false }, (lab) => {
    for (const { name, does, count } of attacks) {
      test(`a page that ${does}: words are marked, and it gets nothing`, async () => {
        const { browser, gate } = lab();
        const before = await settings(browser);
        const page = await browser.open(`${marketplace}/hostile#${name}`);
        try {
          await page.bringToFront();
          await page.focus("#item_name");
          if (name === "megabytes") await page.keyboard.down("Control").then(() => page.keyboard.press("a")).then(() => page.keyboard.up("Control"));
          await page.keyboard.type("Velcro straps");
          await untilMatches("the toolbar", () => browser.badge(), count);
          if (name === "prototypes") return; // nor does it leave the tests a way to ask
          const begun = performance.now();
          await page.evaluate("1");
          assert.ok(performance.now() - begun < patience, "the page answers");
          // The debugger's own walk through the page does not get down a thousand roots.
          if (name !== "shadows") assert.ok(!(await shown(browser, page)).card.includes("Pay here"));
        } finally {
          await page.close();
          assert.deepEqual(await settings(browser), before, "nothing was decided for the seller");
          assert.deepEqual(gate.asked.filter(({ path }) => path.startsWith("/seen")), [], "the page saw nothing of ours");
        }
        assert.deepEqual(gate.strays().filter(({ host }) => !browsersOwn.includes(host)), [], "nothing was sent");
      });
    }
  });
});

function untilMatches(what: string, look: () => Promise<string>, wanted: RegExp): Promise<true> {
  let seen = "";
  return until(what, async () => {
    seen = await look();
    return wanted.test(seen) ? (true as const) : undefined;
  }).catch((error: unknown) => {
    throw new Error(`${what} shows “${seen}”, not ${wanted}`, { cause: error });
  });
}

async function settings(browser: Browser): Promise<unknown> {
  const popup: Page = await browser.open(`${browser.origin}/popup/popup.html`);
  try {
    return JSON.parse(await popup.evaluate(async () => JSON.stringify((await chrome.storage.local.get("settings"))["settings"] ?? null)));
  } finally {
    await popup.close();
  }
}
