// The update client where a browser is not needed: every byte flipped, every
// death, every way to the same pack, and when the next run is.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { plan, planSoon, updateAsked, updateDue, updateNow, type ClientParts } from "../../src/background/lists/client.ts";
import { emptyLog, updateLogIn, type UpdateLog } from "../../src/background/lists/log.ts";
import { UpdateFailure } from "../../src/background/lists/failure.ts";
import type { Target } from "../../src/background/lists/metadata.ts";
import { memoryStore } from "../../src/background/lists/memory.ts";
import { choose, maxCorpora } from "../../src/background/lists/registers.ts";
import type { Bytes } from "../../src/background/lists/install.ts";
import { slotOf, type Held, type ListStore } from "../../src/background/lists/store.ts";
import { update, type UpdateParts } from "../../src/background/lists/update.ts";
import { added, Material, refused, usual } from "../harness/material.ts";
import { Native } from "../harness/native.ts";
import { kindOf, serving } from "../harness/replies.ts";
import { hashOf, list, type Offer, type World } from "../harness/world.ts";

let material: Material;
let world: World;
let honestParts: UpdateParts;
const words = [usual, added, refused];
before(async () => {
  material = await Material.make();
  world = material.world().offer(material.good).release();
  const native = await Native.start();
  honestParts = native.parts();
  native.close();
});
after(() => material.remove());

/** A list so small that each of its bytes can be flipped: what stands for the pack is never opened. */
function tiny(version: number): Offer {
  const pack = Buffer.from(`version ${version} of a pack of which only the hash is asked `.repeat(3));
  const { custom } = material.good.target;
  const target = { length: pack.length, hashes: { sha256: hashOf(pack) }, custom: { ...custom, version: custom.version + version, deltas: [] } };
  return { target, files: new Map([[`/v1/p/${target.hashes.sha256}.${list}`, pack]]) };
}

/** A client without HTTP and without a core: whatever is verified is taken. */
function bare(files: ReadonlyMap<string, Buffer>, store: ListStore): UpdateParts {
  return {
    ...honestParts,
    store,
    get: async (path, { bytes }) => {
      const file = files.get(path);
      if (file !== undefined && file.length > bytes) throw new UpdateFailure("too_large", path);
      return file === undefined ? null : new Uint8Array(file);
    },
    test: async () => undefined,
    changed: () => undefined,
  };
}

/** A store with the first of two small releases in it, and what the second one adds. */
async function twoReleases() {
  const first = world.copy().offer(tiny(1)).release();
  const second = first.copy().offer(tiny(2)).rotate({ by: spare(first, "root") }).release({ keys: { targets: spare(first, "targets") } });
  const start = async () => {
    const store = memoryStore();
    await update(bare(first.files, store));
    return store;
  };
  return { first: tiny(1).target.hashes.sha256, second: tiny(2).target.hashes.sha256, start, files: second.files, news: [...second.files].filter(([path, bytes]) => first.files.get(path) !== bytes) };
}

/** As many keys as a role needs: no signature to spare, so that each counts. */
function spare({ keys, root }: World, role: "root" | "targets") {
  return keys[role].slice(0, root.roles[role].threshold);
}

test("a flipped bit at every byte of a release: none is accepted", async () => {
  const { first, start, files, news } = await twoReleases();
  const held = await (await start()).read();
  assert.deepEqual(news.map(([path]) => kindOf(path)).sort(), ["pack", "root", "snapshot", "targets", "timestamp"]);
  let flips = 0;
  for (const [path, whole] of news) {
    for (let at = 0; at < whole.length; at++, flips++) {
      const bad = Buffer.from(whole);
      bad.writeUInt8(whole.readUInt8(at) ^ (1 << at % 8), at);
      const store = memoryStore();
      await store.write(held);
      const failure = await update(bare(new Map(files).set(path, bad), store)).then(() => null, (error: unknown) => error);
      assert.ok(failure instanceof UpdateFailure, `${path}, byte ${at}: ${String(failure)}`);
      assert.equal(slotOf(await store.read(), "curated")?.current.sha256, first, `${path}, byte ${at}: another list is in use`);
    }
  }
  assert.ok(flips > 3000, `${flips} bytes`);
});

