// The product page of Shopify's admin; the description is TinyMCE in a frame.

import type { Adapter } from "./adapter.ts";

export const shopify: Adapter = {
  name: "Shopify",
  hosts: { "admin.shopify.com": "shopify.com", "myshopify.com": "shopify.com" },
  fields: [
    ["title", 'input[name="title"]'],
    ["description", 'body[data-id="product-description"],#product-description'],
    ["brand", 'input[name="vendor"]'],
    ["category", 'input[name="productType"],input[name="product_type"]'],
    ["search_terms", 'input[name="tags"]'],
  ],
};
