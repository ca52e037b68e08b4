// What of a copied passage may stay as it is: facts belong to nobody. Measures
// and models are found by their form, materials and uses by the table.

export const factKinds = ["measure", "fit", "material"] as const;
export type FactKind = (typeof factKinds)[number];
export type Fact = { readonly kind: FactKind; readonly text: string };

const units =
  "mm|cms?|m|mtrs?|met(?:er|re)s?|km|in|inch|inches|ft|feet|yd|oz|lbs?|pounds?|g|grams?|kgs?|mg|ml|cl|l|liters?|litres?|gal|w|watts?|kw|v|volts?|a|amps?|mah|wh|hz|khz|mhz|ghz|gb|tb|mb|[mgk]bps|mp|dpi|lumens?|lm|nits|db|ohms?|psi|bar|rpm|gsm|degrees?|°c|°f|°|%|pcs|pieces?|packs?|hours?|hrs?|minutes?|mins?|years?|days?|pulg(?:adas)?";
/** Numerals in Chinese stand before units as digits do. */
const hanNumber = "[零一二三四五六七八九十百千万萬两兩半]+";
const hanUnits = "厘米|公分|毫米|米|毫克|克|千克|公斤|毫升|公升|升|瓦|伏|毫安|赫兹|小时|小時|分钟|分鐘|个月|個月|年|件|只|支|寸|英寸|吋|度|档|檔|入";
const standards = "IP(?:X\\d|\\d[\\dX])|USB(?:[ -]?(?:Type[ -]?)?C|\\s?\\d\\.\\d)|Type[ -]?C|(?:Bluetooth|Wi-?Fi|HDMI|Android|蓝牙|藍牙)\\s?\\d+(?:\\.\\d+)?|[248]K|Full HD|UHD";
const measure = new RegExp(
  `\\d+(?:[.,]\\d+)?(?:\\s?[x×*]\\s?\\d+(?:[.,]\\d+)?)*\\s?-?(?:${units})(?![\\p{L}])|(?:\\d+(?:\\.\\d+)?|${hanNumber})\\s?(?:${hanUnits})|(?<![\\p{L}\\d])(?:${standards})(?![\\p{Script=Latin}\\d])`,
  "giu",
);
/** What something fits is named: words with a capital or a digit, and what joins them. "Any adapter" is no name. */
const named = "(?:[\\w/+-]*[A-Z\\d][\\w/+-]*(?:\\.[\\w/+-]+)*)";
const fit = new RegExp(
  `(?<![\\p{L}])(?:[Cc]ompatible (?:[Oo]nly )?(?:[Ww]ith|[Ff]or)|[Ff]its|[Ff]it [Ff]or|[Dd]esigned (?:[Tt]o [Ff]it|[Ff]or)|[Ww]orks [Ww]ith|[Ss]uitable [Ff]or|[Mm]ade [Ff]or|[Ff]or(?= (?:\\S+ ){1,3}\\S*\\d)) (?:the )?${named}(?:(?:,? (?:and |or |& )?|\\s?/\\s?)${named}){0,11}|(?:适用于|適用於|兼容|相容|适配|支持|支援)\\s*[^.,;!?。，；！？、\\n]{2,24}`,
  "gu",
);
const materials =
  "stainless steel|carbon steel|steel|aluminium|aluminum|brass|copper|titanium|iron|zinc alloy|alloy|silicone|rubber|latex|nylon|polyester|polypropylene|polycarbonate|cotton|linen|wool|cashmere|silk|bamboo|wood|oak|walnut|leather|suede|canvas|denim|velvet|felt|(?:tempered )?glass|ceramic|porcelain|marble|plastic|abs|pvc|tpu|pet|pp|acrylic|resin|foam|paper|cardboard|spandex|elastane|viscose|lycra|microfib(?:re|er)|carbon fib(?:re|er)|不锈钢|不鏽鋼|铝合金|鋁合金|聚碳酸酯|聚酯|碳纤维|碳纖維|铜|銅|钛|鈦|硅胶|矽膠|橡胶|橡膠|尼龙|尼龍|涤纶|滌綸|纯棉|純棉|棉|亚麻|亞麻|羊毛|真丝|真絲|竹|木|皮革|帆布|玻璃|陶瓷|塑料|塑膠|树脂|樹脂|海绵|海綿|纸|紙";
const material = new RegExp(`(?<![\\p{Script=Latin}])(?:${materials})(?![\\p{Script=Latin}])`, "giu");

const patterns: Readonly<Record<FactKind, RegExp>> = { measure, fit, material };
const maxFacts = 24;

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
