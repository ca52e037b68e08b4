// The core as WebAssembly and the command are one engine: the same bytes for
// every real listing.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { encodeListing } from "../../src/checker/encode.ts";
import { wasiImports } from "../../src/checker/shim.ts";
import { emptyListing, type Listing } from "../../src/shared/verdict.ts";

const root = new URL("../../../", import.meta.url);
const data = new URL("../shared/data/listings/", root);
const curated = new URL(".clearlist/published/base/curated.pack", root);
const asOf = "2026-11-25";

test("native and WebAssembly give the same bytes for every real listing", { skip: !existsSync(data) && "the real listings are not here" }, async () => {
  const listings = readdirSync(data)
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(new URL(name, data), "utf8").trim().split("\n"))
    .map(listingOf);
  assert.ok(listings.length > 3000);
  const check = await openCore();
  const native = checkNatively(listings);
  assert.equal(native.length, listings.length);
  for (const [n, listing] of listings.entries()) {
    const bytes = check({ ...listing, asOf });
    if (bytes !== native[n]) assert.deepEqual(JSON.parse(bytes), JSON.parse(native[n] ?? ""), JSON.stringify(listing));
    assert.equal(bytes, native[n]);
  }
});

/** All texts of a real listing, whatever the members of its file are called, in the fields of ours. */
function listingOf(line: string, n: number): Listing {
  const texts: string[] = [];
  JSON.parse(line, (_, value: unknown) => {
    if (typeof value === "string" && value.length > 0) texts.push(value.toWellFormed());
    return value;
  });
  const [title = "", ...bullets] = texts;
  return { ...emptyListing, id: String(n), marketplace: ["amazon.com", "etsy.com", ""][n % 3] ?? "", category: "Toys & Games", brand: "Zibo", title, bullets, description: texts.join(". ") };
}

function checkNatively(listings: readonly Listing[]): string[] {
  const dir = mkdtempSync(join(tmpdir(), "clearlist-"));
  try {
    const file = join(dir, "listings.jsonl");
    const lines = listings.map(({ id, marketplace, category, brand, title, bullets, description }) => JSON.stringify({ id, marketplace, category, brand, title, bullets, description }));
    writeFileSync(file, lines.join("\n"));
    const command = fileURLToPath(new URL(".build/clearlist", root));
    return execFileSync(command, ["check", "--lists", fileURLToPath(curated), "--as-of", asOf, file], { encoding: "utf8", maxBuffer: 1 << 28 }).trim().split("\n");
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** The core without the checker's parsing: its answers as it writes them. */
async function openCore(): Promise<(listing: Listing) => string> {
  let memory = new WebAssembly.Memory({ initial: 1 });
  const { instance } = await WebAssembly.instantiate(readFileSync(new URL(".build/core.wasm", root)), wasiImports(() => memory));
  const exports = instance.exports as Record<string, (n?: number) => number> & { memory: WebAssembly.Memory };
  memory = exports.memory;
  const call = (name: string, n?: number) => (exports[name]?.(n) ?? 0) >>> 0;
  const pack = readFileSync(curated);
  const room = call("reserve", pack.length); // which may give the memory another buffer
  new Uint8Array(memory.buffer, room, pack.length).set(pack);
  assert.equal(call("open", pack.length), 0);
  const [ok, same, more] = [0, 3, 4];
  return (listing) => {
    const encoding = encodeListing(listing);
    let code = more;
    while (code === more) {
      const at = call("reserve", encoding.size);
      encoding.write(new DataView(memory.buffer, at, encoding.size));
      code = call("check", encoding.size);
    }
    assert.ok(code === ok || code === same, `check says ${code}`);
    const answer = new TextDecoder().decode(new Uint8Array(memory.buffer, call("result_ptr"), call("result_len")));
    return answer.replace(/,"lengths":\[[^\]]*\](?=\}$)/, ""); // for the card alone: the command does not say it
  };
}
