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

test("what is no table or no listing is said by line, and the rest go on", () => {
  const cases: [string, number, [number, string][]][] = [
    ["", 0, []],
    ["title,text", 0, []],
    ["price,weight\n1,2\n3,4", 0, [[2, "words"], [3, "words"]]],
    ['title,text\nMug,"never closed\nCup,Round', 1, []],
    ["title,text\nMug\nCup,Round,too,many,cells", 2, []],
    ['{"title":"Mug"}\r\n{"title":\r\n{"title":5,"text":null}\n{"text":{"deep":["no"]}}\n{"title":"Cup","text":"Cup is round"}', 2, [[2, "json"], [3, "words"], [4, "words"]]],
    [`{"title":"Mug"}\n${"[".repeat(100_000)}\n{"__proto__":{"title":"x"}}`, 1, [[2, "json"], [3, "words"]]],
  ];
  for (const [text, many, bad] of cases) {
    const read = readTable(text);
    assert.equal(read.rows.length, many, text.slice(0, 60));
    assert.deepEqual(read.bad, bad.map(([line, why]) => ({ line, why })), text.slice(0, 60));
  }
});

test("a file of many megabytes is read in a moment", () => {
  const cell = "A lamp, with an arm ".repeat(200).replaceAll(",", ";");
  const text = `title,text\n${`Lamp,${cell}\n`.repeat(5000)}`;
  assert.ok(text.length > 15_000_000);
  const started = performance.now();
  assert.equal(readTable(text).rows.length, 5000);
  assert.ok(performance.now() - started < 10_000);
});

test("facts of a passage: measures, what it fits, materials, each once", () => {
  const facts = factsIn("Stainless steel bottle, 500 ml, 10 x 20 cm, compatible with iPhone 15; steel lid, 500 ml. 不锈钢 500毫升");
  assert.deepEqual(
    facts.map(({ kind, text }) => `${kind}: ${text}`),
    ["measure: 500 ml", "measure: 10 x 20 cm", "measure: 500毫升", "fit: compatible with iPhone 15", "material: Stainless steel", "material: steel", "material: 不锈钢"],
  );
  assert.deepEqual(factsIn("Keeps drinks cool on every trip"), []);
});
