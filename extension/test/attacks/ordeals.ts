// What cannot be told by one answer of a server: deaths, clocks, theft and
// recovery, several at once, and a disk that forgets. Each starts with the good
// list in use, and leaves the extension in whatever state it came to.

import assert from "node:assert/strict";
import { added, refused, usual, type Material } from "../harness/material.ts";
import { atRange, bytes, endless, halfOf, kindOf, range, serving, silent, status, type Kind, type Play, type Reply } from "../harness/replies.ts";
import type { Subject } from "../harness/subject.ts";
import { until } from "../harness/until.ts";
import { inDays, newKey, type World } from "../harness/world.ts";

export type Scene = { readonly subject: Subject; readonly world: World; readonly material: Material };
export type Ordeal = { readonly name: string; readonly run: (scene: Scene) => Promise<void>; readonly slow?: boolean };

const words = [usual, added, refused];
const hour = 3600_000;
const year = 365 * 24 * hour;

async function isGood({ subject, material }: Scene, what = "the last good list screens"): Promise<void> {
  assert.deepEqual(await subject.look(words), { version: material.good.target.custom.version, found: [usual, added] }, what);
}

async function isNext({ subject, material }: Scene): Promise<void> {
  assert.deepEqual(await subject.look(words), { version: material.bait.target.custom.version, found: [usual, refused] }, "the newer list is in use");
}

async function updates({ subject }: Scene, play: Play, says: string | null): Promise<void> {
  subject.lab.gate.play = play;
  assert.equal(await subject.update(), says);
}

/** A server that falls silent at one kind of file, and what was asked of it. */
function silentAt(world: World, kind: Kind): { play: Play; asked: string[] } {
  const asked: string[] = [];
  const honest = serving(world);
  return { asked, play: (path) => (asked.push(path), kindOf(path) === kind ? silent : honest(path)) };
}

const order: readonly Kind[] = ["root", "timestamp", "snapshot", "targets", "delta", "pack"];

/** The background ends while it waits for a file; the next run goes on from what was stored. */
function killedAt(kind: Kind): Ordeal {
  return {
    name: `the background is ended while it waits for the ${kind}`,
    async run(scene) {
      const { subject, world, material } = scene;
      const { gate, browser } = subject.lab;
      const newer = world.copy().offer(material.bait);
      if (kind === "pack") for (const target of Object.values(newer.lists)) target.custom.deltas = [];
      newer.release();
      const { play, asked } = silentAt(newer, kind);
      gate.play = play;
      await subject.begin();
      await until(`the ${kind} is asked for`, () => (asked.some((path) => kindOf(path) === kind) ? true : undefined));
      await browser.killBackground();
      await isGood(scene);
      const alarm = await subject.alarm();
      assert.ok(alarm !== undefined && alarm > 0 && alarm < hour, `the next run is planned: in ${alarm} ms`);

      const again: string[] = [];
      const honest = serving(newer);
      await updates(scene, (path) => (again.push(path), honest(path)), null);
      const verified = order.slice(order.indexOf("snapshot"), order.indexOf(kind));
      assert.deepEqual(again.map(kindOf).filter((each) => verified.includes(each)), [], "nothing verified is fetched again");
      await isNext(scene);
    },
  };
}

/** A pack that arrives as a whole, and half of which came before the line broke. */
async function brokenOff(scene: Scene): Promise<{ newer: World; pack: Buffer }> {
  const newer = scene.world.copy().offer(scene.material.bait);
  for (const target of Object.values(newer.lists)) target.custom.deltas = [];
  newer.release();
  const pack = [...newer.files].find(([path]) => path === `/v1/p/${scene.material.bait.target.hashes.sha256}.curated.pack`)?.[1];
  if (pack === undefined) throw new Error("no pack is offered");
  const { reply, end } = halfOf(pack);
  scene.subject.lab.gate.play = serving(newer, { pack: reply });
  const says = scene.subject.update();
  await until("what has come is kept", async () => ((await scene.subject.kept()) > 0 ? true : undefined));
  end();
  assert.equal(await says, "offline");
  await isGood(scene, "half a pack changes nothing");
  return { newer, pack };
}

