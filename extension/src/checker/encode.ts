// A listing in the flat form that wasm/wire/listing.go describes: UTF-16 as
// the page has it, so that half a surrogate pair survives and every offset in
// the answer is one of the page.

import type { Listing } from "../shared/verdict.ts";

const magic = 0x314c4c43; // "CLL1"
const headSize = 12;
const stringHeadSize = 8;
const unitSize = 2;
const millisecondsPerDay = 86_400_000;

const role = {
  id: 0,
  marketplace: 1,
  category: 2,
  ownBrand: 3,
  brand: 4,
  title: 5,
  highlights: 6,
  bullet: 7,
  description: 8,
  searchTerms: 9,
} as const;

type Part = { readonly role: number; readonly index: number; readonly text: string };

function partsOf(listing: Listing): readonly Part[] {
  const one = (role: number, text: string): Part[] => (text === "" ? [] : [{ role, index: 0, text }]);
  const many = (role: number, texts: readonly string[]): Part[] => texts.map((text, index) => ({ role, index, text }));
  return [
    ...one(role.id, listing.id ?? ""),
    ...one(role.marketplace, listing.marketplace),
    ...one(role.category, listing.category),
    ...many(role.ownBrand, listing.ownBrands),
    ...one(role.brand, listing.brand),
    ...one(role.title, listing.title),
    ...one(role.highlights, listing.highlights),
    ...many(role.bullet, listing.bullets),
    ...one(role.description, listing.description),
    ...one(role.searchTerms, listing.searchTerms),
  ];
}

/** An encoder knows its size first, so that room can be asked for before it writes. */
export type Encoding = { readonly size: number; readonly write: (into: DataView) => void };

export function encodeListing(listing: Listing): Encoding {
  const parts = partsOf(listing);
  const units = parts.reduce((sum, part) => sum + part.text.length, 0);
  return {
    size: headSize + parts.length * stringHeadSize + units * unitSize,
    write(into) {
      into.setUint32(0, magic, true);
      into.setInt32(4, dayOf(listing.asOf), true);
      into.setUint32(8, parts.length, true);
      let head = headSize;
      let unit = headSize + parts.length * stringHeadSize;
      for (const { role, index, text } of parts) {
        into.setUint32(head, role * 0x10000 + index, true);
        into.setUint32(head + 4, text.length, true);
        head += stringHeadSize;
        writeUnits(into, unit, text);
        unit += text.length * unitSize;
      }
    },
  };
}

/** In one view of all units, where the machine has them in the order of the format and they lie at an even address, as they do in the core. */
function writeUnits(into: DataView, at: number, text: string): void {
  const start = into.byteOffset + at;
  if (start % unitSize !== 0 || !littleEndian) {
    for (let i = 0; i < text.length; i++) into.setUint16(at + i * unitSize, text.charCodeAt(i), true);
    return;
  }
  const units = new Uint16Array(into.buffer, start, text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
}

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Days since 1970-01-01, of today where no day is given. */
function dayOf(asOf: string | undefined): number {
  const time = asOf === undefined ? Date.now() : Date.parse(asOf);
  return Number.isNaN(time) ? 0 : Math.floor(time / millisecondsPerDay);
}
