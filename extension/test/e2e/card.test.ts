import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Frame, Page } from "puppeteer-core";
import { fields, onForm, valueOf, write } from "../harness/field.ts";
import { marketplace } from "../harness/gate.ts";
import { inEachBrowser, type Lab } from "../harness/lab.ts";
import { cardGone, cardWith, press, shown } from "../harness/layer.ts";
import { marked, marks } from "../harness/marks.ts";
import { onOwnPage, settingsOf } from "../harness/settings.ts";
import { until, untilEqual } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";

const sentence = "Velcro straps, antibacterial";

describe("the card", () => {
  inEachBrowser({ online: false }, (lab) => {
    /** The form with the card of its first word open, as a click opens it. */
    const onCard = (work: (page: Page, lab: Lab) => Promise<void>) =>
      onForm(lab().browser, async (page) => {
        const { browser } = lab();
        await write(page, fields.textarea, sentence);
        const word = await until("a mark", async () => (await marked(browser, page, fields.textarea))[0]);
        await page.mouse.click(word.x, word.y);
        await cardWith(browser, page, word.word);
        await work(page, lab());
      });

    test("shows how the text would read, and how long it would be", () =>
      onCard(async (page, { browser }) => {
        const { card } = await shown(browser, page);
        assert.match(card, /hook and loop fastener straps, antibacterial/i);
        assert.match(card, new RegExp(`\\b${sentence.length - "Velcro".length + "hook and loop fastener".length} of 75 characters`, "i"));
      }));

    test("says what it is, why, whose mark, by which office and day, with a link to the source", () =>
      onCard(async (page, { browser }) => {
        const { card } = await shown(browser, page);
        for (const part of [wording("severity_high"), wording("kind_trademark"), "leads the title", "Velcro IP Holdings", "US \u00b7 registered", wording("card_as_of"), "2026"]) {
          assert.ok(card.includes(part), `the card says \u201c${part}\u201d:\n${card}`);
        }
        await press(browser, page, wording("card_close"));
        await cardGone(browser, page);
        await browser.command("next-finding");
        await cardWith(browser, page, "Velcro");
        await page.keyboard.press("ArrowRight");
        await cardWith(browser, page, "antibacterial");
        const links = await browser.closedRoots(page, (root) => [...root.querySelectorAll("a")].map(({ href, referrerPolicy, rel }) => ({ href, referrerPolicy, rel })));
        const [link] = links.flat();
        assert.match(link?.href ?? "", /^https:/);
        assert.deepEqual([link?.referrerPolicy, link?.rel], ["no-referrer", "noopener noreferrer"]);
      }));

    test("opens where the pointer rests, and leaves the focus to the writing", () =>
      onForm(lab().browser, async (page) => {
        const { browser } = lab();
        await write(page, fields.textarea, sentence);
        const word = await until("a mark", async () => (await marked(browser, page, fields.textarea))[0]);
        await page.mouse.move(word.x, word.y);
        await page.mouse.move(word.x + 1, word.y);
        await cardWith(browser, page, word.word);
        assert.equal(await page.evaluate(() => document.activeElement?.id), "item_name");
        await page.keyboard.type("!");
        await cardGone(browser, page);
        assert.equal(await valueOf(page, fields.textarea), `${sentence}!`);
      }));

    test("a brand of the seller's own is a mark no more, and is kept", () =>
      onCard(async (page, { browser }) => {
        await press(browser, page, wording("card_own_brand"));
        await cardGone(browser, page);
        await untilEqual("severity", async () => (await settingsOf(browser))["ownBrands"], ["Velcro"]);
        await page.bringToFront();
        await browser.command("next-finding");
        const { card } = await cardWith(browser, page, "Velcro");
        assert.ok(card.includes("is among the brands you own or may sell"), card);
        await change(lab(), { ownBrands: [] });
      }));

    test("a brand may be sold until a day, filled in by keyboard", () =>
      onForm(lab().browser, async (page) => {
        const { browser } = lab();
        await write(page, fields.textarea, sentence);
        await until("a mark", async () => (await marked(browser, page, fields.textarea))[0]);
        await browser.command("next-finding");
        await cardWith(browser, page, "Velcro");
        await tabTo(lab(), page, wording("card_authorised"));
        await page.keyboard.press("Enter");
        await page.keyboard.type("12312031");
        await page.keyboard.press("Enter");
        await cardGone(browser, page);
        await untilEqual("what is kept", async () => (await settingsOf(browser))["authorised"], [{ brand: "Velcro", until: "2031-12-31" }]);
        await change(lab(), { authorised: [] });
      }));

    test("says what was read and what was not, without being asked", () =>
      onCard(async (page, { browser }) => {
        assert.match((await shown(browser, page)).card, /Lists read: \d+ · not checked: \d+/);
      }));

    test("an alternative too long for the field says so and changes nothing", () =>
      onForm(lab().browser, async (page) => {
        const { browser } = lab();
        await page.$eval(fields.textarea, (field, most) => field.setAttribute("maxlength", String(most)), sentence.length + 2);
        await write(page, fields.textarea, sentence);
        await until("a mark", async () => (await marked(browser, page, fields.textarea))[0]);
        await browser.command("next-finding");
        const { card } = await cardWith(browser, page, "Velcro");
        assert.ok(card.includes(`of ${sentence.length + 2} characters`), card);
        await press(browser, page, "hook and loop fastener");
        await until("it is said", async () => ((await shown(browser, page)).told.includes(wording("card_too_long")) ? true : undefined));
        assert.equal(await valueOf(page, fields.textarea), sentence);
      }));

    test("alternatives that fit the marketplace's limit come first, and one that does not says so", () =>
      onForm(lab().browser, async (page) => {
        const { browser } = lab();
        const full = `Velcro straps ${"strap ".repeat(9)}`.padEnd(72, ".");
        await write(page, fields.textarea, full);
        await until("a mark", async () => (await marked(browser, page, fields.textarea))[0]);
        await browser.command("next-finding");
        const { card, buttons } = await cardWith(browser, page, "Velcro");
        const offered = buttons.filter(({ name }) => /fastener|tape|strap/i.test(name)).map(({ name }) => full.length - "Velcro".length + name.length);
        assert.deepEqual(offered.map((length) => length > 75), offered.map((length) => length > 75).sort(), "first those that fit");
        assert.ok(offered.some((length) => length > 75), card);
        await press(browser, page, "hook and loop fastener");
        await until("a marketplace's rule is the seller's to break", async () => ((await valueOf(page, fields.textarea)).length > 75 ? true : undefined));
      }));

    test("Escape closes it, and the seller writes on where they were", () =>
      onForm(lab().browser, async (page) => {
        const { browser } = lab();
        await write(page, fields.textarea, sentence);
        await until("a mark", async () => (await marked(browser, page, fields.textarea))[0]);
        await browser.command("next-finding");
        await cardWith(browser, page, "Velcro");
        assert.notEqual(await page.evaluate(() => document.activeElement?.id), "item_name", "the focus is in the card");
        await page.keyboard.press("Escape");
        await cardGone(browser, page);
        await page.keyboard.type("!");
        assert.equal(await valueOf(page, fields.textarea), `${sentence}!`);
      }));

    test("a page that keeps Escape for itself does not keep the card open", () =>
      onForm(lab().browser, async (page) => {
        const { browser } = lab();
        await page.evaluate(() => {
          const root = document.documentElement;
          root.addEventListener("keydown", (event) => event.stopImmediatePropagation(), { capture: true });
        });
        await write(page, fields.textarea, sentence);
        const word = await until("a mark", async () => (await marked(browser, page, fields.textarea))[0]);
        await page.mouse.click(word.x, word.y);
        await cardWith(browser, page, word.word);
        await page.keyboard.press("Escape");
        await cardGone(browser, page);
      }));

    test("saves a report as a file, which holds the finding and not the page", () =>
      onCard(async (page, { browser, downloads }) => {
        await press(browser, page, wording("card_report"));
        const file = await until("the file", () => readdirSync(downloads).find((name) => name.endsWith(".json")));
        const text = await until("its content", () => readFileSync(join(downloads, file), "utf8") || undefined);
        const report: unknown = JSON.parse(text);
        assert.ok(typeof report === "object" && report !== null && "finding" in report && "text" in report);
        assert.equal(report.text, sentence);
        assert.ok(!text.includes(new URL(marketplace).host) && !text.includes("/product"), text);
        await until("it is said", async () => ((await shown(browser, page)).told.includes(file) ? true : undefined));
      }));

    test("ignores a term for a reason, until a day, filled in by keyboard", () =>
      onForm(lab().browser, async (page) => {
        const { browser } = lab();
        await write(page, fields.textarea, sentence);
        await until("a mark", async () => (await marked(browser, page, fields.textarea))[0]);
        await browser.command("next-finding");
        await cardWith(browser, page, "Velcro");
        await tabTo(lab(), page, wording("card_ignore_term"));
        await page.keyboard.press("Enter");
        await page.keyboard.type("we hold a licence");
        await page.keyboard.press("Tab");
        await page.keyboard.type("12312031");
        await page.keyboard.press("Enter");
        await cardGone(browser, page);
        await untilEqual("marks", () => marks(browser, page, fields.textarea), ["antibacterial"]);
        assert.deepEqual((await settingsOf(browser))["ignored"], [{ term: "Velcro", reason: "we hold a licence", until: "2031-12-31" }]);
        assert.equal(await valueOf(page, fields.textarea), sentence, "no key reached the field");
      }));

    test("over its word, where there is no room below, it does not lie on it", () =>
      onForm(lab().browser, async (page) => {
        const { browser } = lab();
        await page.$eval(fields.textarea, (field) => ((field as HTMLElement).style.marginTop = "430px"));
        await write(page, fields.textarea, sentence);
        const word = await until("a mark", async () => (await marked(browser, page, fields.textarea))[0]);
        await page.mouse.click(word.x, word.y);
        await cardWith(browser, page, word.word);
        const [bottom] = await browser.closedRoots(page, (root) => root.querySelector("[role=dialog]")?.getBoundingClientRect().bottom ?? Infinity);
        assert.ok(bottom !== undefined && bottom < word.y, `the card ends at ${bottom}, the word is at ${word.y}`);
      }));

    test("Escape pressed in another frame of the page closes it", () =>
      onFrame(lab(), "/low", async (page, frame) => {
        const { browser } = lab();
        const { x, y } = await wordIn(lab(), page, frame, "Rubbermaid");
        await page.evaluate(() => {
          const field = document.createElement("textarea");
          field.id = "other";
          document.body.append(field);
          field.focus();
        });
        await page.mouse.move(x, y);
        await page.mouse.move(x + 1, y);
        await cardWith(browser, frame, "Rubbermaid");
        assert.equal(await page.evaluate(() => document.activeElement?.id), "other", "the focus stays with the writing");
        await page.keyboard.press("Escape");
        await cardGone(browser, frame);
      }));

    test("in a sandboxed frame it replaces, copies and saves all the same", () =>
      onFrame(lab(), "/sandboxed", async (page, frame) => {
        const { browser, downloads } = lab();
        const before = readdirSync(downloads).length;
        const { x, y } = await wordIn(lab(), page, frame, "Jacuzzi");
        await page.mouse.click(x, y);
        await cardWith(browser, frame, "Jacuzzi");
        await pressIn(lab(), page, frame, wording("card_copy"));
        await until("it is copied", async () => ((await shown(browser, frame)).told.includes(wording("card_copied_text")) ? true : undefined));
        await pressIn(lab(), page, frame, wording("card_report"));
        await until("a file", () => (readdirSync(downloads).filter((name) => name.endsWith(".json")).length > before ? true : undefined));
        await browser.closedRoots(frame, (root) => root.querySelector("[role=dialog]")?.scrollTo(0, 0));
        await pressIn(lab(), page, frame, "Hot Tub");
        await cardGone(browser, frame);
        const text = await frame.$eval("#description", (field) => ("value" in field ? String(field.value) : ""));
        assert.equal(text, "Hot Tub boxes");
      }));

    test("in a frame 260 pixels high it is beside its word, and whole", () => onFrame(lab(), "/low", (page, frame) => lowCard(lab(), page, frame)));
  });
});

