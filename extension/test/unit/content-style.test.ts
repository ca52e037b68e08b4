import assert from "node:assert/strict";
import { test } from "node:test";
import { strokePath, strokeRules } from "../../src/content/paint/stroke.ts";
import { highlightSheet, lines, loud } from "../../src/content/paint/style.ts";

const distinct = <T>(all: readonly T[]) => new Set(all.map((each) => JSON.stringify(each))).size;

test("each severity has a line of its own shape, whatever its colour", () => {
  assert.equal(distinct(loud.map((severity) => lines[severity])), loud.length);
});

test("so have the lines that are drawn", () => {
  const width = /\.(s\d) svg\{[^}]*stroke-width:([^;]+);stroke-dasharray:([^}]+)\}/g;
  const drawn = [...strokeRules().matchAll(width)].map(([, , stroke, dashes], n) => [stroke, dashes, strokePath(loud[n] ?? "info", 40)]);
  assert.equal(drawn.length, loud.length);
  assert.equal(distinct(drawn), loud.length);
});

test("in forced colours a mark keeps its line and loses its colours", () => {
  const [, forced = ""] = /@media \(forced-colors:active\)\{(.*?\})\}@media/.exec(highlightSheet()) ?? [];
  assert.match(forced, /text-decoration-color:CanvasText;background-color:transparent/);
  assert.doesNotMatch(forced, /text-decoration:none/);
  assert.match(strokeRules(), /@media \(forced-colors:active\)\{\.line\{background:none!important\}\.line svg\{stroke:CanvasText!important\}\}/);
});

test("a print has no marks", () => {
  const [, printed = ""] = /@media print\{(.*)\}$/.exec(highlightSheet()) ?? [];
  assert.equal(printed.match(/text-decoration:none;background-color:transparent/g)?.length, loud.length * 2);
});
