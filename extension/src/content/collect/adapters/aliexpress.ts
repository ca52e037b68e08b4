// AliExpress's publishing page; the names are those of its product interface.

import type { Adapter } from "./adapter.ts";

export const aliexpress: Adapter = {
  name: "AliExpress",
  hosts: { "seller.aliexpress.com": "aliexpress.com", "gsp.aliexpress.com": "aliexpress.com", "csp.aliexpress.com": "aliexpress.com" },
  family: "aliexpress",
  fields: [
    ["title", "#struct-title input,#struct-title textarea,[name=subject]"],
    ["description", "[name=detail],#struct-description textarea,#struct-description [contenteditable]"],
    ["search_terms", "[name=keywords]"],
    ["brand", "[name=brandName]"],
  ],
  facts: [["category", "#struct-catId"]],
};