/** What one test has decided, the next does not find. */
function change({ browser }: Lab, request: Readonly<Record<string, unknown>>): Promise<void> {
  return onOwnPage(browser, "options/options.html", async (page) => {
    await page.evaluate((request) => chrome.runtime.sendMessage({ kind: "settings.set", request }), request);
  });
}

async function onFrame({ browser }: Lab, path: string, work: (page: Page, frame: Frame) => Promise<void>): Promise<void> {
  const page = await browser.open(`${marketplace}${path}`);
  try {
    const frame = await until("the frame", async () => {
      const found = page.frames().find((each) => each.url().endsWith("/low-frame"));
      return (await found?.$("#description")) ? found : undefined;
    });
    await work(page, frame);
  } finally {
    await page.close();
  }
}

/** Writes a word in the frame's field, and tells where it is marked, as the page has it. */
async function wordIn({ browser }: Lab, page: Page, frame: Frame, word: string): Promise<{ x: number; y: number }> {
  const field = await frame.$("#description");
  await field?.focus();
  await page.keyboard.type(`${word} boxes`);
  await untilEqual("the number of marks", () => browser.badge(), "1");
  return inPage(frame, await frame.$eval("#description", (field) => {
    const { x, y } = field.getBoundingClientRect();
    return { x: x + 30, y: y + 18 };
  }));
}

