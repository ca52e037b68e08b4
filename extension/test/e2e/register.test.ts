import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { untilSaid } from "../harness/controls.ts";
import { fields, fill, onForm } from "../harness/field.ts";
import { inEachBrowser, type Lab } from "../harness/lab.ts";
import { cardWith, press, shown } from "../harness/layer.ts";
import { marked, marks } from "../harness/marks.ts";
import { withRegisterFile } from "../harness/register.ts";
import { Subject } from "../harness/subject.ts";
import { until, untilEqual } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

const text = "Zorvikane lamp with Velcro straps";

describe("an office's register is fetched, finds its marks, and says whose they are", () => {
  inEachBrowser({ online: true }, (lab) => {
    const onText = (work: (page: Page, lab: Lab) => Promise<void>) =>
      onForm(lab().browser, async (page) => {
        await fill(page, fields.textarea, text);
        await work(page, lab());
      });

    test("a listing for a marketplace brings the register of its country", async () => {
      const { browser, server } = lab();
      await withRegisterFile((path) => server.importRegister(path));
      await server.publish();
      await onText(async (page) => {
        await untilEqual("marks before", () => marks(browser, page, fields.textarea), ["Velcro"]);
        const subject = await Subject.open(lab());
        try {
          assert.equal(await subject.update(), null);
          assert.deepEqual(await subject.registers(), [{ name: "register:US", state: "in_use" }]);
          await untilSaid(subject.page, wording("register_in_use"));
        } finally {
          await subject.page.close();
        }
        await page.bringToFront();
        await fill(page, fields.textarea, `${text}.`);
        await untilEqual("marks after", () => marks(browser, page, fields.textarea), ["Zorvikane", "Velcro"]);
      });
    });

    test("the register is open again after the background was ended", () =>
      onText(async (page, { browser }) => {
        await browser.killBackground();
        await fill(page, fields.textarea, `${text}, new`);
        await untilEqual("marks", () => marks(browser, page, fields.textarea), ["Zorvikane", "Velcro"]);
      }));

    test("a server that cannot be reached: it could not be looked up, and is said so", () =>
      onCard(async (page, { browser, gate, server }) => {
        gate.lists = undefined;
        try {
          await press(browser, page, wording("lookup_ask"));
          await saysInCard(page, wording("update_offline"));
        } finally {
          gate.lists = server.port;
        }
      }));

    test("a shard with a flipped bit is not believed", () =>
      onCard(async (page, { browser, gate }) => {
        gate.tamper = (path, body) => (path.endsWith(".shard") ? Buffer.from(body.map((byte, i) => (i === 20 ? byte ^ 1 : byte))) : body);
        try {
          await press(browser, page, wording("lookup_ask"));
          await saysInCard(page, wording("update_mismatch"));
        } finally {
          gate.tamper = undefined;
        }
      }));

    test("owner, number, status, classes, goods and the office's page; the request names no mark", () =>
      onCard(async (page, { browser, gate }) => {
        const before = gate.listPaths().length;
        await press(browser, page, wording("lookup_ask"));
        await saysInCard(page, "Zorvikane Holdings GmbH");
        const { card, buttons } = await shown(browser, page);
        for (const words of ["90000001", "6000001", "11", "Desk lamps; Bedside lamps", "Kanezor Ltd", "90000002", "25"]) assert.ok(card.includes(words), `${words} in ${card}`);
        assert.ok(buttons.some(({ name }) => name === wording("lookup_page")));
        const asked = gate.listPaths().slice(before);
        assert.deepEqual(asked.map((path) => path.replace(/[0-9a-f]{64}/, "HASH")), ["/v1/s/HASH.shard"]);
      }));

    test("looked up once, it is known without the server", () =>
      onCard(async (page, { browser, gate, server }) => {
        await browser.killBackground();
        gate.lists = undefined;
        try {
          await press(browser, page, wording("lookup_ask"));
          await saysInCard(page, "Zorvikane Holdings GmbH");
        } finally {
          gate.lists = server.port;
        }
      }));

    test("switched off, it is dropped by the next update", async () => {
      const subject = await Subject.open(lab());
      try {
        await subject.page.evaluate(() => chrome.runtime.sendMessage({ kind: "settings.set", request: { registersByMarketplace: false } }));
        assert.equal(await subject.update(), null);
        assert.deepEqual(await subject.registers(), [{ name: "register:US", state: "offered" }]);
      } finally {
        await subject.page.close();
      }
      await onText((page, { browser }) => untilEqual("marks", () => marks(browser, page, fields.textarea), ["Velcro"]));
    });

    function onCard(work: (page: Page, lab: Lab) => Promise<void>): Promise<void> {
      return onText(async (page) => {
        const { browser } = lab();
        const word = await until("a mark", async () => (await marked(browser, page, fields.textarea)).find((each) => each.word === "Zorvikane"));
        await page.mouse.click(word.x, word.y);
        await cardWith(browser, page, "Zorvikane");
        await work(page, lab());
      });
    }

    async function saysInCard(page: Page, words: string): Promise<void> {
      let said = "";
      await until(`the card says “${words}”`, async () => {
        said = (await shown(lab().browser, page)).card;
        return said.includes(words) ? true : undefined;
      }).catch((error: unknown) => {
        throw new Error(`${String(error)}\nit says: ${said}`);
      });
    }
  });
});
