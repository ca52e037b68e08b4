// Shopee Seller Centre: each field sits in an element that names it; category
// and brand are chosen, not written.

import type { Adapter } from "./adapter.ts";

export const shopee: Adapter = {
  name: "Shopee",
  hosts: {},
  family: "shopee",
  fields: [
    ["title", '[data-product-edit-field-unique-id="name"]'],
    ["description", '[data-product-edit-field-unique-id="description"]'],
    ["never", '[data-product-edit-field-unique-id="gtinCode"],[data-product-edit-field-unique-id="price"],[data-product-edit-field-unique-id="stock"]'],
    ["never", '[data-product-edit-field-unique-id="weight"],[data-product-edit-field-unique-id="parentSku"],[data-product-edit-field-unique-id^="dimension"]'],
  ],
  facts: [
    ["category", '[data-product-edit-field-unique-id="category"]'],
    ["brand", '[data-product-edit-field-unique-id="brandAndAttributes"] .product-brand-item .eds-selector__inner'],
  ],
};