async function inPage(frame: Frame, { x, y }: { x: number; y: number }): Promise<{ x: number; y: number }> {
  const home = await (await frame.frameElement())?.evaluate((holder) => {
    const box = holder.getBoundingClientRect();
    return { x: box.x + holder.clientLeft, y: box.y + holder.clientTop };
  });
  return { x: x + (home?.x ?? 0), y: y + (home?.y ?? 0) };
}

async function pressIn({ browser }: Lab, page: Page, frame: Frame, name: string): Promise<void> {
  const button = await until(`a button “${name}”`, async () => (await shown(browser, frame)).buttons.find((each) => each.name === name));
  const { x, y } = await inPage(frame, button);
  await page.mouse.click(x, y);
}

async function lowCard({ browser }: Lab, page: Page, frame: Frame): Promise<void> {
  const field = await frame.$("#description");
  await field?.focus();
  await page.keyboard.type("Rubbermaid boxes, antibacterial");
  await until("marks", async () => ((await browser.badge()) === "2" ? true : undefined));
  await browser.command("next-finding");
  await cardWith(browser, frame, "Rubbermaid");
  const [card] = await browser.closedRoots(frame, (root) => {
    const box = root.querySelector("[role=dialog]")?.getBoundingClientRect();
    const ends = [...root.querySelectorAll("[role=dialog] button")].map((each) => each.getBoundingClientRect().bottom);
    return { left: box?.left ?? 0, top: box?.top ?? 0, right: box?.right ?? 0, bottom: box?.bottom ?? 0, last: Math.max(...ends), view: innerHeight };
  });
  assert.ok(card);
  assert.ok(card.top >= 0 && card.bottom <= card.view && card.last <= card.bottom, JSON.stringify(card));
  const word = await frame.$eval("#description", (field) => field.getBoundingClientRect().left + 8);
  assert.ok(card.left > word + 60, "not over the first word");
}

/** Tabs through the card until the control of that name has the focus. */
async function tabTo({ browser }: Lab, page: Page, name: string): Promise<void> {
  await until(`focus on “${name}”`, async () => {
    await page.keyboard.press("Tab");
    const names = await browser.closedRoots(page, (root) => root.activeElement?.textContent ?? "");
    return names.includes(name) ? true : undefined;
  });
}
