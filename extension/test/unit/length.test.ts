import assert from "node:assert/strict";
import { test } from "node:test";

import { measureOf, type Limit } from "../../src/shared/length.ts";

const characters = (max: number): Limit => ({ max, unit: "characters", hard: false, beside: 0 });
const units = (max: number): Limit => ({ max, unit: "units", hard: true, beside: 0 });

function lengthOf(limits: readonly Limit[], { text, ...rest }: ReturnType<typeof change>) {
  return measureOf(limits, text)(rest);
}

/** The marked place of a text with other words in it. */
function change(marked: string, words: string) {
  const [before = "", word = "", after = ""] = marked.split("|");
  return { text: before + word + after, start: before.length, end: before.length + word.length, words };
}

test("each unit counts as whoever sets the limit does", () => {
  const smiling = change("\u{1F600} |Velcro| straps, \u00e9t\u00e9", "hook and loop");
  assert.equal(lengthOf([units(99)], smiling)?.length, 2 + 1 + 13 + 8 + 4);
  assert.equal(lengthOf([characters(99)], smiling)?.length, 1 + 1 + 13 + 8 + 4);
  assert.equal(lengthOf([{ max: 99, unit: "bytes", hard: false, beside: 0 }], smiling)?.length, 4 + 1 + 13 + 8 + 6);
  assert.equal(lengthOf([{ max: 20, unit: "part", hard: false, beside: 0 }], change("|Velcro|, tie", "hook"))?.length, 4);
  assert.equal(lengthOf([{ max: 20, unit: "part", hard: false, beside: 0 }], change("strap, |Velcro| tie ,cable", "hook and loop"))?.length, 17);
});

test("a total counts the texts beside this one", () => {
  const total = (max: number): Limit => ({ max, unit: "total", hard: false, beside: 900 });
  const longer = change("|Velcro| straps", "hook and loop");
  assert.deepEqual(lengthOf([characters(255), total(999)], longer), { limit: total(999), length: 920, over: false });
  assert.equal(lengthOf([total(919)], longer)?.over, true);
  assert.equal(lengthOf([total(919)], change("|Velcro| straps", "hook"))?.over, false);
});

test("the limit with the least room speaks, and one that refuses before all", () => {
  const longer = change("|Velcro| straps", "hook and loop fastener");
  assert.equal(lengthOf([characters(75), units(200)], longer)?.limit.max, 75);
  assert.deepEqual(lengthOf([characters(10), units(20)], longer)?.limit, units(20));
  assert.equal(lengthOf([], longer), null);
});

test("what makes a text no longer is not too long", () => {
  assert.equal(lengthOf([characters(5)], change("|Velcro| straps", "hook"))?.over, false);
  assert.equal(lengthOf([characters(5)], change("|Velcro| straps", "fabric tape"))?.over, true);
  assert.equal(lengthOf([units(13)], change("|Velcro| straps", "Fabric"))?.over, false);
});
