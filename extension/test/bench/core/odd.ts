import { emptyListing, type Listing } from "../../../src/shared/verdict.ts";

const size = 5000;

/** Texts of 5 KB that are not what a matcher hopes for, each in a description. */
export function oddListings(): readonly (readonly [name: string, listing: Listing])[] {
  const fill = (text: string) => text.repeat(Math.ceil(size / text.length)).slice(0, size);
  const texts: readonly (readonly [string, string])[] = [
    ["unknown words", unknownWords()],
    ["single letters", fill("v e l c r o ")],
    ["one letter", fill("a")],
    ["one mark", fill("Velcro ")],
    ["a mark misspelt", fill("Velcor Ndike Crosc ")],
    ["leetspeak", fill("Ve1cr0 n1k3 $tan1ey ")],
    ["signs", fill("V!e@l$c|r0 ")],
    ["tags", fill("<b>Vel</b>cro&shy;")],
    ["open tags", fill("<")],
    ["entities", fill("&#86;&amp;&nbsp;")],
    ["invisible", fill("V\u200be\u00adl\u2060c")],
    ["accents", fill("v\u0301\u0302\u0303e\u0323l")],
    ["emoji", fill("\u{1F468}\u200d\u{1F469}\u200d\u{1F467}")],
    ["Chinese", fill("\u65b0\u6b3e\u8010\u514b\u8fd0\u52a8\u978b")],
    ["kana", fill("\u30ca\u30a4\u30ad\u30af\u30ed\u30c3\u30af\u30b9")],
    ["Korean", fill("\ub098\uc774\ud0a4\ub294 ")],
    ["Cyrillic", fill("\u0412\u0435l\u0441r\u043e ")],
    ["half pairs", fill("\ud800V\udc00e")],
    ["ordinary words", fill("adjustable straps for cables and garden hoses ")],
  ];
  return texts.map(([name, description]) => [name, { ...emptyListing, marketplace: "amazon.com", title: "Straps", description }]);
}

/** Words that nothing knows, each another. */
function unknownWords(): string {
  let seed = 1;
  let text = "";
  while (text.length < size) {
    for (let k = 0; k < 9; k++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const letters = k % 2 === 0 ? "bcdfghjklmnprstvwz" : "aeiou";
      text += letters[(seed >>> 16) % letters.length];
    }
    text += " ";
  }
  return text;
}
