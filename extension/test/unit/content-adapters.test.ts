import assert from "node:assert/strict";
import { test } from "node:test";
import { adapters } from "../../src/content/collect/adapters/all.ts";
import { marketplaceOf, placeOf } from "../../src/content/collect/marketplace.ts";
import { families } from "../../src/shared/marketplaces.ts";

const known = families.flatMap(({ ids }) => ids);

for (const adapter of adapters) {
  test(`${adapter.name}: names a title, and only marketplaces that the lists know`, () => {
    assert.ok(adapter.fields.some(([is]) => is === "title"));
    const named = [...Object.values(adapter.hosts), ...Object.values(adapter.site?.values ?? {})];
    assert.deepEqual(named.filter((each) => !known.includes(each)), []);
    assert.ok(named.length > 0 || adapter.family !== undefined, "some page is its own");
  });
}

for (const [host, search, marketplace] of [
  ["sellercentral-europe.amazon.com", "", "amazon.co.uk"],
  ["sellercentral-europe.amazon.com", "?mons_sel_mkid=A1PA6795UKMFR9", "amazon.de"],
  ["sellercentral.amazon.com", "?marketplaceId=A2EUQ1WTGCTBG2&x=1", "amazon.ca"],
  ["sellercentral.amazon.com", "?marketplaceId=toString", "amazon.com"],
  ["seller.tiktok.com", "?shop_region=GB", "seller-uk.tiktok.com"],
  ["seller.tiktokglobalshop.com", "?shop_region=VN", "seller-vn.tiktok.com"],
] as const) {
  test(`${host}${search} sells on ${marketplace}`, () => assert.equal(marketplaceOf(host, search), marketplace));
}

test("Mercado Livre has Mercado Libre's form", () => {
  const { marketplace, adapter } = placeOf("www.mercadolivre.com.br");
  assert.equal(marketplace, "mercadolivre.com.br");
  assert.equal(adapter?.name, "Mercado Libre");
});

test("no adapter speaks for a page elsewhere", () => assert.deepEqual(placeOf("example.org"), { marketplace: "", adapter: null }));
