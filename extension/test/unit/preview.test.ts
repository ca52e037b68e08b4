import assert from "node:assert/strict";
import { test } from "node:test";
import { previewOf } from "../../src/shared/preview.ts";

/** The word to be replaced stands in guillemets. */
function preview(marked: string, words: string): string {
  const [before = "", word = "", after = ""] = marked.split(/[«»]/);
  const start = before.length;
  const found = previewOf(before + word + after, { start, end: start + word.length }, words);
  assert.equal(found.length, (before + words + after).length);
  return `${found.before}[${words}]${found.after}`;
}

test("a short text is shown whole", () => {
  assert.equal(preview("soft «Velcro» straps", "hook and loop"), "soft [hook and loop] straps");
  assert.equal(preview("«Velcro»", ""), "[]");
});

test("a long one is cut between words", () => {
  const long = "twenty soft reusable cable straps with strong «Velcro» closures that close again and again for years";
  assert.equal(preview(long, "hook"), "…cable straps with strong [hook] closures that close again…");
});

test("other lines are not shown", () => {
  assert.equal(preview("first\nsecond «Velcro» line\nthird", "hook"), "second [hook] line");
});

test("no character is cut in two", () => {
  const cut = preview(`${"\u{1f9f5}".repeat(40)}«Velcro»a${"\u{1f9f5}".repeat(40)}`, "x");
  assert.ok(cut.isWellFormed(), cut);
});
