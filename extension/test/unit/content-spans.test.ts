import assert from "node:assert/strict";
import { test } from "node:test";
import { editBetween, moveSpans } from "../../src/content/ranges/spans.ts";

/** «» mark the spans: a text with marks is text and spans in one line. */
function marked(line: string): { text: string; spans: { start: number; end: number }[] } {
  const spans: { start: number; end: number }[] = [];
  let text = "";
  let start = 0;
  for (const char of line) {
    if (char === "«") start = text.length;
    else if (char === "»") spans.push({ start, end: text.length });
    else text += char;
  }
  return { text, spans };
}

const cases: readonly (readonly [what: string, before: string, after: string])[] = [
  ["nothing changed", "a «Velcro» strap", "a «Velcro» strap"],
  ["written before it", "a «Velcro» strap", "a soft «Velcro» strap"],
  ["written after it", "a «Velcro» strap", "a «Velcro» strap for kids"],
  ["written in it", "a «Velcro» strap", "a Velxcro strap"],
  ["taken from it", "a «Velcro» strap", "a Vecro strap"],
  ["a letter right after it makes another word", "«Velcro» strap", "Velcros strap"],
  ["a letter right before it makes another word", "a «Velcro»", "a xVelcro"],
  ["a space right after it does not", "«Velcro»", "«Velcro» "],
  ["a comma right before it does not", "a«Velcro»", "a,«Velcro»"],
  ["the space between two words goes", "a «Velcro» strap", "a Velcrostrap"],
  ["the word before it goes", "soft «Velcro» strap", "«Velcro» strap"],
  ["all goes", "«Velcro»", ""],
  ["one of two is touched", "«Velcro» and «LEGO»", "Velco and «LEGO»"],
  ["paste over the middle", "«Velcro» is not «LEGO» here", "«Velcro» was never «LEGO» here"],
  ["an astral letter right after it", "«Velcro» x", "Velcro\u{1D400} x"],
  ["an emoji right after it", "«Velcro» x", "«Velcro»\u{1F600} x"],
  ["a Chinese letter right after it", "«魔术贴»。", "魔术贴布。"],
  ["a span in the middle of a word stays what it was", "x«Velcro»x y", "x«Velcro»x yz"],
];

for (const [what, before, after] of cases) {
  test(what, () => {
    const [from, to] = [marked(before), marked(after)];
    assert.deepEqual(moveSpans(from.spans, from.text, to.text), to.spans);
  });
}

test("an edit is the smallest replacement", () => {
  assert.deepEqual(editBetween("abc", "abXc"), { start: 2, removed: 0, inserted: 1 });
  assert.deepEqual(editBetween("aaa", "aa"), { start: 2, removed: 1, inserted: 0 });
  assert.equal(editBetween("same", "same"), null);
});

test("a moved span holds the text it held, for every edit of short texts", () => {
  const letters = ["a", " "];
  const texts = [""];
  for (let size = 0; size < 5; size++) {
    for (const text of texts.filter((each) => each.length === size)) texts.push(...letters.map((letter) => text + letter));
  }
  for (const before of texts) {
    const spans = allSpans(before);
    for (const after of texts) {
      for (const span of moveSpans(spans, before, after)) {
        const held = span.text;
        assert.equal(after.slice(span.start, span.end), held, `${before} -> ${after}`);
      }
    }
  }
});

function allSpans(text: string): { start: number; end: number; text: string }[] {
  const spans = [];
  for (let start = 0; start < text.length; start++) {
    for (let end = start + 1; end <= text.length; end++) spans.push({ start, end, text: text.slice(start, end) });
  }
  return spans;
}
