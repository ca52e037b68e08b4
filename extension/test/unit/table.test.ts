import assert from "node:assert/strict";
import { test } from "node:test";
import { readTable } from "../../src/shared/table.ts";
import { factsIn } from "../../src/shared/facts.ts";

test("a CSV with quotes, line ends in cells and columns in any order", () => {
  const { rows, bad } = readTable('\ufeffurl,Title,bullets,side\r\nhttps://a.example/1,"Mug, blue","Keeps ""hot""\nfor long",mine\r\n,,,\r\n,Cup,,\r\n');
  assert.deepEqual(bad, []);
  assert.deepEqual(
    rows.map(({ line, input, side }) => [line, input.address, input.title, input.text, side]),
    [
      [2, "https://a.example/1", "Mug, blue", 'Mug, blue\nKeeps "hot"\nfor long', "mine"],
      [5, "", "Cup", "Cup", undefined],
    ],
  );
});

test("semicolons and tabs part columns too", () => {
  for (const comma of [";", "\t"]) assert.equal(readTable(`title${comma}text\nMug${comma}Blue, round`).rows[0]?.input.text, "Mug\nBlue, round");
});

test("JSON Lines: what was exported comes back, lists are lines, bad lines are named", () => {
  const exported = JSON.stringify({ id: "x", title: "Mug", text: "Mug\nBlue", seller: "Acme", address: "https://a.example/1", side: "supplier" });
  const { rows, bad } = readTable(`${exported}\n{"title":"Cup","bullets":["Round","Red"]}\nno\n\n{"price":1}\n[1]`);
  assert.deepEqual(
    rows.map(({ input, side }) => [input.title, input.text, input.seller, side]),
    [
      ["Mug", "Mug\nBlue", "Acme", "supplier"],
      ["Cup", "Cup\nRound\nRed", "", undefined],
    ],
  );
  assert.deepEqual(bad, [
    { line: 3, why: "json" },
    { line: 5, why: "words" },
    { line: 6, why: "json" },
  ]);
});

test("facts of a passage: measures, what it fits, materials, each once", () => {
  const facts = factsIn("Stainless steel bottle, 500 ml, 10 x 20 cm, compatible with iPhone 15; steel lid, 500 ml. 不锈钢 500毫升");
  assert.deepEqual(
    facts.map(({ kind, text }) => `${kind}: ${text}`),
    ["measure: 500 ml", "measure: 10 x 20 cm", "measure: 500毫升", "fit: compatible with iPhone 15", "material: Stainless steel", "material: steel", "material: 不锈钢"],
  );
  assert.deepEqual(factsIn("Keeps drinks cool on every trip"), []);
});
