import assert from "node:assert/strict";
import { test } from "node:test";
import { guessField, type Hints } from "../../src/content/collect/guess.ts";

const field = (labels: readonly string[], rest: Partial<Hints> = {}): Hints => ({
  labels,
  attributes: [],
  multiline: false,
  maxLength: 0,
  ...rest,
});

const byLabel: readonly (readonly [label: string, role: string, index?: number])[] = [
  ["Title", "title"],
  ["Product Name *", "title"],
  ["Item name (aka Title)", "title"],
  ["商品标题", "title"],
  ["Título del producto", "title"],
  ["Item Highlights", "highlights"],
  ["Bullet Point 3", "bullets", 2],
  ["五点描述 2", "bullets", 1],
  ["Product description", "description"],
  ["Descripción", "description"],
  ["商品描述", "description"],
  ["Beschreibung", "description"],
  ["Generic keywords", "search_terms"],
  ["搜索词", "search_terms"],
  ["Tags", "search_terms"],
  ["Brand Name", "brand"],
  ["品牌", "brand"],
  ["Marke:", "brand"],
  ["Product type", "category"],
  ["Price", "none"],
  ["SKU", "none"],
  ["自有品牌", "none"],
  ["Own brands", "none"],
  ["Email address", "none"],
  ["Entitlement", "other"],
];

for (const [label, role, index] of byLabel) {
  test(`${label} is ${role}`, () => {
    const guess = guessField(field([label]));
    assert.equal(guess.role, role);
    assert.equal(guess.index, index ?? null);
  });
}

const byAttribute: readonly (readonly [attribute: string, role: string, index?: number])[] = [
  ["item_name-0-value", "title"],
  ["item_name#1.value", "title"],
  ["productTitle", "title"],
  ["bullet_point#2.value", "bullets", 2],
  ["bullet_point-0-value", "bullets", 0],
  ["product_description-0-value", "description"],
  ["generic_keyword-0-value", "search_terms"],
  ["brand-0-value", "brand"],
];

for (const [attribute, role, index] of byAttribute) {
  test(`${attribute} is ${role}`, () => {
    const guess = guessField(field([], { attributes: [attribute] }));
    assert.equal(guess.role, role);
    assert.equal(guess.index, index ?? null);
  });
}

test("what a person reads goes before what a programmer wrote", () => {
  assert.equal(guessField(field(["Search terms"], { attributes: ["title"] })).role, "search_terms");
});

test("a help text names no field", () => {
  const help = "Describe your goods in a way that buyers find them: the title, the brand and the search terms count most here.";
  assert.equal(guessField(field([help], { multiline: true })).sure, false);
});

test("a short line without a name is nothing to check", () => {
  assert.equal(guessField(field([], { maxLength: 12 })).role, "none");
  assert.equal(guessField(field([], { maxLength: 12, multiline: true })).role, "other");
});
