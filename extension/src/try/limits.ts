// How much the marketplaces take, for the counters beside the fields. What a
// longer text means is the lists' to say; sources are with them.

export const fieldIds = ["title", "highlights", "bullet", "description", "search"] as const;
export type Counted = (typeof fieldIds)[number];
export type Limit = { readonly max: number; readonly unit: "characters" | "bytes" };

const characters = (max: number): Limit => ({ max, unit: "characters" });

const limits: Readonly<Record<string, Readonly<Partial<Record<Counted, Limit>>>>> = {
  amazon: {
    title: characters(75),
    highlights: characters(125),
    bullet: characters(255),
    description: characters(2000),
    search: { max: 249, unit: "bytes" },
  },
  ebay: { title: characters(80) },
  etsy: { title: characters(140) },
  shopify: { title: characters(255) },
  tiktok: { title: characters(255) },
};

/** What a marketplace takes in a field; null where it is not known. */
export function limitOf(marketplace: string, field: Counted): Limit | null {
  const family = Object.keys(limits).find((name) => marketplace.split(".").includes(name));
  return (family === undefined ? null : limits[family]?.[field]) ?? null;
}

export function measure(text: string, unit: Limit["unit"]): number {
  return unit === "bytes" ? new TextEncoder().encode(text).length : Array.from(text).length;
}

/** Marketplaces offered, by the host name the lists know them by. */
export const marketplaces: readonly (readonly [id: string, name: string])[] = [
  ["amazon.com", "Amazon.com"],
  ["amazon.co.uk", "Amazon.co.uk"],
  ["amazon.de", "Amazon.de"],
  ["amazon.co.jp", "Amazon.co.jp"],
  ["ebay.com", "eBay.com"],
  ["etsy.com", "Etsy"],
  ["walmart.com", "Walmart.com"],
  ["seller-us.tiktok.com", "TikTok Shop US"],
  ["shopify.com", "Shopify"],
  ["temu.com", "Temu"],
  ["shein.com", "Shein"],
  ["aliexpress.com", "AliExpress"],
  ["shopee.sg", "Shopee Singapore"],
  ["lazada.sg", "Lazada Singapore"],
  ["mercadolibre.com.mx", "Mercado Libre México"],
];
