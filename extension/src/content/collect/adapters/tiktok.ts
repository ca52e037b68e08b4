// TikTok Shop's Seller Center, whose address says the country as a parameter.

import type { Adapter } from "./adapter.ts";

export const tiktok: Adapter = {
  name: "TikTok Shop",
  hosts: {
    ...Object.fromEntries(["us", "uk", "de", "fr", "it", "es", "ie", "mx", "br", "jp", "id", "my", "ph", "sg", "th", "vn"].map((site) => [`seller-${site}.tiktok.com`, `seller-${site}.tiktok.com`])),
    "seller.us.tiktokglobalshop.com": "seller-us.tiktok.com",
    "seller.uk.tiktokglobalshop.com": "seller-uk.tiktok.com",
    "seller.eu.tiktokglobalshop.com": "seller-de.tiktok.com",
    "seller.tiktokglobalshop.com": "seller-us.tiktok.com",
    "seller.tiktokshopglobalselling.com": "seller-us.tiktok.com",
    "seller.tiktok.com": "seller-us.tiktok.com",
  },
  site: {
    parameters: ["shop_region"],
    values: Object.fromEntries(
      ["US", "DE", "FR", "IT", "ES", "IE", "MX", "BR", "JP", "ID", "MY", "PH", "SG", "TH", "VN"].map((site) => [site, `seller-${site.toLowerCase()}.tiktok.com`]).concat([["GB", "seller-uk.tiktok.com"]]),
    ),
  },
  fields: [
    ["title", "#product_name,[name=product_name]"],
    ["description", "#description,[name=description],[id*=description] [contenteditable]"],
    ["brand", "#brand,[name=brand]"],
    ["category", "#category,[name=category]"],
  ],
};
