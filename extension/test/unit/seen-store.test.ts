// Listings that were seen, kept and asked by the background's own code over a
// database in memory and the real core.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { background, loadCore, spoil, withoutRoom } from "../harness/memory.ts";
import { addRows, readIndexes, readRows } from "../../src/background/seen/store.ts";
import { keysIn, openCorpora } from "../../src/checker/seen.ts";
import type { Corpus } from "../../src/background/seen/seen.ts";
import { seenBatch, type SeenInput, type Side } from "../../src/shared/seen.ts";
import { readTable } from "../../src/shared/table.ts";
import { emptyListing, type Finding } from "../../src/shared/verdict.ts";
import { lineOf } from "../../src/ui/seen/export.ts";

const bullet = "Double-walled steel keeps your morning coffee steaming until the last meeting of the day is over";
const flask = page("FLASK", "Zorvelo Store", `Zorvelo flask\n${bullet}\nFits most cup holders.`);
const towel = page("TOWEL", "Kantriq Home", "Kantriq towel\nBamboo fibres dry your little one gently after every bath, and the hood stays fluffy wash after wash.");

function page(product: string, seller: string, text: string): SeenInput {
  return { address: `https://www.amazon.com/dp/${product}`, title: text.split("\n")[0] ?? "", seller, text };
}

/** A listing of words that no other has. */
function other(n: number): SeenInput {
  const words = Array.from({ length: 30 }, (_, i) => `word${n}x${(n * 7919 + i * 104_729) % 9973}`);
  return page(`OTHER${n}`, `Seller ${n}`, `Other ${n}\n${words.join(" ")}`);
}

const listing = { ...emptyListing, title: "Bottle", bullets: [bullet] };
const sources = (findings: readonly Finding[]) => findings.map(({ source }) => source?.title);

beforeEach(
  () =>
    new Promise<void>((done, fail) => {
      const request = indexedDB.deleteDatabase("seen");
      request.onsuccess = () => done();
      request.onerror = () => fail(request.error);
    }),
);

test("what was kept is found after a restart, with its seller and the day it was first seen", async () => {
  const day = Date.parse("2026-11-20T08:00:00Z");
  await (await background([], () => day)).add([flask, towel], "competitor", "page");
  const [finding, ...more] = await (await background()).check(listing);
  assert.deepEqual(more, []);
  assert.ok(finding?.source);
  const { title, host, seller, seenAt, corpus } = finding.source;
  assert.deepEqual({ title, host, seller, seenAt, corpus }, { title: "Zorvelo flask", host: "amazon.com", seller: "Zorvelo Store", seenAt: day, corpus: "" });
  assert.equal(finding.term, "Zorvelo flask");
});

test("the same page ten thousand times is one entry, in bounded time and room", async () => {
  const seen = await background();
  const batch = Array.from({ length: seenBatch }, () => flask);
  const first = await seen.add(batch, "competitor", "page");
  assert.deepEqual([first.added, first.known], [1, seenBatch - 1]);
  const { fingerprints } = await seen.state();
  const started = performance.now();
  for (let n = seenBatch; n < 10_000; n += seenBatch) assert.equal((await seen.add(batch, "competitor", "page")).added, 0);
  assert.ok(performance.now() - started < 20_000);
  const state = await seen.state();
  assert.deepEqual([state.competitor, state.fingerprints], [1, fingerprints]);
});

test("a page with other words takes the place of its former self", async () => {
  const seen = await background();
  await seen.add([flask], "competitor", "page");
  await seen.add([{ ...flask, text: `Zorvelo flask\n${towel.text}` }], "competitor", "page");
  assert.equal((await seen.state()).competitor, 1);
  assert.deepEqual(await seen.check(listing), []);
});

test("beyond the bound the oldest pages go first, and what was added by hand stays", async () => {
  const rows = (way: "page" | "hand", from: number, many: number) =>
    Array.from({ length: many }, (_, i) => ({ ...other(from + i), host: "amazon.com", side: "competitor" as const, way, digest: `${from + i}`, seenAt: 1, length: 9 }));
  const fingerprint = () => new Uint8Array();
  const merge = () => new Uint8Array();
  for (const [way, from, many] of [["hand", 0, 5], ["page", 5, 5], ["page", 10, 4]] as const) await addRows(rows(way, from, many), 8, fingerprint, merge);
  const kept = await readRows(0, 100, async () => true);
  assert.deepEqual(kept.map(({ title }) => title).toSorted(), [0, 1, 2, 3, 4, 11, 12, 13].map((n) => `Other ${n}`).toSorted());
});

