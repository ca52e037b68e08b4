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
  { name: "everything", does: "overrides every function and accessor there is, before we come", count: /^1$/ },
  { name: "later", does: "overrides them all once something is written", count: /^1$/ },
  { name: "clears", does: "takes away all highlights and styles at each key", count: /^1$/ },
  { name: "floods", does: "changes itself without end, one field among it", count: /^[12]$/ },
  { name: "shadows", does: "nests a thousand shadow roots", count: /^1$/ },
  { name: "messages", does: "fakes messages and presses what it finds", count: /^1$/ },
  { name: "highlights", does: "redefines highlights and ranges", count: /^1$/ },
  { name: "rewrites", does: "writes itself anew when it is entered", count: /^1$/ },
  { name: "removes", does: "takes out whatever is put beside its body", count: /^1$/ },
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
          await page.keyboard.press("Tab"); // a page that took over focus() has no say in it
          if (name === "megabytes") await page.keyboard.down("Control").then(() => page.keyboard.press("a")).then(() => page.keyboard.up("Control"));
          await page.keyboard.type("Velcro straps");
          await untilMatches("the toolbar", () => browser.badge(), count);
          if (name === "everything" || name === "later") await works(browser);
          if (["prototypes", "everything", "later"].includes(name)) return; // nor does it leave the tests a way to ask
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

/** Asked from outside of the page: the text, its card and its replacement, in both kinds of field. */
async function works(browser: Browser): Promise<void> {
  const popup: Page = await browser.open(`${browser.origin}/popup/popup.html`);
  try {
    const said = await popup.evaluate(async () => {
      const [tab] = (await chrome.tabs.query({})).filter(({ id }) => id !== undefined).toSorted((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0)).slice(1);
      const to = tab?.id ?? 0;
      const top = { frameId: 0 };
      const { findings } = await chrome.tabs.sendMessage<object, { findings: { id: string }[] }>(to, { frame: "findings", request: {} }, top);
      await chrome.tabs.sendMessage(to, { frame: "reveal", request: { id: findings[0]?.id } }, top);
      const { count } = await chrome.tabs.sendMessage<object, { count: number }>(to, { frame: "replace", request: { changes: findings.map(({ id }) => ({ id, alternative: "Fabric" })) } }, top);
      const { findings: left } = await chrome.tabs.sendMessage<object, { findings: object[] }>(to, { frame: "form", request: {} }, top);
      return JSON.stringify({ found: findings.length, count, left: left.length });
    });
    assert.equal(said, JSON.stringify({ found: 1, count: 1, left: 0 }));
  } finally {
    await popup.close();
  }
}

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
