// Copy detection in the core: indexes of texts that were seen, and what a
// listing has of them. wasm/seen.go and wasm/wire/seen.go have the other side.

import { parseCopies, type Copies, type Listing } from "../shared/verdict.ts";
import type { Checker } from "./checker.ts";
import { encodeListing, type Encoding } from "./encode.ts";

/** A text that was seen; key and owner are 32 bits, owner 0 where it is not known. */
export type SeenText = { readonly key: number; readonly owner: number; readonly text: string };

/** What of a checker is used here. */
export type Door = Pick<Checker, "seen">;

const magic = 0x32534c43; // "CLS2"
const word = 4;
const headSize = 3 * word;

/** An index of texts: fingerprints, from which no text can be read. */
export function indexOf(core: Door, texts: readonly SeenText[]): Uint8Array<ArrayBuffer> {
  return call(core, "seen_index", encodeTexts(texts), copied);
}

/** One index of several, without the keys in `drop`. */
export function mergeIndexes(core: Door, drop: readonly number[], indexes: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const keys = new Uint8Array(Uint32Array.from(drop).buffer); // little endian, as every machine with a browser is
  return call(core, "seen_merge", encodeBlocks([keys, ...indexes]), copied);
}

/** How many texts an index says it is of; 0 where it is cut short. */
export function textsIn(index: Uint8Array): number {
  const at = 16;
  return index.length < at + word ? 0 : new DataView(index.buffer, index.byteOffset).getUint32(at, true);
}

/** The keys of the texts that an index is of; none where it is cut short. */
export function keysIn(index: Uint8Array): readonly number[] {
  const at = 32;
  const many = textsIn(index);
  if (index.length < at + word * many) return [];
  const view = new DataView(index.buffer, index.byteOffset + at, word * many);
  return Array.from({ length: many }, (_, i) => view.getUint32(word * i, true));
}

/** Answers by these indexes from now on; where one is damaged, by those before. */
export function openIndexes(core: Door, indexes: readonly Uint8Array[]): void {
  call(core, "seen_open", encodeBlocks(indexes), () => undefined);
}

/** The keys of the texts that a listing may have been copied from, the most promising first. */
export function ask(core: Door, listing: Listing): readonly number[] {
  return call(core, "seen_ask", encodeListing(listing), (bytes) => [...new Uint32Array(bytes.slice().buffer)]);
}

/** What the listing last asked about has of these texts. A finding's source has the key as its id. */
export function compare(core: Door, texts: readonly SeenText[]): Copies {
  const json: unknown = JSON.parse(call(core, "seen_compare", encodeTexts(texts), (bytes) => new TextDecoder().decode(bytes)));
  return parseCopies(json);
}

/** Asks these published corpora too from now on; where one is none, those before. */
export function openCorpora(core: Door, packs: readonly Uint8Array[]): void {
  call(core, "seen_corpora", encodeBlocks(packs), () => undefined);
}

/** What the listing last asked about has of the published corpora. */
export function trace(core: Door): Copies {
  const json: unknown = JSON.parse(call(core, "seen_trace", { size: word, write: () => undefined }, (bytes) => new TextDecoder().decode(bytes)));
  return parseCopies(json);
}

function copied(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.slice();
}

function call<T>(core: Door, name: Parameters<Door["seen"]>[0], { size, write }: Encoding, read: (bytes: Uint8Array<ArrayBuffer>) => T): T {
  return core.seen(name, size, (bytes) => write(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)), read);
}

function encodeTexts(texts: readonly SeenText[]): Encoding {
  const encoder = new TextEncoder();
  const encoded = texts.map(({ text }) => encoder.encode(text));
  return {
    size: headSize * (1 + texts.length) + encoded.reduce((sum, { length }) => sum + length, 0),
    write(into) {
      into.setUint32(0, magic, true);
      into.setUint32(word, 0, true);
      into.setUint32(2 * word, texts.length, true);
      const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
      let head = headSize;
      let at = headSize * (1 + texts.length);
      texts.forEach(({ key, owner }, i) => {
        const text = encoded[i] ?? new Uint8Array();
        into.setUint32(head, key, true);
        into.setUint32(head + word, owner, true);
        into.setUint32(head + 2 * word, text.length, true);
        bytes.set(text, at);
        head += headSize;
        at += text.length;
      });
    },
  };
}

function encodeBlocks(blocks: readonly Uint8Array[]): Encoding {
  return {
    size: word * (1 + blocks.length) + blocks.reduce((sum, { length }) => sum + length, 0),
    write(into) {
      into.setUint32(0, blocks.length, true);
      const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
      let at = word * (1 + blocks.length);
      blocks.forEach((block, i) => {
        into.setUint32(word * (1 + i), block.length, true);
        bytes.set(block, at);
        at += block.length;
      });
    },
  };
}
