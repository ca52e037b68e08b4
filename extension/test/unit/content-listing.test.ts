import assert from "node:assert/strict";
import { test } from "node:test";
import { assemble, type Entry } from "../../src/content/collect/listing.ts";
import type { Guess } from "../../src/content/collect/guess.ts";
import { marketplaceOf } from "../../src/content/collect/marketplace.ts";

const context = { marketplace: "amazon.com", category: "", ownBrands: [] };
const entry = (field: string, role: Guess["role"], text: string, index: number | null = null): Entry<string> => ({
  field,
  guess: { role, index, sure: role !== "other" },
  text,
});

test("fields go where their names say", () => {
  const { listing, placed } = assemble(
    [entry("t", "title", "Straps"), entry("b2", "bullets", "two", 1), entry("b1", "bullets", "one", 0), entry("s", "search_terms", "tie")],
    context,
  );
  assert.equal(listing.title, "Straps");
  assert.deepEqual(listing.bullets, ["one", "two"]);
  assert.equal(listing.searchTerms, "tie");
  assert.deepEqual(placed.map((each) => [each.field, each.place.name, each.place.index]), [
    ["t", "title", 0],
    ["b2", "bullets", 1],
    ["b1", "bullets", 0],
    ["s", "search_terms", 0],
  ]);
});

test("bullets without numbers come in the order of the page", () => {
  const { listing } = assemble([entry("x", "bullets", "one"), entry("y", "bullets", "two")], context);
  assert.deepEqual(listing.bullets, ["one", "two"]);
});

test("two fields that claim one number both have a place", () => {
  const { listing, placed } = assemble([entry("x", "bullets", "one", 0), entry("y", "bullets", "two", 0)], context);
  assert.deepEqual(listing.bullets, ["one", "two"]);
  assert.deepEqual(placed.map((each) => each.place.index), [0, 1]);
});

test("a second title and an unknown field are read, but by no rule of form", () => {
  const { listing, placed } = assemble([entry("t", "title", "A"), entry("u", "title", "B"), entry("v", "other", "C")], context);
  assert.deepEqual(listing.bullets, ["B", "C"]);
  assert.deepEqual(placed.map((each) => each.exact), [true, false, false]);
});

test("a category field tells the goods, and is no text to mark", () => {
  const { listing, placed } = assemble([entry("c", "category", "Kitchen")], context);
  assert.equal(listing.category, "Kitchen");
  assert.deepEqual(placed, []);
});

for (const [host, marketplace] of [
  ["sellercentral.amazon.de", "amazon.de"],
  ["sellercentral-japan.amazon.com", "amazon.co.jp"],
  ["www.ebay.co.uk", "ebay.co.uk"],
  ["seller.shopee.com.my", "shopee.com.my"],
  ["seller-mx.tiktok.com", "seller-mx.tiktok.com"],
  ["agentseller.temu.com", "temu.com"],
  ["shop.myshopify.com", "shopify.com"],
  ["example.org", ""],
  ["notamazon.com", ""],
] as const) {
  test(`${host} sells on ${marketplace || "no marketplace we know"}`, () => assert.equal(marketplaceOf(host), marketplace));
}
