// Temu's seller centres, in Chinese and in English; the names are those of its
// goods interface.

import type { Adapter } from "./adapter.ts";

export const temu: Adapter = {
  name: "Temu",
  hosts: {
    "seller.temu.com": "temu.com",
    "seller-us.temu.com": "temu.com",
    "agentseller.temu.com": "temu.com",
    "seller.kuajingmaihuo.com": "temu.com",
  },
  family: "temu",
  fields: [
    ["title", "#goodsName,[name=goodsName],#productName,[name=productName]"],
    ["bullets", "[name^=bulletPoints],[id^=bulletPoints]"],
    ["description", "#goodsDesc,[name=goodsDesc]"],
    ["brand", "#brandName,[name=brandName]"],
  ],
  facts: [["category", "[class*=category-path],[class*=categoryPath]"]],
};
