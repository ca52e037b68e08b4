// What of a copied passage may stay as it is: facts belong to nobody. Measures
// and models are found by their form, materials and uses by the table.

export const factKinds = ["measure", "fit", "material"] as const;
export type FactKind = (typeof factKinds)[number];
export type Fact = { readonly kind: FactKind; readonly text: string };

const units =
  "mm|cm|m|km|in|inch|inches|ft|feet|yd|oz|lbs?|pounds?|g|kg|mg|ml|cl|l|liters?|litres?|gal|w|watts?|v|volts?|a|amps?|mah|wh|hz|khz|ghz|gb|tb|mb|mp|lumens?|lm|psi|rpm|degrees?|°c|°f|%|pcs|pieces?|packs?|hours?|hrs?|minutes?|mins?|years?|days?";
const measure = new RegExp(`\\d+(?:[.,]\\d+)?(?:\\s?[x×*]\\s?\\d+(?:[.,]\\d+)?)*\\s?-?(?:${units})(?![\\p{L}])|\\d+(?:\\.\\d+)?\\s?(?:厘米|毫米|米|克|千克|公斤|毫升|升|瓦|伏|毫安|小时|分钟|年|件|只|寸)`, "giu");
const fit = /(?:compatible with|fits?|designed for|works with|suitable for|适用于|兼容|适配)\s*[^.,;!?。，；！？\n]{2,60}/giu;
const materials =
  "stainless steel|carbon steel|steel|aluminium|aluminum|brass|copper|titanium|iron|zinc alloy|alloy|silicone|rubber|latex|nylon|polyester|cotton|linen|wool|cashmere|silk|bamboo|wood|oak|walnut|leather|suede|canvas|denim|velvet|felt|glass|ceramic|porcelain|marble|plastic|abs|pvc|tpu|pet|pp|acrylic|resin|foam|paper|cardboard|spandex|elastane|viscose|lycra|microfib(?:re|er)|不锈钢|铝合金|铜|钛|硅胶|橡胶|尼龙|涤纶|棉|亚麻|羊毛|真丝|竹|木|皮革|帆布|玻璃|陶瓷|塑料|树脂|海绵|纸";
const material = new RegExp(`(?<![\\p{Script=Latin}])(?:${materials})(?![\\p{Script=Latin}])`, "giu");

const patterns: Readonly<Record<FactKind, RegExp>> = { measure, fit, material };
const maxFacts = 12;

/** The facts in a text, each once, in the order of the kinds. */
export function factsIn(text: string): readonly Fact[] {
  const found = new Map<string, Fact>();
  for (const kind of factKinds) {
    for (const [match] of text.matchAll(patterns[kind])) {
      const words = match.trim();
      if (!found.has(words.toLowerCase())) found.set(words.toLowerCase(), { kind, text: words });
    }
  }
  return [...found.values()].slice(0, maxFacts);
}
