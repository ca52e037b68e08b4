import assert from "node:assert/strict";
import { test } from "node:test";
import type { Decisions } from "../../src/shared/decisions.ts";
import { merged } from "../../src/shared/decisions.ts";
import { decisionsOf, difference, FileError, fileOf } from "../../src/shared/file.ts";

const mine: Decisions = {
  ownBrands: ["Zibo", "Acme"],
  authorised: [{ brand: "Yeti", until: "2027-06-30" }],
  ignored: [{ term: "Velcro", reason: "licensed", until: "" }],
};

test("what is written is read back, and the order it was kept in does not show", () => {
  const text = fileOf(mine);
  assert.deepEqual(decisionsOf(text), { ...mine, ownBrands: ["Acme", "Zibo"] });
  assert.equal(fileOf(decisionsOf(text)), text);
});

const good = { format: "clearlist-decisions", version: 1, ...mine };
const refused: readonly (readonly [name: string, text: string, code: string, where?: string])[] = [
  ["no JSON", "{", "json"],
  ["another program's file", '{"words": []}', "other"],
  ["a list", "[]", "other"],
  ["a later version", JSON.stringify({ ...good, version: 2 }), "newer"],
  ["a day that is none", JSON.stringify({ ...good, authorised: [{ brand: "Yeti", until: "2027-02-30" }] }), "entry", "authorised[0].until"],
  ["a member that is missing", JSON.stringify({ ...good, ignored: undefined }), "entry", "ignored"],
  ["an empty brand", JSON.stringify({ ...good, ownBrands: ["Zibo", ""] }), "entry", "ownBrands[1]"],
];

for (const [name, text, code, where = ""] of refused) {
  test(`${name} is refused, and it is said what is wrong`, () => {
    assert.throws(() => decisionsOf(text), (error) => error instanceof FileError && error.code === code && error.where === where);
  });
}

test("what a merge would do is counted before it is done", () => {
  const theirs: Decisions = {
    ownBrands: ["zibo"],
    authorised: [{ brand: "yeti", until: "" }],
    ignored: [{ term: "Polo", reason: "a shirt", until: "" }],
  };
  assert.deepEqual(difference(mine, merged(mine, theirs)), { added: 1, changed: 1 });
  assert.deepEqual(difference(mine, merged(mine, mine)), { added: 0, changed: 0 });
});
