// eBay's listing form; the description is a frame of the page's own origin.

import type { Adapter } from "./adapter.ts";

export const ebay: Adapter = {
  name: "eBay",
  hosts: {},
  family: "ebay",
  fields: [
    ["title", 'input[name="title"]'],
    ["highlights", 'input[name="subtitle"]'],
    ["description", ".se-rte-editor__rich,[name=description]"],
    ["brand", '[name="attributes.Brand"]'],
  ],
  facts: [
    ["category", '[name="categoryId"]'],
    ["brand", 'button[name="attributes.Brand"]'],
  ],
};
