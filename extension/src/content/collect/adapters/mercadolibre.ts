// Mercado Libre and Mercado Livre; "family name" is what the title is made of.

import type { Adapter } from "./adapter.ts";

export const mercadolibre: Adapter = {
  name: "Mercado Libre",
  hosts: { "global-selling.mercadolibre.com": "mercadolibre.com.mx" },
  family: "mercadolibre",
  fields: [
    ["title", "[name=title],[name=family_name]"],
    ["description", "[name=description],[name=plain_text]"],
    ["brand", "[name=BRAND],[id=BRAND],[data-attribute-id=BRAND]"],
    ["never", "[name=GTIN],[name=SELLER_SKU]"],
  ],
};
