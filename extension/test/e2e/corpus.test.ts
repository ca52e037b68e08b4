import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { beside } from "../harness/beside.ts";
import { untilSaid } from "../harness/controls.ts";
import { withCorpusFile } from "../harness/corpus.ts";
import { fields, fill, onForm } from "../harness/field.ts";
import { inEachBrowser, type Lab } from "../harness/lab.ts";
import { cardWith, press } from "../harness/layer.ts";
import { marked, marks } from "../harness/marks.ts";
import { Subject } from "../harness/subject.ts";
import { until, untilEqual } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

const bullet = "The handle folds flat against the body so that the kettle slides into a rucksack beside a pair of boots without a rattle";
const text = `Leaves room for tea. ${bullet}.`;
const same = (all: readonly string[]) => all.filter((words) => bullet.includes(words) && words.length > 40);

describe("a published corpus is fetched where the seller chooses it", () => {
  inEachBrowser({ online: true }, (lab) => {
    test("offered in the options, off until it is chosen, and then it finds what was copied", async () => {
      const { browser, server } = lab();
      await withCorpusFile((path) => server.publish(undefined, "--corpus", path));
      const subject = await Subject.open(lab());
      try {
        assert.equal(await subject.update(), null);
        assert.deepEqual(await states(subject), [{ name: "corpus:shop", state: "offered" }]);
        await onText(lab(), async (page) => untilEqual("nothing is marked", () => copies(lab(), page), []));
        await subject.page.bringToFront();
        await untilSaid(subject.page, wording("corpora_choose"));
        await subject.page.locator("#corpora input").click();
        await until("it is in use", async () => ((await states(subject))[0]?.state === "in_use" ? true : undefined));
        await untilSaid(subject.page, "2 listings");
      } finally {
        await subject.page.close();
      }
      await onText(lab(), async (page) => {
        const words = await until("the passage is marked", async () => (await copies(lab(), page))[0]);
        const passage = (await marked(browser, page, fields.contenteditable)).find(({ word }) => word === words);
        assert.ok(passage);
        await page.mouse.click(passage.x, passage.y);
        const { card } = await cardWith(browser, page, wording("kind_copied"));
        for (const part of ["B0KETTLE04", "Quillon Outlet", "in the corpus “shop”", "Nov 20, 2026"]) assert.ok(card.includes(part), `the card says “${part}”:\n${card}`);
        await press(browser, page, wording("copied_beside"));
        await beside(lab(), async (view) => {
          await untilSaid(view, "Text not included");
          await untilSaid(view, "Quillon Outlet");
          assert.equal(await view.$$eval(".words mark", (all) => all.length), 1);
        });
      });
    });

    test("it is asked again after the background was ended", async () => {
      await lab().browser.killBackground();
      await onText(lab(), (page) => until("the passage is marked", async () => (await copies(lab(), page))[0]).then(() => undefined));
    });

    test("a corpus that was broken on its way is told, and the lists and the corpus of before stay", async () => {
      const { gate, server } = lab();
      await withCorpusFile(async (path) => {
        appendFileSync(path, `${JSON.stringify({ id: "more", text: "A lamp whose arm remembers three heights and returns to each of them at a touch." })}\n`);
        await server.publish(undefined, "--corpus", path);
      });
      gate.tamper = (path, body) => (path.includes("corpus-shop") || path.endsWith(".delta") ? Buffer.from(body.map((byte, i) => (i === 200 ? byte ^ 1 : byte))) : body);
      const subject = await Subject.open(lab());
      try {
        assert.equal(await subject.update(), "mismatch");
        await until("the page says why", async () => ((await subject.page.$eval("#corpora", (section) => section.textContent ?? "")).includes(wording("update_mismatch")) ? true : undefined));
        assert.deepEqual((await subject.look(["Velcro"])).found, ["Velcro"]);
        await onText(lab(), (page) => until("the passage is marked", async () => (await copies(lab(), page))[0]).then(() => undefined));
        gate.tamper = undefined;
        assert.equal(await subject.update(), null);
        await subject.page.bringToFront();
        await untilSaid(subject.page, "3 listings");
        await subject.page.locator("#corpora input").click();
        await until("it is dropped", async () => ((await states(subject))[0]?.state === "offered" ? true : undefined));
      } finally {
        gate.tamper = undefined;
        await subject.page.close();
      }
      await onText(lab(), async (page) => untilEqual("nothing is marked", () => copies(lab(), page), []));
    });
  });
});

async function onText({ browser }: Lab, work: (page: Page) => Promise<void>): Promise<void> {
  await onForm(browser, async (page) => {
    await fill(page, fields.contenteditable, `Velcro. ${text}`);
    await until("the text is checked", async () => ((await marks(browser, page, fields.contenteditable)).includes("Velcro") ? true : undefined));
    await work(page);
  });
}

async function copies({ browser }: Lab, page: Page): Promise<string[]> {
  return same(await marks(browser, page, fields.contenteditable));
}

function states({ page }: Subject): Promise<{ name: string; state: string }[]> {
  return page.evaluate(async () => {
    const { reply } = await chrome.runtime.sendMessage({ kind: "status", request: {} });
    return reply.corpora.map(({ name, state }: { name: string; state: string }) => ({ name, state }));
  });
}
