import type { Adapter } from "./adapter.ts";
import { aliexpress } from "./aliexpress.ts";
import { amazon } from "./amazon.ts";
import { ebay } from "./ebay.ts";
import { etsy } from "./etsy.ts";
import { lazada } from "./lazada.ts";
import { mercadolibre } from "./mercadolibre.ts";
import { shopee } from "./shopee.ts";
import { shopify } from "./shopify.ts";
import { temu } from "./temu.ts";
import { tiktok } from "./tiktok.ts";
import { walmart } from "./walmart.ts";

export const adapters: readonly Adapter[] = [amazon, ebay, etsy, walmart, shopify, tiktok, temu, aliexpress, shopee, lazada, mercadolibre];
