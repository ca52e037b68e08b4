import assert from "node:assert/strict";
import { test } from "node:test";
import { factsIn } from "../../src/shared/facts.ts";

/** Written for this test after the manner of real bullets; what follows is what may stay. */
const examples: readonly (readonly [text: string, measure: string, fit: string, material: string])[] = [
  [
    "High Compatibility : Compatible With iPhone 12 11 X/XsMax/Xr iPhone 8/8 Plus and iPad Pro. It can charge at a rapid speed Compatible with any charging adaptor or power bank. Durable nylon braided design with premium aluminum housing.",
    "", "Compatible With iPhone 12 11 X/XsMax/Xr iPhone 8/8 Plus and iPad Pro", "nylon, aluminum",
  ],
  ["Fitted with a specially designed anode which prevents corrosion, 2000 W, 15L, 8 bar. It will not fit any other model.", "2000 W, 15L, 8 bar", "", ""],
  ["This tripod weighs only 113 Grams and can be extended up to 60 Cms; rubber grip", "113 Grams, 60 Cms", "", "rubber"],
  ["480 Mbps data transfer lets you sync within few seconds. USB 2.0, Type C, waterproof IPX7, Bluetooth 5.2", "480 Mbps, USB 2.0, Type C, IPX7, Bluetooth 5.2", "", ""],
  ["Screen guard for Galaxy Tab A8 10.5 inch, for every day. Tempered glass, 9H, 99.9% transparency", "10.5 inch, 99.9%", "for Galaxy Tab A8 10.5", "Tempered glass"],
  ["Compatible only for Pureit Classic 23 Liter water purifier", "23 Liter", "Compatible only for Pureit Classic 23 Liter", ""],
  ["Dimension: 15 inch x 14 inch x 21.5 cm, soft felt lining keeps dust away", "15 inch, 14 inch, 21.5 cm", "", "felt"],
  ["采用双层不锈钢真空结构，容量五百毫升，可以放进大多数车载杯架，硅胶密封圈防止漏水", "五百毫升", "", "不锈钢, 硅胶"],
  ["箱体选用聚碳酸酯材料，二十寸，适用于多数航空公司，重量3.2公斤，三百六十度万向轮", "二十寸, 3.2公斤, 三百六十度", "适用于多数航空公司", "聚碳酸酯"],
  ["超軟刷毛，適用於敏感性與健康牙齒。矽膠握柄，充電4小時，藍牙5.0，IPX7級全機防水", "4小時, 藍牙5.0, IPX7", "適用於敏感性與健康牙齒", "矽膠"],
];

test("measures, what it fits and materials are facts, and no other words", () => {
  for (const [text, measure, fit, material] of examples) {
    const of = (kind: string) => factsIn(text).filter((fact) => fact.kind === kind).map((fact) => fact.text).join(", ");
    assert.deepEqual([of("measure"), of("fit"), of("material")], [measure, fit, material], text);
  }
});
