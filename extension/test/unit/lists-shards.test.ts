// The register's files as the server's tests keep them under testdata/shards:
// both sides read the same bytes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { UpdateFailure } from "../../src/background/lists/failure.ts";
import { lookUp, type LookUpParts } from "../../src/background/lists/lookup.ts";
import { parseIndex, shardOf, marksIn } from "../../src/background/lists/shards.ts";
import { loadChecker } from "../../src/checker/checker.ts";
import { hashOf } from "../harness/world.ts";

const file = (name: string) => new Uint8Array(readFileSync(new URL(`../../../testdata/shards/${name}`, import.meta.url)));
const index = parseIndex(file("register-us.shards"), "register:US");
const shard = file("0.shard");
type Case = { words: string; key: string; numbers: string[]; shards: Record<string, number> };
const cases = JSON.parse(new TextDecoder().decode(file("lookups.json"))) as Case[];
const keyOf = ({ key }: Case) => BigInt(`0x${key}`);

test("the core gives the keys that the server keeps marks under", async () => {
  const core = readFileSync(new URL("../../../.build/core.wasm", import.meta.url));
  const checker = await loadChecker(Promise.resolve(new Response(new Uint8Array(core), { headers: { "content-type": "application/wasm" } })));
  for (const each of cases) assert.equal(checker.markKey(each.words), keyOf(each), each.words);
  assert.throws(() => checker.markKey("!?"));
});

test("a key's shard, by any number of bits", () => {
  for (const each of cases) for (const [bits, number] of Object.entries(each.shards)) assert.equal(shardOf({ bits: Number(bits) }, keyOf(each)), number, `${each.words}, ${bits} bits`);
});

test("the marks of words, and none of words that nobody has", async () => {
  for (const each of cases) {
    const { marks, incomplete } = await marksIn(shard, index, keyOf(each));
    assert.deepEqual(marks.map(({ number }) => number), each.numbers, each.words);
    assert.equal(incomplete, false);
    for (const mark of marks) assert.ok(mark.url.startsWith("https://tsdr.uspto.gov/") && mark.url.includes(mark.number));
  }
});

/** A shard of this text that says these lengths. */
function shardWith(text: string, packed?: number, length?: number): Uint8Array<ArrayBuffer> {
  const body = deflateRawSync(text);
  const out = Buffer.alloc(16 + body.length);
  out.write("CLSH");
  out.writeUInt32LE(1, 4);
  out.writeUInt32LE(packed ?? body.length, 8);
  out.writeUInt32LE(length ?? Buffer.byteLength(text), 12);
  body.copy(out, 16);
  return new Uint8Array(out);
}

const hostile: readonly [string, Uint8Array<ArrayBuffer>][] = [
  ["nothing", new Uint8Array()],
  ["a head alone", shard.slice(0, 16)],
  ["half of it", shard.slice(0, 200)],
  ["another magic", Uint8Array.from(shard, (byte, i) => (i === 0 ? 0 : byte))],
  ["another format", Uint8Array.from(shard, (byte, i) => (i === 4 ? 9 : byte))],
  ["more packed than there is", shardWith("{}", 1 << 20)],
  ["more text than a shard may have", shardWith("{}", undefined, 1 << 30)],
  ["16 MB that call themselves 2 bytes", shardWith(" ".repeat(16 << 20), undefined, 2)],
  ["less text than it says", shardWith("{}", undefined, 100)],
  ["no JSON", shardWith("no")],
  ["another register's", shardWith('{"list":"register:EU","shard":0,"left":0,"marks":{}}')],
  ["another number", shardWith('{"list":"register:US","shard":1,"left":0,"marks":{}}')],
  ["marks that are none", shardWith(`{"list":"register:US","shard":0,"left":0,"marks":{"${cases[0]?.key.slice(8)}":[{"number":7}]}}`)],
  ["an owner that is an object", shardWith(`{"list":"register:US","shard":0,"left":0,"marks":{"${cases[0]?.key.slice(8)}":[{"number":"7","words":"x","status":"live","owner":{}}]}}`)],
];

for (const [name, bytes] of hostile) {
  test(`a shard that is ${name} is refused`, async () => {
    const [first] = cases;
    assert.ok(first);
    await assert.rejects(marksIn(bytes, index, keyOf(first)));
  });
}

/** A server and a cache in memory; what is asked is noted. */
function parts(change: (path: string, bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | null = (_path, bytes) => bytes) {
  const asked: string[] = [];
  const cache = new Map<string, Uint8Array<ArrayBuffer>>();
  const bytes = file("register-us.shards");
  const target = { length: bytes.length, sha256: hashOf(Buffer.from(bytes)), list: "register:US", version: 7, asOf: "2026-11-24", format: 1, terms: 12, deltas: [] };
  const made: LookUpParts = {
    get: async (path) => (asked.push(path), change(path, path.endsWith(".shard") ? shard : bytes)),
    cache: { get: async (hash) => cache.get(hash), put: async (hash, kept) => void cache.set(hash, kept) },
    targets: { version: 1, expires: 0, targets: new Map([["register-us.shards", target]]) },
  };
  return { made, asked, cache };
}

test("a look-up asks for the index and one shard, names no mark, and asks once", async () => {
  const [first] = cases;
  assert.ok(first);
  const { made, asked } = parts();
  for (let i = 0; i < 2; i++) assert.equal((await lookUp(made, "register:US", keyOf(first))).marks.length, first.numbers.length);
  assert.deepEqual(asked.map((path) => path.replace(/[0-9a-f]{64}/, "HASH")), ["/v1/p/HASH.register-us.shards", "/v1/s/HASH.shard"]);
});

test("a damaged cache is asked for again, a cache that fails costs nothing but the request", async () => {
  const [first] = cases;
  assert.ok(first);
  const { made, asked, cache } = parts();
  await lookUp(made, "register:US", keyOf(first));
  cache.forEach((bytes, hash) => cache.set(hash, Uint8Array.from(bytes, () => 1)));
  assert.equal((await lookUp(made, "register:US", keyOf(first))).marks.length, first.numbers.length);
  assert.equal(asked.length, 4);
  const broken = { get: () => Promise.reject(new Error("no")), put: () => Promise.reject(new Error("no")) };
  assert.equal((await lookUp({ ...parts().made, cache: broken }, "register:US", keyOf(first))).marks.length, first.numbers.length);
});

test("what was not signed for is not believed: index or shard, cut, flipped or not there", async () => {
  const [first] = cases;
  assert.ok(first);
  const flip = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array.from(bytes, (byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte));
  for (const suffix of [".shards", ".shard"]) {
    for (const [change, code] of [[flip, "mismatch"], [(bytes: Uint8Array<ArrayBuffer>) => bytes.slice(1), "mismatch"], [() => null, "status"]] as const) {
      const { made } = parts((path, bytes) => (path.endsWith(suffix) ? change(bytes) : bytes));
      await assert.rejects(lookUp(made, "register:US", keyOf(first)), (error) => error instanceof UpdateFailure && error.code === code);
    }
  }
  await assert.rejects(lookUp(parts().made, "register:EU", keyOf(first)), { code: "status" });
});