/** A store that dies before or after its nth change, and one that lives on what it left. */
function dying(store: ListStore, change: number, when: "before" | "after"): ListStore {
  let left = change;
  const fatal = async (work: () => Promise<void>) => {
    left--;
    if (left < 0) throw new Error("dead");
    if (left === 0 && when === "before") throw new Error("dead");
    await work();
    if (left === 0) throw new Error("dead");
  };
  return { ...store, write: (held) => fatal(() => store.write(held)), stage: (hash, bytes) => fatal(() => store.stage(hash, bytes)) };
}

test("a death at every change of the store, before and after it: one of both lists is whole, and the next run ends well", async () => {
  const { first, second, start, files } = await twoReleases();
  let deaths = 0;
  for (const when of ["before", "after"] as const) {
    for (let change = 1; ; change++) {
      const store = await start();
      const died = await update(bare(files, dying(store, change, when))).then(() => false, () => true);
      const record = slotOf(await store.read(), "curated")?.current;
      const bytes = await store.pack(record?.sha256 ?? "");
      assert.ok(record !== undefined && bytes !== undefined && hashOf(Buffer.from(bytes)) === record.sha256, `${when} change ${change}: the list in use is whole`);
      assert.ok([first, second].includes(record.sha256));
      await update(bare(files, store));
      assert.equal(slotOf(await store.read(), "curated")?.current.sha256, second);
      if (!died) break;
      deaths++;
    }
  }
  assert.ok(deaths >= 12, `${deaths} deaths`);
});

test("a direct delta, a chain of deltas and the whole pack give the same bytes, from wherever one begins", async () => {
  const steps = [world, world.copy().offer(material.bait).release()];
  const results: string[] = [];
  for (const way of ["direct", "chain", "whole"] as const) {
    const native = await Native.start();
    try {
      const asked: string[] = [];
      for (const step of way === "chain" ? steps : steps.slice(-1)) {
        const server = step.copy();
        if (way === "whole") for (const target of Object.values(server.lists)) target.custom.deltas = [];
        const honest = serving(way === "whole" ? server.release() : server);
        native.play = (path) => (asked.push(kindOf(path)), honest(path));
        assert.equal(await native.update(), null);
      }
      const expected = { direct: ["delta"], chain: ["delta", "delta"], whole: ["pack"] }[way];
      assert.deepEqual(asked.filter((kind) => kind === "delta" || kind === "pack"), expected, way);
      const record = slotOf(await native.store.read(), "curated")?.current;
      results.push(hashOf(Buffer.from((await native.store.pack(record?.sha256 ?? "")) ?? [])));
      assert.deepEqual((await native.look(words)).found, [usual, refused]);
    } finally {
      native.close();
    }
  }
  assert.deepEqual(results, Array.from({ length: 3 }, () => material.bait.target.hashes.sha256));
});

test("storage that is full at any step leaves the list in use", async () => {
  const { first, start, files } = await twoReleases();
  for (let change = 1; change <= 6; change++) {
    const store = await start();
    let left = change;
    const full = async (work: () => Promise<void>) => {
      if (--left <= 0) throw new UpdateFailure("storage", "QuotaExceededError");
      await work();
    };
    const small = { ...store, write: (held: Held) => full(() => store.write(held)), stage: (hash: string, bytes: Bytes) => full(() => store.stage(hash, bytes)) };
    await assert.rejects(update(bare(files, small)), { code: "storage" });
    assert.equal(slotOf(await store.read(), "curated")?.current.sha256, first);
  }
});

/** A world after this one, that offers a corpus beside the list. */
function withCorpus(before: World, version: number, bytes: string): World {
  const pack = Buffer.from(bytes);
  const offered = before.copy();
  const hash = hashOf(pack);
  offered.lists["corpus-shop.pack"] = { length: pack.length, hashes: { sha256: hash }, custom: { list: "corpus:shop", version, as_of: "2026-11-20", format: 1, terms: 2 } };
  offered.files.set(`/v1/p/${hash}.corpus-shop.pack`, pack);
  return offered.release();
}

