import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Page } from "puppeteer-core";
import { fields, fill, valueOf } from "../harness/field.ts";
import { marketplace } from "../harness/gate.ts";
import { inEachBrowser } from "../harness/lab.ts";
import { marks } from "../harness/marks.ts";
import { untilEqual } from "../harness/until.ts";

type Case = { readonly name: string; readonly text: string; readonly marked: readonly string[]; readonly inTitle?: readonly string[]; readonly inDescription?: readonly string[]; };

const cases: readonly Case[] = [
  { name: "nothing", text: "", marked: [] },
  { name: "one megabyte without a break", text: "velcro".repeat(180_000), marked: [] },
  { name: "one megabyte of words", text: "strap, Velcro ".repeat(75_000), marked: [] },
  { name: "a lone high surrogate", text: "\ud800 Velcro \ud83d antibacterial", marked: ["Velcro", "antibacterial"] },
  { name: "a lone low surrogate", text: "\udc00Velcro \ude00 antibacterial", marked: ["Velcro", "antibacterial"] },
  { name: "emoji before the words", text: "\u{1f9f5}\u{1f469}\u200d\u{1f52c} Velcro antibacterial", marked: ["Velcro", "antibacterial"], inTitle: ["\u{1f9f5}\u{1f469}\u200d\u{1f52c}", "Velcro", "antibacterial"] },
  { name: "NUL", text: "\0Velcro\0 antibacterial\0", marked: ["Velcro", "antibacterial"] },
  { name: "a right-to-left override", text: "\u202eVelcro\u202c straps, antibacterial", marked: ["Velcro", "antibacterial"] },
  { name: "an override that is never closed", text: "soft \u202estraps Velcro", marked: ["Velcro"] },
  // A title may hold no angle brackets and no markup: they are marked as what they are, and run nothing.
  { name: "markup", text: "<b>Velcro</b> <img src=x onerror=alert(1)> antibacterial", marked: ["Velcro", "antibacterial"], inTitle: ["<", "<b>", ">", "Velcro", "<", "</b>", ">", "<", "<img src=x onerror=alert(1)>", ">", "antibacterial"], inDescription: ["<b>", "Velcro", "</b>", "<img src=x onerror=alert(1)>", "antibacterial"] },
];

describe("hostile text", () => {
  inEachBrowser({ online: false }, (lab, browserName) => {
    for (const [kind, field] of Object.entries(fields)) {
      describe(kind, () => {
        let page: Page;
        before(async () => {
          page = await lab().browser.open(`${marketplace}/product`);
        });
        after(() => page.close());
        const untilMarked = (what: string, words: readonly string[]) =>
          untilEqual(what, () => marks(lab().browser, page, field), words);

        for (const { name, text, marked, inTitle = marked, inDescription = marked } of cases) {
          // Firefox shows control characters in a field with a width that no page can copy; its lines stand beside.
          const unseen = name === "NUL" && browserName === "firefox" && kind !== "contenteditable";
          test(`${name}${unseen ? " (place of the lines not asked)" : ""}, then plain words again`, async () => {
            await fill(page, field, text);
            const held = await valueOf(page, field);
            if (!unseen) await untilMarked("marks", field === fields.textarea ? inTitle : field === fields.contenteditable ? inDescription : marked);
            assert.equal(await valueOf(page, field), held, "the field holds what it held");
            await fill(page, field, "Velcro straps");
            await untilMarked("marks afterwards", ["Velcro"]);
          });
        }
      });
    }
  });
});
