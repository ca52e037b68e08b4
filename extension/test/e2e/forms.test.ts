import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ElementHandle, Page } from "puppeteer-core";
import type { FrameState } from "../../src/shared/frames.ts";
import type { Finding } from "../../src/shared/verdict.ts";
import type { Browser } from "../harness/browser.ts";
import { forms, type FormName, type ListingForm } from "../harness/forms.ts";
import { inEachBrowser } from "../harness/lab.ts";
import { until } from "../harness/until.ts";

/** A mark for kitchen goods: on clothing it is one for other goods, if the form's category is understood. */
const mark = "Tefal";
const words = `${mark} straps, long enough for all of them`;
/** What is written as a brand is the seller's own, unless it is a famous one. */
const famous = "Velcro";
/** Longer than any marketplace's title. */
const title = `${mark} ${"strap ".repeat(110)}`;

/** What the core says of the mark in the fields with rules of their own. */
const ruleOf: Readonly<Record<string, string>> = { title: "field.too-long", brand: "mark.brand-field", search_terms: "mark.search-terms" };

/** Sites of countries for which the lists know no right in the mark: there it is told as one of elsewhere, before the goods count. */
const abroad: readonly FormName[] = ["shopee", "lazada", "mercadolibre"];

describe("listing forms of eleven marketplaces", () => {
  inEachBrowser({ online: false }, (lab) => {
    for (const name of Object.keys(forms) as FormName[]) {
      test(`${name}: each field is what it is, its rules hold, and the goods are known`, async () => {
        const { browser } = lab();
        const form: ListingForm = forms[name];
        await onPage(browser, form, async (page) => {
          await write(page, form);
          const plain = abroad.includes(name) ? "mark.elsewhere" : "mark.other-goods";
          const said = Object.values(form.fields).filter((field) => field !== "category" && !(field === "brand" && abroad.includes(name)));
          const expected = said.map((field) => `${field} ${ruleOf[field] ?? plain}`);
          let found: readonly Finding[] = [];
          await onPopup(browser, (popup) =>
            until("the findings", async () => {
              found = (await checkForm(popup)).flatMap((state) => state.findings.map(({ finding }) => finding));
              const said = found.map(({ field, rule }) => `${field} ${rule}`);
              return expected.every((each) => said.includes(each)) ? true : undefined;
            }),
          ).catch((error: unknown) => {
            throw new Error(`expected ${expected.join(", ")}\nfound ${found.map(({ field, rule }) => `${field} ${rule}`).join(", ")}`, { cause: error });
          });
          const places = new Set(found.map(({ field }) => field));
          assert.deepEqual([...places].filter((place) => !Object.values(form.fields).includes(place)), [], "no other field is read");
        });
      });
    }

    test("a page that has changed goes by its labels, and says so", async () => {
      const { browser } = lab();
      await onPage(browser, forms.shopee, async (page) => {
        await page.evaluate(() => {
          for (const named of document.querySelectorAll("[data-product-edit-field-unique-id]")) named.removeAttribute("data-product-edit-field-unique-id");
          document.querySelector("input")?.setAttribute("aria-label", "Product Name");
        });
        await fill(await page.$("input"), words);
        const [state] = await onPopup(browser, checkForm);
        assert.equal(state?.stale, true);
        assert.ok(state?.findings.some(({ finding }) => finding.field === "title"), JSON.stringify(state));
      });
    });

    test("a page as it is known says nothing of that kind", async () => {
      const { browser } = lab();
      await onPage(browser, forms.shopee, async (page) => {
        await fill(await page.$("input"), words);
        const [state] = await onPopup(browser, checkForm);
        assert.equal(state?.form, "Shopee");
        assert.equal(state?.stale, false);
      });
    });
  });
});

async function onPage(browser: Browser, { address }: ListingForm, work: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.open(address);
  try {
    await work(page);
  } finally {
    await page.close();
  }
}

async function write(page: Page, form: ListingForm): Promise<void> {
  const texts: Readonly<Record<string, string>> = { title, brand: famous, search_terms: `${mark} straps`, category: "Clothing" };
  for (const [at, field] of Object.entries(form.fields)) await fill(await inSomeFrame(page, at), texts[field] ?? words);
  for (const at of form.others) await fill(await inSomeFrame(page, at), `${mark} 4711`);
}

function inSomeFrame(page: Page, at: string): Promise<ElementHandle> {
  return until(`${at} is there`, async () => {
    for (const frame of page.frames()) {
      const found = await frame.$(at).catch(() => null);
      if (found !== null) return found;
    }
    return undefined;
  });
}

async function fill(field: ElementHandle | null, text: string): Promise<void> {
  await field?.evaluate((element, text) => {
    if (element instanceof HTMLElement && element.isContentEditable) element.textContent = text;
    else if ("value" in element) element.value = text;
    element.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  }, text);
}

async function onPopup<T>(browser: Browser, work: (popup: Page) => Promise<T>): Promise<T> {
  const popup = await browser.open(`${browser.origin}/popup/popup.html`);
  try {
    return await work(popup);
  } finally {
    await popup.close();
  }
}

/** Has every frame check its whole form, as the popup and the side panel do, and gives what those show that reported, the top one first. */
async function checkForm(popup: Page): Promise<FrameState[]> {
  // As text: Firefox's protocol gives objects to a depth only.
  const states = await popup.evaluate(async () => {
    const states: FrameState[] = [];
    for (const { id = 0 } of await chrome.tabs.query({})) {
      await chrome.tabs.sendMessage(id, { frame: "form", request: {} }).catch(() => null);
      const { [`badge:${id}`]: frames = {} } = await chrome.storage.session.get<Record<string, object>>(`badge:${id}`);
      for (const frameId of new Set([0, ...Object.keys(frames).map(Number)])) {
        const state = await chrome.tabs.sendMessage<unknown, FrameState | null>(id, { frame: "findings", request: {} }, { frameId }).catch(() => null);
        if (state) states.push(state);
      }
    }
    return JSON.stringify(states);
  });
  return JSON.parse(states) as FrameState[];
}
