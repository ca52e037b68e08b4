// The files that say whose a registered mark is, as package shard of the
// server writes them: an index that the targets vouch for, and files of one
// size, each with the marks of some thousand wordings.

import { count, listOf, ParseError, record, text, type Parser } from "../../shared/parse.ts";
import { parseMarks, type RegisteredMark } from "../../shared/registered.ts";
import type { Bytes } from "./install.ts";

export type ShardIndex = {
  readonly list: string;
  readonly asOf: string;
  /** How many upper bits of a mark's key choose its shard. */
  readonly bits: number;
  /** Bytes of every shard. */
  readonly size: number;
  /** Address of a mark's page; {number} stands for its number. */
  readonly link: string;
  readonly shards: readonly string[];
};

const format = 1;
const maxBits = 16;
const headSize = 16;
const magic = 0x48534c43; // "CLSH"
export const maxIndex = 8 << 20;
const maxShard = 512 << 10;
/** What a shard may expand to. */
const maxText = 4 << 20;

const hash: Parser<string> = (value, at = "hash") => {
  const digits = text(value, at);
  if (!/^[0-9a-f]{64}$/.test(digits)) throw new ParseError(`${at}: not a hash`);
  return digits;
};

export function parseIndex(bytes: Uint8Array, register: string): ShardIndex {
  const source = record(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)), "index");
  if (source["format"] !== format) throw new ParseError("index.format: unknown");
  if (source["list"] !== register) throw new ParseError("index.list: of another register");
  const bits = count(source["bits"], "index.bits");
  if (bits > maxBits) throw new ParseError("index.bits: too many");
  const size = count(source["size"], "index.size");
  if (size < headSize || size > maxShard) throw new ParseError("index.size: out of bounds");
  const shards = listOf(hash, 1 << maxBits)(source["shards"], "index.shards");
  if (shards.length !== 2 ** bits) throw new ParseError("index.shards: not as many as the bits say");
  return { list: register, asOf: text(source["as_of"], "index.as_of"), bits, size, link: text(source["link"], "index.link"), shards };
}

/** The number of the shard that holds a key. */
export function shardOf({ bits }: Pick<ShardIndex, "bits">, key: bigint): number {
  return Number(key >> BigInt(64 - bits));
}

/** The marks with a key, out of the verified bytes of its shard. */
export async function marksIn(file: Bytes, index: ShardIndex, key: bigint): Promise<{ marks: readonly RegisteredMark[]; incomplete: boolean }> {
  const source = record(JSON.parse(await textOf(file)), "shard");
  const number = shardOf(index, key);
  if (source["list"] !== index.list || source["shard"] !== number) throw new ParseError(`shard: not number ${number} of ${index.list}`);
  const entry = (key & 0xffff_ffffn).toString(16).padStart(8, "0");
  const all = record(source["marks"], "shard.marks");
  const marks = Object.hasOwn(all, entry) ? parseMarks(all[entry], `shard.marks.${entry}`) : [];
  return {
    marks: marks.map((mark) => ({ ...mark, url: pageOf(index.link, mark.number) })),
    incomplete: count(source["left"], "shard.left") > 0,
  };
}

function pageOf(link: string, number: string): string {
  const url = link.replace("{number}", encodeURIComponent(number));
  return /^https:\/\//.test(url) && URL.canParse(url) ? url : "";
}

async function textOf(file: Bytes): Promise<string> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < headSize || view.getUint32(0, true) !== magic || view.getUint32(4, true) !== format) throw new ParseError("shard: not one");
  const packed = view.getUint32(8, true);
  const length = view.getUint32(12, true);
  if (packed > file.length - headSize || length > maxText) throw new ParseError("shard: lengths out of bounds");
  return new TextDecoder("utf-8", { fatal: true }).decode(await inflated(file.subarray(headSize, headSize + packed), length));
}

/** Stops at the length that was said, whatever the stream would make of itself. */
async function inflated(packed: Bytes, length: number): Promise<Uint8Array> {
  const out = new Uint8Array(length);
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  let at = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (at + part.value.length > length) {
      await reader.cancel();
      throw new ParseError("shard: longer than it says");
    }
    out.set(part.value, at);
    at += part.value.length;
  }
  if (at !== length) throw new ParseError("shard: shorter than it says");
  return out;
}
