// Copy detection in the real core, as the background uses it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { loadChecker } from "../../src/checker/checker.ts";
import { CheckerError } from "../../src/checker/door.ts";
import { ask, compare, indexOf, mergeIndexes, openCorpora, openIndexes, trace, type SeenText } from "../../src/checker/seen.ts";
import { emptyListing } from "../../src/shared/verdict.ts";

const core = new URL("../../../.build/core.wasm", import.meta.url);
const load = async () => loadChecker(Promise.resolve(new Response(await readFile(core), { headers: { "content-type": "application/wasm" } })));

const bullet = "Double-walled steel keeps drinks ice cold for a whole summer day";
const flask: SeenText = { key: 7, owner: 1, text: `\u{1F9CA} Our flask. ${bullet}. Fits most cup holders.` };
const towel: SeenText = { key: 9, owner: 2, text: "Soft bamboo fibres dry your baby gently after every single bath." };

test("a bullet with edits is found in its source, in UTF-16", async () => {
  const checker = await load();
  openIndexes(checker, [indexOf(checker, [flask]), indexOf(checker, [towel])]);
  const listing = { ...emptyListing, title: "Bottle", bullets: ["", `\u{1F600} ${bullet.replace("ice cold", "nicely cold")}`] };
  assert.deepEqual(ask(checker, listing).toSorted(), [7, 9]);
  const { severity, findings } = compare(checker, [flask, towel]);
  assert.equal(severity, "high");
  const [found, ...others] = findings;
  assert.ok(found?.source);
  assert.deepEqual(others, []);
  assert.equal(found.kind, "copied");
  assert.equal(found.field, "bullets[1]");
  assert.equal(found.source.id, "7");
  assert.equal(found.source.kind, "edited");
  assert.equal(listing.bullets[1]?.slice(found.start, found.end), bullet.replace("ice cold", "nicely cold"));
  assert.equal(flask.text.slice(found.source.start, found.source.end), bullet);
});

test("indexes are merged without what is gone, and a damaged one is refused", async () => {
  const checker = await load();
  const merged = mergeIndexes(checker, [9], [indexOf(checker, [flask]), indexOf(checker, [towel])]);
  assert.deepEqual(merged, indexOf(checker, [flask]));
  openIndexes(checker, [merged]);
  const broken = merged.slice();
  broken.set([(broken[20] ?? 0) ^ 1], 20);
  assert.throws(() => openIndexes(checker, [broken]), CheckerError);
  assert.throws(() => openIndexes(checker, [merged.slice(0, 30)]), CheckerError);
  assert.deepEqual(ask(checker, { ...emptyListing, title: bullet }), [7], "the last good one still answers");
});

test("nothing that was not asked is compared, and no index knows nothing", async () => {
  const checker = await load();
  assert.throws(() => compare(checker, [flask]), CheckerError);
  assert.deepEqual(ask(checker, { ...emptyListing, title: bullet }), []);
  assert.deepEqual(compare(checker, []), { severity: "none", copied: 0, findings: [] });
});

test("a published corpus is traced by fingerprints alone, and a broken one is refused", async () => {
  const pack = await readFile(new URL("../../../testdata/packs/shop.corpus", import.meta.url));
  const checker = await load();
  openCorpora(checker, [pack]);
  const copied = `\u{1F600} ${bullet}, and steaming hot until the last meeting of the evening`;
  ask(checker, { ...emptyListing, title: "Bottle", bullets: ["", copied] });
  const { severity, findings } = trace(checker);
  assert.equal(severity, "high");
  const [found, ...others] = findings;
  assert.ok(found?.source);
  assert.deepEqual(others, []);
  assert.deepEqual([found.kind, found.field, found.rule], ["copied", "bullets[1]", "copied.traced"]);
  assert.ok(copied.slice(found.start, found.end).includes("whole summer day"));
  const { id, kind, corpus, seller, seenAt } = found.source;
  assert.deepEqual({ id, kind, corpus, seller, seenAt }, { id: "https://www.amazon.com/dp/B0FLASK001", kind: "traced", corpus: "corpus:shop", seller: "Zorvelo Store", seenAt: Date.parse("2026-11-20") });

  const broken = new Uint8Array(pack);
  broken.set([(broken[100] ?? 0) ^ 1], 100);
  for (const bad of [broken, pack.subarray(0, pack.length >> 1), new Uint8Array()]) assert.throws(() => openCorpora(checker, [bad]), CheckerError);
  ask(checker, { ...emptyListing, title: copied });
  assert.equal(trace(checker).findings.length, 1, "the last good one still answers");
  openCorpora(checker, []);
  assert.deepEqual(trace(checker), { severity: "none", copied: 0, findings: [] });
});