test("a full disk at any write of an addition: it is said, and nothing that was kept is lost", async () => {
  await (await background()).add([flask], "competitor", "page");
  let faults = 0;
  for (let nth = 1; ; nth++) {
    const seen = await background();
    let full = false;
    let added = 0;
    const happened = await withoutRoom(nth, async () => {
      ({ full, added } = await seen.add([towel, other(1), other(2)], "competitor", "hand"));
    });
    assert.deepEqual([full, added], happened ? [true, 0] : [false, 3], `write ${nth}`);
    if (!happened) break;
    faults++;
    for (const each of [seen, await background()]) {
      assert.deepEqual((await each.state()).competitor, 1, `write ${nth}`);
      assert.deepEqual(sources(await each.check(listing)), ["Zorvelo flask"], `write ${nth}`);
    }
  }
  assert.equal(faults, 7, "three rows, three texts and an index");
});

test("a full disk while fingerprints are joined keeps them as they were", async () => {
  const seen = await background();
  await seen.add([flask], "competitor", "page");
  for (let n = 0; n < 7; n++) await seen.add([other(n)], "competitor", "page");
  for (let nth = 1; nth <= 4; nth++) {
    assert.ok(await withoutRoom(nth, async () => assert.equal((await seen.add([towel], "competitor", "page")).full, true)), `write ${nth}`);
    assert.deepEqual(sources(await seen.check(listing)), ["Zorvelo flask"]);
  }
  assert.equal((await seen.add([towel], "competitor", "page")).added, 1, "with room it goes on");
  assert.equal((await seen.state()).competitor, 9);
});

test("damaged or lost fingerprints are made anew of the texts, at the next question or addition", async () => {
  const kinds: readonly (readonly [string, (values: readonly unknown[]) => readonly unknown[]])[] = [
    ["a flipped bit", (values) => values.map((each) => (each instanceof Uint8Array ? each.map((byte, i) => (i === 20 ? byte ^ 1 : byte)) : each))],
    ["cut short", (values) => values.map((each) => (each instanceof Uint8Array ? each.slice(0, 30) : each))],
    ["no bytes", () => ["lost"]],
    ["none", () => []],
  ];
  const seen = await background();
  await seen.add([flask, towel], "competitor", "page");
  for (const [kind, change] of kinds) {
    await spoil("indexes", change);
    assert.deepEqual(sources(await (await background()).check(listing)), ["Zorvelo flask"], kind);
    assert.ok((await seen.state()).fingerprints > 100, `${kind}: they are stored again`);
  }
  for (let n = 0; n < 7; n++) await seen.add([other(n)], "competitor", "page");
  for (const [kind, change] of kinds) {
    await spoil("indexes", (values) => change([...values, ...Array.from({ length: 9 }, () => new Uint8Array(40))]));
    const fresh = await background();
    assert.equal((await fresh.add([{ ...other(50), text: `${kind} ${other(60).text}` }], "competitor", "page")).full, false, kind);
    assert.deepEqual(sources(await fresh.check(listing)), ["Zorvelo flask"], `${kind}, after an addition`);
  }
});

test("two backgrounds at once, and erasing while adding: what is there in the end is whole", async () => {
  const [one, two] = [await background(), await background()];
  await Promise.all([
    ...Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? one : two).add([other(n)], "competitor", "page")),
    one.add([flask], "competitor", "page"),
    two.add([flask], "competitor", "page"),
  ]);
  assert.equal((await one.state()).competitor, 13);
  assert.deepEqual(sources(await (await background()).check(listing)), ["Zorvelo flask"]);

  await Promise.all([one.add([towel], "competitor", "page"), one.forget(null), two.add([other(99)], "competitor", "page"), two.forget(null)]);
  const left = await (await background()).list("", 0);
  const after = await background();
  assert.equal((await after.state()).competitor, left.rows.length);
  assert.deepEqual(await after.check(listing), []);
  await after.forget(null);
  const { competitor, units, fingerprints } = await after.state();
  assert.deepEqual([competitor, units, fingerprints], [0, 0, 0]);
  await after.add([flask], "competitor", "page");
  assert.equal((await after.check(listing)).length, 1);
});

