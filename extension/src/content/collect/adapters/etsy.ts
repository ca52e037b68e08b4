// Etsy's listing editor.

import type { Adapter } from "./adapter.ts";

export const etsy: Adapter = {
  name: "Etsy",
  hosts: {},
  family: "etsy",
  fields: [
    ["title", "#listing-title-input"],
    ["description", "#listing-description-textarea"],
    ["search_terms", "#listing-tags-input"],
    ["category", "#category-field-search"],
  ],
};