test("a corpus is fetched where it was chosen, dropped where it is not any more, and stops no list when it is broken", async () => {
  const store = memoryStore();
  const changed: string[] = [];
  const names = async () => (await store.read()).slots.map(({ current }) => `${current.list} ${current.version}`).sort();
  const run = (offered: World, corpora: readonly string[], more: Partial<UpdateParts> = {}) =>
    update({ ...bare(offered.files, store), corpora, changed: (list) => void changed.push(list), ...more });
  const first = withCorpus(world, 1, "what stands for a corpus");
  const [curated = ""] = await run(first, []).then(names);
  assert.deepEqual(changed, ["curated"], "not fetched unasked");
  await run(first, ["corpus:shop"]);
  assert.deepEqual(await names(), ["corpus:shop 1", curated]);

  const second = withCorpus(first, 2, "a corpus that does not open");
  const refuses: Partial<UpdateParts> = {
    test: async ({ list }) => {
      if (list === "corpus:shop") throw new UpdateFailure("unusable", "not a corpus");
    },
  };
  await assert.rejects(run(second, ["corpus:shop"], refuses), { code: "unusable" });
  assert.deepEqual(await names(), ["corpus:shop 1", curated], "the corpus of before stays");
  for (const [path, bytes] of second.files) if (path.endsWith(".corpus-shop.pack")) second.files.set(path, Buffer.from(bytes.map((byte) => byte ^ 1)));
  await assert.rejects(run(second, ["corpus:shop"]), { code: "mismatch" });
  assert.deepEqual(await names(), ["corpus:shop 1", curated]);

  const far = withCorpus(second, 3, "x");
  const target = far.lists["corpus-shop.pack"];
  assert.ok(target);
  target.length = maxCorpora + 1;
  await run(far.release(), ["corpus:shop"]);
  assert.deepEqual(await names(), [curated], "one that has no room is not fetched");
  const again = withCorpus(far, 4, "again");
  await run(again, ["corpus:shop"]);
  assert.deepEqual(await names(), ["corpus:shop 4", curated]);
  await run(again, []);
  assert.deepEqual(await names(), [curated]);
});

/** A client whose runs end as told, with a clock and dice of the test. */
function scheduled(run: () => Promise<void>, start: Partial<UpdateLog> = {}, random = 0.5) {
  const state = { log: { ...emptyLog, ...start }, alarm: 0, asked: 0, now: 1_800_000_000_000, busy: false, online: true };
  const parts: ClientParts = {
    run,
    readLog: async () => state.log,
    writeLog: async (log) => void (state.log = log),
    readAsked: async () => state.asked,
    writeAsked: async (time) => void (state.asked = time),
    wakeAt: async (time) => void (state.alarm = time),
    alone: async (work) => {
      if (state.busy) return false;
      state.busy = true;
      await work().finally(() => (state.busy = false));
      return true;
    },
    online: () => state.online,
    clock: () => state.now,
    random: () => random,
  };
  return { state, parts };
}

const minute = 60_000;
const hour = 60 * minute;

test("the next check is about a day away, and never at the same hour for all", async () => {
  const waits = [];
  for (const random of [0, 0.25, 0.999]) {
    const { state, parts } = scheduled(async () => undefined, {}, random);
    await updateNow(parts);
    assert.deepEqual([state.log.failures, state.log.began, state.log.checkedAt, state.log.failure], [0, 0, state.now, null]);
    waits.push((state.alarm - state.now) / hour);
  }
  assert.deepEqual(waits.map(Math.floor), [23, 23, 24]);
});

