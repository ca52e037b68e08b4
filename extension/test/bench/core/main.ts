// Times of the core as WebAssembly beside libraries from npm, on the names and
// listings that `go run ./server/internal/bench` leaves: npm run bench:core DIR.

import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { emptyListing, type Listing } from "../../../src/shared/verdict.ts";
import { oddListings } from "./odd.ts";
import { openCore, type OpenCore } from "./ours.ts";
import { peers, textOf } from "./peers.ts";
import { table } from "./table.ts";
import { median, quantile } from "../samples.ts";

const dir = process.argv[2] ?? "";
const sizes = [1000, 10_000, 100_000, 1_000_000, 3_000_000].filter((n) => existsSync(`${dir}/register-${n}.pack`));
const listings = readFileSync(`${dir}/listings.jsonl`, "utf8").trim().split("\n").map(listingOf);

type Line = { marketplace: string; category: string; own_brands: string[]; brand: string; title: string; bullets: string[]; description: string };

function listingOf(line: string): Listing {
  const { own_brands, ...rest } = JSON.parse(line) as Line;
  return { ...emptyListing, ...rest, ownBrands: own_brands };
}

/** Milliseconds that a call takes. */
function timed(call: () => unknown): number {
  const start = performance.now();
  call();
  return performance.now() - start;
}

/** Milliseconds of each stretch of a check: between them others have their turn. */
function stretches(core: OpenCore, listing: Listing): number[] {
  const times: number[] = [];
  for (let done = false; !done; ) times.push(timed(() => (done = core.checkOn(listing) !== undefined)));
  return times;
}

const ms = (time: number) => time.toFixed(2);
const ours: string[][] = [["names", "start ms", "open ms", "new text", "p95", "edited", "p95", "again", "p95", "stretch", "of", "memory MB"]];
const fresh = new Map<number, number>();

for (const n of sizes) {
  const core = await openCore(`${dir}/register-${n}.pack`);
  const { check } = core;
  // Code is compiled while it runs: a few rounds pass before it is as fast as it gets.
  for (let round = 0; round < 3; round++) for (const listing of listings) check(listing);
  const whole: number[] = [];
  const edited: number[] = [];
  const again: number[] = [];
  for (const listing of listings) {
    whole.push(timed(() => check(listing)));
    const middle = listing.description.length >> 1;
    const next = { ...listing, description: `${listing.description.slice(0, middle)}s${listing.description.slice(middle)}` };
    edited.push(timed(() => check(next)));
    again.push(timed(() => check(next)));
  }
  let longest = { name: "", time: 0 };
  for (const [name, listing] of oddListings()) {
    const time = Math.max(...stretches(core, listing));
    if (time > longest.time) longest = { name, time };
  }
  fresh.set(n, median(whole));
  const p95 = (times: number[]) => ms(quantile(times, 0.95));
  ours.push([String(n), ms(core.startMs), ms(core.openMs), ms(median(whole)), p95(whole), ms(median(edited)), p95(edited), ms(median(again)), p95(again), ms(longest.time), longest.name, (core.memory() / 1e6).toFixed(1)]);
}

const [cpu] = cpus();
console.log(`\n${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpu?.model.trim() ?? "unknown processor"}, Node ${process.version}`);
console.log(`WebAssembly, ${listings.length} listings of 5 KB, all of a check, milliseconds (medians where not said)\n`);
console.log(table(ours));
const [least, most] = [sizes.find((n) => n >= 100_000), sizes.at(-1)];
if (least !== undefined && most !== undefined) console.log(`\nA new text beside ${most} names takes ${((fresh.get(most) ?? Number.NaN) / (fresh.get(least) ?? Number.NaN)).toFixed(2)} times what it takes beside ${least}`);

// An instance's first text runs in code that was compiled a moment ago, and not optimised.
const odd: string[][] = [["odd text of 5 KB", "first: longest stretch", "stretches", "all", "later: longest stretch", "stretches", "all"]];
const warm = await openCore(`${dir}/register-${most}.pack`);
for (let round = 0; round < 3; round++) for (const listing of listings) warm.check(listing);
for (const [name, listing] of oddListings()) {
  const first: number[][] = [];
  for (let round = 0; round < 3; round++) first.push(stretches(await openCore(`${dir}/register-${most}.pack`), listing));
  const [best = []] = first.sort((a, b) => Math.max(...a) - Math.max(...b)); // the others shared the processor
  const later = stretches(warm, listing);
  odd.push([name, ...[best, later].flatMap((times) => [ms(Math.max(...times)), String(times.length), ms(times.reduce((sum, time) => sum + time, 0))])]);
}
console.log(`\nTexts no matcher hopes for, beside ${most} names, milliseconds\n`);
console.log(table(odd));

const rows: string[][] = [["library", "names", "build ms", "memory MB", "a listing, ms", "times ours"]];
for (const peer of peers) {
  for (const n of sizes.filter((size) => size <= peer.holds)) {
    const names = readFileSync(`${dir}/names-${n}.txt`, "utf8").trim().split("\n");
    const before = memoryInUse();
    let search: (text: string) => unknown = () => undefined;
    const build = timed(() => (search = peer.build(names)));
    const memory = memoryInUse() - before;
    const texts = listings.slice(0, peer.texts).map(textOf);
    for (const text of texts) search(text);
    const time = median(texts.map((text) => timed(() => search(text))));
    rows.push([peer.name, String(n), build.toFixed(0), (memory / 1e6).toFixed(1), ms(time), (time / (fresh.get(n) ?? Number.NaN)).toFixed(1)]);
  }
  rows.push([peer.name, "more", peer.limit, "", "", ""]);
}
console.log(`\nThe same names and texts in libraries from npm; they only look names up\n`);
console.log(table(rows));

function memoryInUse(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