const downloads: readonly Ordeal[] = [
  {
    name: "a pack that broke off: only the rest is asked for",
    async run(scene) {
      const { newer, pack } = await brokenOff(scene);
      const from: number[] = [];
      await updates(scene, serving(newer, { pack: atRange((at) => (from.push(at), range(pack, at)), status(404)) }), null);
      assert.equal(from.length, 1);
      assert.equal(await scene.subject.kept(), 0, "nothing of it is left");
      assert.ok((from[0] ?? 0) >= 64 << 10 && (from[0] ?? 0) <= pack.length >> 1, `from byte ${from[0]} of ${pack.length}`);
      await isNext(scene);
    },
  },
  ...(
    [
      ["other bytes", (pack, at) => range(Buffer.alloc(pack.length, 1), at)],
      ["another range", (pack, at) => range(pack, at - 1)],
      ["a range that is not named", (pack, at) => (response) => void response.writeHead(206).end(pack.subarray(at))],
      ["a range that is named wrongly", (pack, at) => range(pack, at, `bytes 0-${pack.length - 1}/${pack.length}`)],
      ["too few bytes", (pack, at) => range(pack.subarray(0, -1), at)],
      ["too many bytes", (pack, at) => range(Buffer.concat([pack, Buffer.of(0)]), at)],
      ["a body that never ends", () => endless],
      ["that there is no such range", () => status(416)],
      ["half of the whole pack", (pack) => bytes(pack.subarray(0, pack.length >> 1))],
    ] satisfies readonly (readonly [string, (pack: Buffer, at: number) => Reply])[]
  ).map(
    ([what, evil]): Ordeal => ({
      name: `a pack that broke off, and for its rest ${what}: the whole pack is asked for`,
      async run(scene) {
        const { newer, pack } = await brokenOff(scene);
        const wholes: number[] = [];
        const whole: Reply = (response, request) => (wholes.push(1), status(404)(response, request));
        await updates(scene, serving(newer, { pack: atRange((at) => evil(pack, at), whole) }), "status");
        assert.equal(wholes.length, 1, "the whole pack is asked for");
        await isGood(scene);
        await updates(scene, serving(newer), null);
        await isNext(scene);
      },
    }),
  ),
];

const deaths: readonly Ordeal[] = [
  ...order.map(killedAt),
  {
    name: "the background is ended five times while the pack arrives",
    slow: true,
    async run(scene) {
      const { subject, world, material } = scene;
      const newer = world.copy().offer(material.bait).release();
      for (let i = 0; i < 5; i++) {
        const { play, asked } = silentAt(newer, "delta");
        subject.lab.gate.play = play;
        await subject.begin();
        await until("the delta is asked for", () => (asked.some((path) => kindOf(path) === "delta") ? true : undefined));
        await subject.lab.browser.killBackground();
      }
      await isGood(scene);
      await updates(scene, serving(newer), null);
      await isNext(scene);
    },
  },
];

const clocks: readonly Ordeal[] = [
  {
    name: "a clock twenty years behind",
    async run(scene) {
      await scene.subject.lab.browser.shiftClock(scene.subject.page, -20 * year);
      await updates(scene, serving(scene.world.skip().release()), null);
      await isGood(scene);
    },
  },
  {
    name: "a clock twenty years ahead, and right again",
    async run(scene) {
      const { subject, world } = scene;
      await subject.lab.browser.shiftClock(subject.page, 20 * year);
      await updates(scene, serving(world.skip().release()), "expired");
      await isGood(scene);
      await subject.lab.browser.shiftClock(subject.page, 0);
      await updates(scene, serving(world.skip().release()), null);
      await isGood(scene);
    },
  },
  {
    name: "a clock set back does not revive what is out of date",
    async run(scene) {
      const { subject, world } = scene;
      const ends = (days: number) => ({ says: { timestamp: (says: { expires: string }) => void (says.expires = inDays(days)) } });
      await subject.lab.browser.shiftClock(subject.page, 12 * hour);
      await updates(scene, serving(world.skip().release(ends(1))), null);
      await subject.lab.browser.shiftClock(subject.page, 0);
      await updates(scene, serving(world.skip().release(ends(0.25))), "expired");
      await isGood(scene);
      await updates(scene, serving(world.skip().release()), null);
    },
  },
  {
    name: "a frozen server is found out when its word ends",
    async run(scene) {
      const { subject, world } = scene;
      const play = serving(world.skip().release());
      await updates(scene, play, null);
      await updates(scene, play, null);
      await subject.lab.browser.shiftClock(subject.page, 8 * 24 * hour);
      await updates(scene, play, "expired");
      await isGood(scene);
    },
  },
];