test("a full disk is told until there is room again; listings can be erased on it, and are asked", async () => {
  const seen = await background();
  await seen.add([flask, towel], "competitor", "page");
  const told = async () => (await (await background()).state()).full;
  assert.ok(await withoutRoom(1, async () => {
    await seen.add([other(1)], "competitor", "page");
    assert.equal(await told(), true);
    const [row] = (await seen.list("zorvelo", 0)).rows;
    assert.equal((await seen.mark(row?.key ?? 0, "mine")).full, true);
    assert.deepEqual((await seen.list("zorvelo", 0)).rows.map(({ side }) => side), ["competitor"], "whose it is stays as it was");
    assert.deepEqual(sources(await (await background()).check(listing)), ["Zorvelo flask"]);
    const [kantriq] = (await seen.list("kantriq", 0)).rows;
    assert.deepEqual([(await seen.forget(kantriq?.key ?? 0)).competitor, await told()], [1, false]);
    await seen.add([other(1)], "competitor", "page");
    assert.equal(await told(), true);
  }));
  await spoil("indexes", () => []);
  assert.ok(await withoutRoom(1, async () => assert.deepEqual(sources(await (await background()).check(listing)), ["Zorvelo flask"], "fingerprints that cannot be kept answer all the same")));
  await seen.add([other(1)], "competitor", "page");
  assert.equal(await told(), false);
});

test("what was erased leaves its fingerprints when they are joined", async () => {
  const seen = await background();
  await seen.add([flask], "competitor", "page");
  await seen.forget((await seen.list("", 0)).rows[0]?.key ?? 0);
  const before = (await readIndexes()).flatMap(keysIn);
  for (let n = 0; n < 8; n++) await seen.add([other(n)], "competitor", "page");
  const after = (await readIndexes()).flatMap(keysIn);
  assert.deepEqual([before.length, after.length, after.includes(before[0] ?? 0)], [1, 8, false]);
});

test("one erased listing accuses no more, though its fingerprints stay until they are joined", async () => {
  const seen = await background();
  await seen.add([flask, towel], "competitor", "page");
  const { rows } = await seen.list("zorvelo", 0);
  await seen.forget(rows[0]?.key ?? -1);
  assert.deepEqual(await seen.check(listing), []);
  assert.deepEqual(await (await background()).check(listing), []);
});

test("the seller's own listings never accuse; competitors' and suppliers' do", async () => {
  const seen = await background();
  await seen.add([flask], "mine", "hand");
  assert.deepEqual(await seen.check(listing), []);
  const [row] = (await seen.list("", 0)).rows;
  for (const side of ["supplier", "competitor", "mine"] as const satisfies readonly Side[]) {
    await seen.mark(row?.key ?? 0, side);
    assert.equal((await seen.check(listing)).length, side === "mine" ? 0 : 1, side);
  }
});

test("a template in many listings of one seller is one witness; of many sellers it is nobody's", async () => {
  const seen = await background();
  const template = "We answer every message within one working day and replace whatever arrives broken without asking for it back";
  const write = { ...emptyListing, title: "Lamp", description: `${template}. A lamp of our own with an arm that stays where it is put, and light that is warm.` };
  await seen.add(Array.from({ length: 6 }, (_, n) => ({ ...other(n), seller: "Zorvelo Store", text: `${other(n).text}\n${template}` })), "competitor", "page");
  const [theirs] = await seen.check(write);
  assert.equal(theirs?.source?.owners, 1);
  assert.notEqual(theirs.severity, "info");
  await seen.add(Array.from({ length: 30 }, (_, n) => ({ ...other(n + 10), text: `${other(n + 10).text}\n${template}` })), "competitor", "page");
  const [shared] = await seen.check(write);
  assert.ok((shared?.source?.owners ?? 0) > 5 && shared?.severity === "info", JSON.stringify(shared));
});

