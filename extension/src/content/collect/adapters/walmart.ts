// Walmart Seller Center; the names are those of its item specification, where
// "shortDescription" is the one description there is.

import type { Adapter } from "./adapter.ts";

export const walmart: Adapter = {
  name: "Walmart",
  hosts: { "seller.walmart.com": "walmart.com", "seller.walmart.ca": "walmart.ca" },
  family: "walmart",
  fields: [
    ["title", '[name$="productName"]'],
    ["bullets", '[name*="keyFeatures"]'],
    ["description", '[name$="shortDescription"]'],
    ["brand", '[name="brand"],[name$=".brand"]'],
    ["category", '[name$="productType"],[name$="productCategory"]'],
  ],
};