const thefts: readonly Ordeal[] = [
  {
    name: "fast-forward by a stolen timestamp key, and recovery by a new one",
    async run(scene) {
      const { world } = scene;
      const evil = world.copy();
      await updates(scene, serving(evil.release({ says: { timestamp: (says) => void (says.version = Number.MAX_SAFE_INTEGER) } })), null);
      await isGood(scene);
      await updates(scene, serving(world.skip().release()), "rollback");
      await isGood(scene);
      await updates(scene, serving(world.rotate({ keys: { timestamp: [newKey()] } }).skip().release()), null);
      await isGood(scene);
    },
  },
  {
    name: "fast-forward of the snapshot by two stolen keys, and recovery by new ones",
    async run(scene) {
      const { world } = scene;
      const evil = world.copy();
      evil.numbers.snapshot = Number.MAX_SAFE_INTEGER - 1;
      await updates(scene, serving(evil.release()), null);
      await updates(scene, serving(world.skip().release()), "rollback");
      await updates(scene, serving(world.rotate({ keys: { snapshot: [newKey()], timestamp: [newKey()] } }).skip().release()), null);
      await isGood(scene);
    },
  },
  {
    name: "a list many versions ahead by a stolen targets key, and recovery by a new one",
    slow: true,
    async run(scene) {
      const { subject, world, material } = scene;
      const ahead = await material.ahead(4_000_000_000, refused);
      await updates(scene, serving(world.copy().offer(ahead).release()), null);
      assert.deepEqual((await subject.look(words)).found, [usual, refused]);
      await updates(scene, serving(world.skip().release()), "rollback");
      await updates(scene, serving(world.rotate({ keys: { targets: [newKey()], snapshot: [newKey()], timestamp: [newKey()] } }).skip().release()), null);
      await isGood(scene);
      await subject.lab.browser.killBackground();
      await isGood(scene, "the thief's list does not come back");
    },
  },
  {
    name: "every key is replaced, root keys too",
    async run(scene) {
      const { world } = scene;
      world.rotate({ keys: { root: [newKey(), newKey(), newKey()], targets: [newKey()], snapshot: [newKey()], timestamp: [newKey()] } });
      await updates(scene, serving(world.skip().release()), null);
      await isGood(scene);
    },
  },
  {
    name: "300 roots, one after the other",
    slow: true,
    async run(scene) {
      const { world } = scene;
      for (let i = 0; i < 300; i++) world.rotate();
      await updates(scene, serving(world.skip().release()), null);
      await isGood(scene);
    },
  },
  {
    name: "a root in the middle of the chain is missing",
    async run(scene) {
      const { world } = scene;
      const evil = world.copy().rotate().rotate({ keys: { timestamp: [newKey()] } });
      evil.files.delete(`/v1/m/${evil.root.version - 1}.root.json`);
      await updates(scene, serving(evil.release()), "signature");
      await isGood(scene);
    },
  },
  {
    name: "a root that is out of date, and the next one",
    async run(scene) {
      const { world } = scene;
      await updates(scene, serving(world.rotate({ says: (root) => void (root.expires = inDays(-1)) }).skip().release()), "expired");
      await isGood(scene);
      await updates(scene, serving(world.rotate().skip().release()), null);
      await isGood(scene);
    },
  },
];

const crowds: readonly Ordeal[] = [
  {
    name: "two pages ask for an update at once",
    async run(scene) {
      const { subject, world } = scene;
      const asked: string[] = [];
      const honest = serving(world.skip().release());
      subject.lab.gate.play = (path) => (asked.push(path), honest(path));
      const other = await subject.lab.browser.open(`${subject.lab.browser.origin}/options/options.html`);
      try {
        await Promise.all([
          subject.update(),
          other.evaluate(() => chrome.runtime.sendMessage({ kind: "update", request: {} })),
        ]);
      } finally {
        await other.close();
      }
      assert.equal(asked.filter((path) => kindOf(path) === "timestamp").length, 1, asked.join(" "));
      await isGood(scene);
    },
  },
  {
    name: "another context is at an update",
    async run(scene) {
      const { subject, world } = scene;
      const asked: string[] = [];
      const honest = serving(world.skip().release());
      subject.lab.gate.play = (path) => (asked.push(path), honest(path));
      await subject.page.evaluate(
        () => new Promise<void>((held) => void navigator.locks.request("update", () => new Promise<void>((release) => (Object.assign(globalThis, { release }), held())))),
      );
      await subject.update();
      assert.deepEqual(asked, []);
      await subject.page.evaluate(() => (globalThis as unknown as { release: () => void }).release());
      assert.equal(await subject.update(), null);
      await isGood(scene);
    },
  },
  {
    name: "checks go on while an update waits",
    async run(scene) {
      const { subject, world, material } = scene;
      const { play, asked } = silentAt(world.copy().offer(material.bait).release(), "targets");
      subject.lab.gate.play = play;
      await subject.begin();
      await until("the targets are asked for", () => (asked.some((path) => kindOf(path) === "targets") ? true : undefined));
      for (let i = 0; i < 20; i++) await isGood(scene);
    },
  },
];