test("failures wait twice as long each, up to a day, and longer where the server asks", async () => {
  const fail = (retryAfter: number) => async () => {
    throw new UpdateFailure("busy", "", retryAfter);
  };
  const { state, parts } = scheduled(fail(0), {}, 0);
  const waits: number[] = [];
  for (let i = 0; i < 9; i++) {
    await updateNow(parts);
    waits.push((state.alarm - state.now) / minute);
  }
  assert.deepEqual(waits, [15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
  assert.deepEqual(state.log.failure, { code: "busy", at: state.now });
  const patient = scheduled(fail(3 * 24 * hour));
  await updateNow(patient.parts);
  assert.equal(patient.state.alarm - patient.state.now, 3 * 24 * hour);
});

test("a run that is cut short has its next one planned, and counts as a failure", async () => {
  let seen = 0;
  const { state, parts } = scheduled(async () => {
    seen = state.alarm;
    assert.equal(state.log.began, state.now);
  });
  await updateNow(parts);
  assert.ok(seen > state.now && seen <= state.now + 30 * minute, "while it ran, an alarm was set");

  const after = scheduled(async () => {
    throw new UpdateFailure("offline", "");
  }, { began: 5, failures: 1 }, 0);
  await updateNow(after.parts);
  assert.equal(after.state.log.failures, 3);
});

test("a night without a network counts as no failure", async () => {
  let runs = 0;
  const { state, parts } = scheduled(async () => void runs++, { failures: 1, checkedAt: 7 }, 0);
  state.online = false;
  for (let i = 0; i < 40; i++) {
    await updateDue(parts);
    assert.equal(state.alarm - state.now, 15 * minute);
    state.now = state.alarm;
  }
  assert.deepEqual([runs, state.log], [0, { ...emptyLog, failures: 1, checkedAt: 7, nextAt: state.alarm }]);
  state.online = true;
  await updateDue(parts);
  assert.deepEqual([runs, state.log.failures, state.log.checkedAt], [1, 0, state.now]);
});

test("by hand, lists are asked for once a minute", async () => {
  let runs = 0;
  const { state, parts } = scheduled(async () => void runs++);
  const start = state.now;
  assert.equal(await updateAsked(parts), true);
  for (const after of [0, 1, 30_000, minute - 1]) {
    state.now = start + after;
    assert.equal(await updateAsked(parts), false, `${after} ms after`);
    assert.equal(runs, 1);
  }
  state.now = start + minute;
  assert.equal(await updateAsked(parts), true);
  state.now -= 24 * hour; // what was asked for tomorrow holds nothing back
  assert.equal(await updateAsked(parts), true);
  assert.equal(runs, 3);

  const failing = scheduled(async () => {
    throw new UpdateFailure("busy", "", 7 * 24 * hour);
  });
  await updateAsked(failing.parts);
  failing.state.now += minute;
  assert.equal(await updateAsked(failing.parts), true, "a server's week of rest does not stop who asks by hand");
});

test("a plan that only a wrong clock can have made is made again", async () => {
  const { state, parts } = scheduled(async () => undefined, { nextAt: 1_800_000_000_000 + 3000 * 24 * hour });
  await plan(parts);
  assert.ok(state.alarm <= state.now + 11 * minute && state.alarm >= state.now + minute);
  const due = scheduled(async () => undefined, { nextAt: 1 });
  await plan(due.parts);
  assert.equal(due.state.alarm, due.state.now + minute);
});

test("something new to fetch brings the next run forward, but not into a server's rest", async () => {
  const { state, parts } = scheduled(async () => undefined, { nextAt: 1_800_000_000_000 + 20 * hour });
  await planSoon(parts);
  assert.ok(state.alarm <= state.now + 11 * minute);
  const resting = scheduled(async () => undefined, { nextAt: 1_800_000_000_000 + 20 * hour, failures: 1 });
  await planSoon(resting.parts);
  assert.equal(resting.state.alarm, 0);
});

test("registers have room together or the oldest is left out, and the same ones every time", () => {
  const offer = (office: string, length: number, asOf: string) => ({ list: `register:${office}`, length, asOf }) as Target;
  const offers = [offer("US", 14, "2026-11-20"), offer("EU", 13, "2026-10-01"), offer("GB", 8, "2026-11-01"), offer("WO", 9, "2026-11-24")];
  const names = (targets: readonly Target[]) => targets.map((target) => target.list.slice(-2)).join(" ");
  const cases: [string, number, string, string][] = [
    ["US EU GB", 40, "US EU GB", ""],
    ["US EU GB WO", 40, "US GB WO", "EU"],
    ["US EU GB WO", 25, "US WO", "EU GB"],
    ["WO US", 40, "WO US", ""],
    ["JP US", 40, "US", ""],
    ["US", 13, "", "US"],
    ["", 40, "", ""],
  ];
  for (const [wanted, room, take, noRoom] of cases) {
    const choice = choose(offers, wanted.split(" ").map((office) => `register:${office}`), room);
    assert.deepEqual([names(choice.take), names(choice.noRoom)], [take, noRoom], `${wanted} in ${room}`);
  }
});

test("on a full disk the log is remembered, and kept once there is room", async () => {
  let full = true;
  let kept: Record<string, unknown> = {};
  const log = updateLogIn({
    get: async () => kept,
    set: async (items: Record<string, unknown>) => {
      if (full) throw new Error("QuotaExceededError");
      kept = items;
    },
  } as unknown as chrome.storage.StorageArea);
  const failed: UpdateLog = { ...emptyLog, failures: 1, failure: { code: "storage", at: 7 } };
  await log.write(failed);
  assert.deepEqual([await log.read(), kept], [failed, {}]);
  full = false;
  await log.write({ ...emptyLog, checkedAt: 8 });
  assert.deepEqual([await log.read(), kept], [{ ...emptyLog, checkedAt: 8 }, { updates: { ...emptyLog, checkedAt: 8 } }]);
});