test("what is exported comes back as it was, whose it is too", async () => {
  const seen = await background();
  await seen.add([flask], "supplier", "page");
  await seen.add([towel], "mine", "hand");
  await seen.add([{ address: "", title: "A paste", seller: "", text: "A paste\nof \"quoted\" words, \u{1F9CA} and a tab\tin it" }], "competitor", "hand");
  const told = async () => {
    const { rows } = await (await background()).list("", 0);
    const texts = await (await background()).texts(rows.map(({ key }) => key));
    return rows.map(({ address, title, seller, side }, i) => ({ address, title, seller, side, text: texts[i] ?? "" })).toSorted((a, b) => (a.title < b.title ? -1 : 1));
  };
  const before = await told();
  const { rows } = await seen.list("", 0);
  const texts = await seen.texts(rows.map(({ key }) => key));
  const { rows: read, bad } = readTable(rows.map((row, i) => lineOf(row, texts[i] ?? "")).join(""));
  assert.deepEqual(bad, []);
  await seen.forget(null);
  for (const { input, side } of read) await seen.add([input], side ?? "competitor", "hand");
  assert.deepEqual(await told(), before);
});

test("search among ten thousand entries, and the last page of them, is quick", async () => {
  const seen = await background();
  for (let n = 0; n < 10_000; n += seenBatch) await seen.add(Array.from({ length: seenBatch }, (_, i) => other(n + i)), "competitor", "page");
  for (const [search, many] of [["Seller 9999", 1], ["word77x", 1], ["nothing has this", 0], ["", 50]] as const) {
    const started = performance.now();
    const { rows } = await seen.list(search, 0);
    assert.equal(rows.length, many, search);
    assert.ok(performance.now() - started < 10_000, `${search}: ${performance.now() - started} ms`);
  }
});

const shop: Corpus = { name: "corpus:shop", bytes: async () => new Uint8Array(readFileSync(new URL("../../../testdata/packs/shop.corpus", import.meta.url))) };
const published = { ...emptyListing, title: "Bottle", bullets: ["Double-walled steel keeps drinks ice cold for a whole summer day, and steaming hot until the last meeting of the evening"] };

test("a published corpus is asked beside the seller's own, and a damaged one is done without", async () => {
  const broken: Corpus = { name: "corpus:broken", bytes: async () => new Uint8Array(100) };
  const missing: Corpus = { name: "corpus:missing", bytes: () => Promise.reject(new Error("damaged")) };
  const seen = await background([broken, shop, missing]);
  const [found, ...more] = await seen.check(published);
  assert.deepEqual(more, []);
  assert.ok(found?.source);
  const { corpus, host, seller, title } = found.source;
  assert.deepEqual({ corpus, host, seller, title }, { corpus: "corpus:shop", host: "amazon.com", seller: "Zorvelo Store", title: "https://www.amazon.com/dp/B0FLASK001" });
  assert.equal((await seen.compare(published.bullets[0] ?? "", 0)).findings.length, 1);
  await seen.add([flask], "competitor", "page");
  assert.deepEqual(sources(await seen.check(listing)), ["Zorvelo flask"], "the seller's own are asked as before");
});

test("a corpus whose fingerprints are made in another way is refused in so many words, and does not answer", async () => {
  const bytes = new Uint8Array(readFileSync(new URL("../../../testdata/packs/next.corpus", import.meta.url)));
  const door = await loadCore();
  assert.throws(() => openCorpora(door, [bytes]), /of another version of Clearlist/);
  const seen = await background([{ name: "corpus:next", bytes: async () => bytes }, shop]);
  assert.deepEqual(await seen.answering(), ["corpus:shop"]);
  assert.equal((await seen.check(published)).length, 1);
});

test("where the text itself is known, it is shown and not the trace; and the seller's own words are nobody's", async () => {
  const seen = await background([shop]);
  await seen.add([page("X", "Another", published.bullets[0] ?? "")], "competitor", "page");
  const [own, ...more] = await seen.check(published);
  assert.deepEqual([own?.source?.kind, more.length], ["verbatim", 0]);
  const [row] = (await seen.list("", 0)).rows;
  await seen.mark(row?.key ?? 0, "mine");
  assert.deepEqual(await seen.check(published), []);
});