const disks: readonly Ordeal[] = [
  {
    name: "the stored pack is damaged: the bundled list screens, and the next update mends it",
    async run(scene) {
      const { subject, world, material } = scene;
      await inStore(subject, "packs", (key, value) => (key === "" ? value : (value as Uint8Array).fill(7, 100, 200)));
      await subject.lab.browser.killBackground();
      assert.deepEqual((await subject.look(words)).found, [usual]);
      await updates(scene, serving(world.skip().release()), null);
      assert.equal((await subject.look(words)).version, material.good.target.custom.version);
      await isGood(scene);
    },
  },
  {
    name: "the stored state is rubbish",
    async run(scene) {
      const { subject, world } = scene;
      await inStore(subject, "held", () => ({ root: "no", slots: 3 }));
      await subject.lab.browser.killBackground();
      assert.deepEqual((await subject.look(words)).found, [usual]);
      await updates(scene, serving(world.skip().release()), null);
      await isGood(scene);
    },
  },
  {
    name: "the log of updates is rubbish",
    async run(scene) {
      const { subject, world } = scene;
      await subject.page.evaluate(() => chrome.storage.local.set({ updates: { checkedAt: -5, nextAt: "soon" } }));
      await updates(scene, serving(world.skip().release()), null);
      await isGood(scene);
    },
  },
];

/** Changes what the extension has stored, behind its back. */
async function inStore(subject: Subject, table: "held" | "packs", change: (key: string, value: unknown) => unknown): Promise<void> {
  await subject.page.evaluate(
    async (name, source) => {
      const edit = (0, eval)(source) as (key: string, value: unknown) => unknown;
      const database = await new Promise<IDBDatabase>((done) => {
        const request = indexedDB.open("lists");
        request.onsuccess = () => done(request.result);
      });
      const transaction = database.transaction(name, "readwrite");
      const store = transaction.objectStore(name);
      const all = store.openCursor();
      all.onsuccess = () => {
        const cursor = all.result;
        if (cursor === null) return;
        cursor.update(edit(String(cursor.key), cursor.value));
        cursor.continue();
      };
      await new Promise((done) => (transaction.oncomplete = done));
      database.close();
    },
    table,
    `(${change.toString()})`,
  );
}

const manners: readonly Ordeal[] = [
  {
    name: "no request says who asks, and nothing the server hands out comes back",
    async run(scene) {
      const { world } = scene;
      const seen: string[][] = [];
      const honest = world.skip().release();
      const play: Play = (path) => {
        const body = honest.files.get(path);
        return (response, request) => {
          seen.push(Object.keys(request.headers));
          const mine = { "set-cookie": "id=7; Max-Age=999999", etag: '"7"', "last-modified": "Tue, 24 Nov 2026 00:00:00 GMT", "cache-control": "max-age=9999" };
          if (body === undefined) response.writeHead(404, mine).end();
          else bytes(body, mine)(response, request);
        };
      };
      await updates(scene, play, null);
      await updates(scene, play, null);
      const telling = ["cookie", "authorization", "referer", "origin", "if-none-match", "if-modified-since"];
      assert.deepEqual(seen.flat().filter((name) => telling.includes(name) && name !== "origin"), []);
      await isGood(scene);
    },
  },
  {
    name: "a server that asks for an hour of peace gets it",
    async run(scene) {
      const { subject, world } = scene;
      await updates(scene, serving(world.skip().release(), { timestamp: (response) => void response.writeHead(429, { "retry-after": "7200" }).end() }), "busy");
      const alarm = (await subject.alarm()) ?? 0;
      assert.ok(alarm > 1.9 * hour && alarm < 2.1 * hour, `next run in ${alarm} ms`);
      await isGood(scene);
    },
  },
  {
    name: "failures in a row are farther and farther apart",
    async run(scene) {
      const { subject, world } = scene;
      const waits: number[] = [];
      for (let i = 0; i < 4; i++) {
        await updates(scene, serving(world.skip().release(), { timestamp: (response) => void response.writeHead(500).end() }), "status");
        waits.push((await subject.alarm()) ?? 0);
      }
      // min(2^(n-1) * 15 min * (1 to 2), 24 h), read a moment later
      for (const [i, wait] of waits.entries()) assert.ok(wait > 0.99 * 2 ** i * 900_000 && wait <= 2 ** (i + 1) * 900_000, `wait ${i}: ${wait} ms`);
      await isGood(scene);
    },
  },
  {
    name: "a list that names the updater's own words blocks nothing",
    slow: true,
    async run(scene) {
      const { subject, world, material } = scene;
      const own = await material.ahead(5, "timestamp.json");
      await updates(scene, serving(world.copy().offer(own).release()), null);
      const further = await material.ahead(4_000_000_000, refused);
      await updates(scene, serving(world.skip().offer(further).skip().release()), null);
      assert.deepEqual((await subject.look(words)).found, [usual, refused]);
    },
  },
];

export const ordeals: readonly Ordeal[] = [...downloads, ...deaths, ...clocks, ...thefts, ...crowds, ...disks, ...manners];
