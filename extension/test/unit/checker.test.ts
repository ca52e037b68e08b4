// The real core and the real base list, in Node: what `make build` leaves.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { loadChecker } from "../../src/checker/checker.ts";
import { CheckerError } from "../../src/checker/door.ts";
import { emptyListing } from "../../src/shared/verdict.ts";

const root = new URL("../../../", import.meta.url);
const core = async () => new Response(await readFile(new URL(".build/core.wasm", root)), { headers: { "content-type": "application/wasm" } });
const pack = async () => new Uint8Array(await readFile(new URL(".clearlist/published/base/curated.pack", root)));

test("a mark, its place in UTF-16 and what to write instead", async () => {
  const checker = await loadChecker(core());
  checker.open(await pack());
  const title = "\u{1F600} Velcro straps";
  const { findings } = checker.check({ ...emptyListing, marketplace: "amazon.com", title });
  const found = findings.find((finding) => finding.term === "Velcro");
  assert.ok(found);
  assert.equal(title.slice(found.start, found.end), "Velcro");
  assert.notEqual(found.suggestions.length, 0);
});

test("a broken pack is refused and the last one goes on screening", async () => {
  const checker = await loadChecker(core());
  const good = await pack();
  checker.open(good);
  const broken = good.slice();
  broken.set([(broken[broken.length >> 1] ?? 0) ^ 1], broken.length >> 1);
  assert.throws(() => checker.open(broken), CheckerError);
  assert.throws(() => checker.open(good.slice(0, 100)), CheckerError);
  const { findings } = checker.check({ ...emptyListing, title: "Velcro straps" });
  assert.ok(findings.some((finding) => finding.term === "Velcro"));
});

test("odd text is screened, too much of it is refused by name", async () => {
  const checker = await loadChecker(core());
  checker.open(await pack());
  for (const title of ["", "\0", "\ud800 Velcro", "\u202eVelcro", "a".repeat(150_000)]) checker.check({ ...emptyListing, title });
  assert.throws(() => checker.check({ ...emptyListing, description: "a".repeat(1_000_000) }), /description/);
});

test("the same listing again has the same verdict, another listing and other packs have their own", async () => {
  const checker = await loadChecker(core());
  checker.open(await pack());
  const listing = { ...emptyListing, marketplace: "amazon.com", title: "Velcro straps" };
  const first = checker.check(listing);
  assert.equal(checker.check({ ...listing }), first, "nothing is read again");
  const key = checker.markKey("Velcro"); // leaves a result of its own in between
  assert.equal(checker.check(listing), first);
  assert.equal(checker.markKey("Velcro"), key);
  assert.throws(() => checker.check({ ...listing, description: "a".repeat(1_000_000) }), CheckerError);
  assert.deepEqual(checker.check(listing), first, "a listing that was refused changes nothing");
  assert.notDeepEqual(checker.check({ ...listing, title: "Hook and loop straps" }), first);
  checker.open(await pack());
  assert.deepEqual(checker.check(listing), first);
});

test("a reopened pack answers as it did, and a damaged one is refused", async () => {
  const good = await pack();
  const listing = { ...emptyListing, marketplace: "amazon.com", title: "Velcro straps for LEGO", description: "Stanley cup. ".repeat(200) };
  const [opened, reopened] = [await loadChecker(core()), await loadChecker(core())];
  opened.open(good);
  reopened.reopen(good);
  assert.deepEqual(reopened.check(listing), opened.check(listing));
  const damaged = good.slice();
  damaged.set([(damaged[good.length - 9] ?? 0) ^ 1], good.length - 9);
  assert.throws(() => reopened.reopen(damaged), CheckerError);
  assert.deepEqual(reopened.check(listing), opened.check(listing));
});

test("a rest changes nothing but the memory", async () => {
  const checker = await loadChecker(core());
  checker.open(await pack());
  const listing = { ...emptyListing, title: "Velcro straps" };
  const first = checker.check(listing);
  checker.rest();
  assert.equal(checker.check(listing), first);
  for (let n = 0; n < 300; n++) checker.check({ ...listing, description: `Velcro and ${n} words `.repeat(300) });
  checker.rest();
  assert.deepEqual(checker.check(listing), first);
});
