// Lazada Seller Center; the names are those of its product interface.

import type { Adapter } from "./adapter.ts";

export const lazada: Adapter = {
  name: "Lazada",
  hosts: {},
  family: "lazada",
  fields: [
    ["title", "#name,[name=name],[id$=product-name]"],
    ["highlights", "#short_description,[name=short_description],[id$=short-description]"],
    ["description", "#description,[name=description]"],
    ["brand", "#brand,[name=brand]"],
  ],
  facts: [["category", "[class*=category-path],#category"]],
};
