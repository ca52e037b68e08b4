// Copy detection in the core as WebAssembly, beside MinHash from npm, on what
// `go run ./server/internal/reusebench` leaves: npm run bench:reuse DIR. Times
// are of the processor.

import { existsSync, readFileSync, statSync } from "node:fs";
import { LshIndex, Minhash } from "minhash";
import { loadChecker } from "../../../src/checker/checker.ts";
import { ask, compare, indexOf, openIndexes } from "../../../src/checker/seen.ts";
import { emptyListing } from "../../../src/shared/verdict.ts";
import { median, quantile } from "../samples.ts";

const dir = process.argv[2] ?? "";
const core = new URL("../../../../.build/core.wasm", import.meta.url);

type Query = { readonly key: number; readonly text: string; readonly copied?: number; readonly sources: Readonly<Record<string, string>> };
type Line = { readonly key: number; readonly text: string };

function lines<T>(name: string): readonly T[] {
  return readFileSync(`${dir}/${name}`, "utf8").trim().split("\n").map((line) => JSON.parse(line) as T);
}

/** Milliseconds of processor time that a call takes: others on the machine do not count. */
function timed(call: () => unknown): number {
  const start = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function textOf(sources: Query["sources"], key: number): string {
  const text = sources[String(key)];
  if (text === undefined) throw new Error(`${key} is asked for, and was not when the queries were written: build both from the same sources`);
  return text;
}

const ms = (times: readonly number[]) => `${median(times).toFixed(2)} ms (p95 ${quantile(times, 0.95).toFixed(2)})`;

/** A figure beside the goal for 100,000 listings. */
const goal = (what: string, figure: number, most: number, unit: string) =>
  `${what} at most ${most} ${unit}: ${figure <= most ? "reached" : `MISSED by ${((figure / most - 1) * 100).toFixed(0)} %`}`;

/** Code is compiled while it runs: some rounds pass before it is as fast as it gets. */
const warm = 3;

let ours = { check: 0, add: 0 };
for (const n of [10_000, 100_000]) {
  const file = `${dir}/corpus-${n}.index`;
  if (!existsSync(file)) continue;
  const checker = await loadChecker(Promise.resolve(new Response(readFileSync(core), { headers: { "content-type": "application/wasm" } })));
  const index = new Uint8Array(readFileSync(file));
  const opened = timed(() => openIndexes(checker, [index]));
  const queries = lines<Query>(`queries-${n}.jsonl`);
  const checks: number[] = [];
  const again: number[] = [];
  const adds: number[] = [];
  let found = 0;
  for (let round = 0; round <= warm; round++) {
    for (const { text, copied = 0, sources } of queries) {
      const listing = { ...emptyListing, description: text };
      const isFound = (of: typeof listing) => {
        const texts = ask(checker, of).map((key) => ({ key, owner: key + 1, text: textOf(sources, key) }));
        return compare(checker, texts).findings.some(({ severity, source }) => severity !== "info" && source?.id === String(copied));
      };
      let is = false;
      const check = timed(() => {
        is = isFound(listing);
      });
      const edited = timed(() => isFound({ ...listing, description: `Edited ${text}` }));
      const add = timed(() => indexOf(checker, [{ key: 1, owner: 1, text: Object.values(sources)[0] ?? "" }]));
      if (round < warm) continue;
      checks.push(check);
      again.push(edited);
      adds.push(add);
      if (is) found++;
    }
  }
  const size = statSync(file).size;
  console.log(`WebAssembly, ${n} listings: ${(size / 1e6).toFixed(1)} MB, ${(size / n).toFixed(0)} bytes each; open ${opened.toFixed(1)} ms; check ${ms(checks)}, after an edit ${ms(again)}; add ${ms(adds)}; ${found} of ${queries.length} found`);
  if (n === 10_000) ours = { check: median(checks), add: median(adds) };
  else {
    const goals = [goal("disk", size / 1e6, 60, "MB"), goal("open", opened, 50, "ms"), goal("check", median(checks), 5, "ms"), goal("add", median(adds), 3, "ms")];
    console.log(`  goals: ${goals.join("; ")}`);
  }
}

/** Whole texts by their words' shingles of 5, as the package's own example has sets. */
const listings = lines<Line>("listings.jsonl");
const queries = lines<Query>("queries-10000.jsonl");
const lsh = new LshIndex();
const hashOf = (text: string) => {
  const words = text.split(" ");
  const hash = new Minhash();
  for (let i = 5; i <= words.length; i++) hash.update(words.slice(i - 5, i).join(" "));
  return hash;
};
const few = listings.slice(0, 2_000);
const adds = few.map(({ key, text }) => timed(() => lsh.insert(String(key), hashOf(text))));
let found = 0;
const asks = queries.map(({ key, text, copied = 0 }) =>
  timed(() => {
    const hash = hashOf(text);
    lsh.insert(`query ${key}`, hash); // a text that was not inserted cannot be asked about
    if (copied < few.length && lsh.query(hash).includes(String(copied))) found++;
  }),
);
const there = queries.filter(({ copied = 0 }) => copied < few.length).length;
console.log(`minhash 0.0.9 (npm), ${few.length} of them: add ${ms(adds)}; similar texts ${ms(asks)}; ${found} of the ${there} copied ones found`);
console.log(`  to ours in WebAssembly, on 10000: add ${(median(adds) / ours.add).toFixed(1)} times as long, a text ${(median(asks) / ours.check).toFixed(1)} times as long`);
