import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { click, textOf, untilSaid } from "../harness/controls.ts";
import { fields, fill, onForm } from "../harness/field.ts";
import type { Gate } from "../harness/gate.ts";
import { inEachBrowser, type Lab } from "../harness/lab.ts";
import { laterLists } from "../harness/lists.ts";
import { marks } from "../harness/marks.ts";
import { ListServer } from "../harness/product.ts";
import { until, untilEqual } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

/** No marks anywhere: only a list made here names them. */
const [added, refused] = ["Zorbalux", "Quexilon"];

describe("lists are fetched, verified and used; a bad one never replaces a good one", () => {
  inEachBrowser({ online: true }, (lab) => {
    const folders: string[] = [];
    let older: Buffer = Buffer.of();
    after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

    const publish = async (later: number, term: string) => {
      const folder = laterLists(later, term);
      folders.push(folder);
      await lab().server.publish(folder);
    };

    test("a newer list marks its new term", async () => {
      const { gate } = lab();
      await shows(lab(), ["Velcro"]);
      gate.tamper = (path, body) => {
        if (path.endsWith("/timestamp.json")) older = body;
        return body;
      };
      await onPopup(lab(), async (popup) => {
        await update(popup);
        gate.tamper = undefined;
        await publish(1, added);
        await update(popup);
      });
      await shows(lab(), ["Velcro", added]);
    });

    const attacks: readonly { name: string; says: string; start: (gate: Gate) => Promise<() => Promise<void>> }[] = [
      { name: "a pack cut short", says: "update_mismatch", start: tampering("list", (body) => body.subarray(0, body.length >> 1)) },
      { name: "a pack whose transfer breaks", says: "update_offline", start: tampering("list", () => "cut") },
      { name: "a pack with a flipped bit", says: "update_mismatch", start: tampering("list", flipped) },
      { name: "a pack that goes on", says: "update_too_large", start: tampering("list", (body) => Buffer.concat([body, body])) },
      { name: "metadata with a flipped bit in its signature", says: "update_signature", start: tampering("/timestamp.json", badSignature) },
      { name: "a captive portal's page", says: "update_malformed", start: tampering("/timestamp.json", () => Buffer.from("<html>Sign in to the network</html>")) },
      { name: "a list signed by another key", says: "update_signature", start: byStrangers },
      { name: "an older list", says: "update_rollback", start: tampering("/timestamp.json", () => older) },
      { name: "a server that cannot be reached", says: "update_offline", start: unreachable },
    ];
    let published = false;
    for (const { name, says, start } of attacks) {
      test(`${name}: refused with its reason, the last good list goes on`, async () => {
        const { gate } = lab();
        if (!published) await publish(2, refused);
        published = true;
        const stop = await start(gate);
        try {
          await onPopup(lab(), async (popup) => {
            await update(popup);
            await untilSaid(popup, wording(says));
          });
          await shows(lab(), ["Velcro", added]);
        } finally {
          await stop();
        }
      });
    }

    test("after all that, the honest list is taken", async () => {
      await onPopup(lab(), async (popup) => {
        await update(popup);
        await until("no more complaint", async () => ((await textOf(popup)).includes(wording("update_offline")) ? undefined : true));
      });
      await shows(lab(), ["Velcro", refused]);
    });

    test("asked for again within a minute: no server is asked, and the page says so", async () => {
      await onPopup(lab(), async (popup) => {
        await update(popup);
        const asked = lab().gate.listPaths().length;
        await click(popup, "button", wording("lists_update"));
        await untilSaid(popup, wording("lists_too_soon"));
        assert.equal(lab().gate.listPaths().length, asked);
        await update(popup);
        assert.ok(lab().gate.listPaths().length > asked, "a minute later it is");
      });
    });
  });
});

describe("storage is full", () => {
  inEachBrowser({ online: true, storage: "full" }, (lab) => {
    test("the bundled list screens, and the status says why there is no newer one", async () => {
      const { server } = lab();
      const folder = laterLists(1, added);
      try {
        await server.publish(folder);
        await onPopup(lab(), async (popup) => {
          await update(popup);
          await untilSaid(popup, wording("update_storage"));
        });
        await shows(lab(), ["Velcro"]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
});

/** Writes all the words, and waits for marks on these. */
async function shows({ browser }: Lab, words: readonly string[]): Promise<void> {
  await onForm(browser, async (page) => {
    await fill(page, fields.textarea, `Velcro straps, ${added} lamp, ${refused} lamp`);
    await untilEqual("marks", () => marks(browser, page, fields.textarea), words);
  });
}

async function onPopup({ browser }: Lab, work: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.open(`${browser.origin}/popup/popup.html`);
  try {
    await work(page);
  } finally {
    await page.close();
  }
}

/** Asks for newer lists as a user does, and waits until that has ended, well or not. */
async function update(popup: Page): Promise<void> {
  await popup.evaluate(() => chrome.storage.session.remove("updateAsked")); // as if a minute had passed
  const before = await lastEnded(popup);
  await click(popup, "button", wording("lists_update"));
  await until("the update ends", async () => ((await lastEnded(popup)) > before ? true : undefined));
}

/** When an update ended last, in milliseconds since 1970, as the background tells its own pages. */
function lastEnded(popup: Page): Promise<number> {
  return popup.evaluate(async () => {
    const { reply } = await chrome.runtime.sendMessage({ kind: "status", request: {} });
    return Math.max(reply.checkedAt, reply.failure?.at ?? 0);
  });
}

/** "list" is a pack and each delta that leads to it. */
function tampering(suffix: string, change: (body: Buffer) => Buffer | "cut") {
  return async (gate: Gate) => {
    gate.tamper = (path, body) => (ends(path, suffix) ? change(body) : body);
    return async () => {
      gate.tamper = undefined;
    };
  };
}

function ends(path: string, suffix: string): boolean {
  return suffix === "list" ? /\.(pack|delta)$/.test(path) : path.endsWith(suffix);
}

async function byStrangers(gate: Gate): Promise<() => Promise<void>> {
  const honest = gate.lists;
  const stranger = await (await ListServer.strangers()).start();
  gate.lists = stranger.port;
  return async () => {
    gate.lists = honest;
    await stranger.close();
  };
}

async function unreachable(gate: Gate): Promise<() => Promise<void>> {
  const honest = gate.lists;
  gate.lists = undefined;
  return async () => {
    gate.lists = honest;
  };
}

function flipped(body: Buffer): Buffer {
  const bad = Buffer.from(body);
  bad.writeUInt8(bad.readUInt8(bad.length >> 1) ^ 1, bad.length >> 1);
  return bad;
}

/** Another digit in a hexadecimal signature. */
function badSignature(body: Buffer): Buffer {
  return Buffer.from(body.toString().replace(/("sig":\s*")(.)/, (_, before: string, digit: string) => before + (digit === "0" ? "1" : "0")));
}
