// What a server, a thief of one key or a network may try, one case a row. Every
// case has a newer list on offer, the bait, which must not be taken, and says
// by which word the client refuses.

import type { UpdateError } from "../../src/shared/protocol.ts";
import { bomb, bytes, cut, drip, endless, portal, redirect, reset, serving, silent, spoiling, status, type Play } from "../harness/replies.ts";
import { hashOf, inDays, list, newKey, signatureOf, type Envelope, type Online, type Says, type World } from "../harness/world.ts";

export type Attack = {
  readonly name: string;
  /** The refusal; null where the client has nothing to complain of, as nothing newer was said to be there. */
  readonly says: UpdateError | null;
  /** Plays the server. The world is a copy with the bait on offer, not yet signed for. */
  readonly play: (world: World) => Play;
  /** Waits for the client's own patience: not for every run. */
  readonly slow?: boolean;
};

const online = ["timestamp", "snapshot", "targets"] as const;
const stranger = newKey();

/** The same attack on each role that signs online. */
function each(name: (role: Online) => string, says: UpdateError, play: (role: Online) => (world: World) => Play): readonly Attack[] {
  return online.map((role) => ({ name: name(role), says, play: play(role) }));
}

/** The same attack on the envelope of each role, the next root's too. */
function everyEnvelope(name: string, says: UpdateError, spoil: (envelope: Envelope) => void): readonly Attack[] {
  return [
    { name: `root: ${name}`, says, play: (world) => serving(world.rotate({ sealed: spoil }).release()) },
    ...each((role) => `${role}: ${name}`, says, (role) => (world) => serving(world.release({ sealed: { [role]: spoil } }))),
  ];
}

/** One document's bytes changed after all else was made to fit. */
function everyBody(name: string, says: UpdateError, spoil: (body: Buffer) => Buffer): readonly Attack[] {
  return each((role) => `${role}: ${name}`, says, (role) => (world) => serving(world.release({ bytes: { [role]: spoil } })));
}

const forged: readonly Attack[] = [
  ...everyEnvelope("no signature", "signature", (envelope) => void (envelope.signatures = [])),
  ...everyEnvelope("a stranger's signature under the right key id", "signature", (envelope) => {
    for (const one of envelope.signatures) one.sig = signatureOf(envelope.signed, stranger);
  }),
  ...everyEnvelope("a stranger's signature under a key id of its own", "signature", (envelope) => {
    envelope.signatures = [{ keyid: stranger.id, sig: signatureOf(envelope.signed, stranger) }];
  }),
  ...everyEnvelope("a flipped bit in each signature", "signature", (envelope) => {
    for (const one of envelope.signatures) one.sig = (one.sig.startsWith("0") ? "1" : "0") + one.sig.slice(1);
  }),
  ...everyEnvelope("signatures cut short", "signature", (envelope) => {
    for (const one of envelope.signatures) one.sig = one.sig.slice(0, -2);
  }),
  ...everyEnvelope("empty signatures", "signature", (envelope) => {
    for (const one of envelope.signatures) one.sig = "";
  }),
  ...everyEnvelope("signed, then changed", "signature", (envelope) => void (envelope.signed.expires = inDays(3000))),
  ...everyEnvelope("forty signatures", "malformed", (envelope) => {
    envelope.signatures = Array.from({ length: 40 }, () => envelope.signatures).flat().slice(0, 40);
  }),
  ...each((role) => `${role}: signed by the key of another role`, "signature", (role) => (world) =>
    serving(world.release({ keys: { [role]: role === "targets" ? world.keys.timestamp : world.keys.targets } }))),
  {
    name: "timestamp: a snapshot in its place",
    says: "malformed",
    play: (world) => {
      world.release();
      const snapshot = world.files.get(`/v1/m/${world.numbers.snapshot}.snapshot.json`) ?? Buffer.of();
      return serving(world, { timestamp: bytes(snapshot) });
    },
  },
  { name: "root: one signature of two", says: "signature", play: (world) => serving(world.rotate({ by: world.keys.root.slice(0, 1) }).release()) },
  {
    name: "root: one signature, twice",
    says: "signature",
    play: (world) => serving(world.rotate({ by: world.keys.root.slice(0, 1), sealed: (envelope) => void envelope.signatures.push(...envelope.signatures) }).release()),
  },
  {
    name: "root: one key under two ids",
    says: "signature",
    play: (world) => {
      const [key] = world.keys.root;
      if (key === undefined) throw new Error("no root key");
      const again = { ...key, id: "0".repeat(64) };
      return serving(world.rotate({ keys: { root: [key, again] }, by: [key, again] }).release());
    },
  },
  { name: "root: new keys that only they themselves vouch for", says: "signature", play: newRootKeys((_before, next) => next) },
  { name: "root: new keys that never signed", says: "signature", play: newRootKeys((before) => before) },
  { name: "root: a threshold of zero", says: "malformed", play: newRoot((root) => void (root.roles.timestamp.threshold = 0)) },
  { name: "root: a negative threshold", says: "malformed", play: newRoot((root) => void (root.roles.root.threshold = -1)) },
  { name: "root: a threshold nobody can reach", says: "signature", play: newRoot((root) => void (root.roles.root.threshold = 9)) },
  { name: "root: without consistent snapshots", says: "malformed", play: newRoot((root) => void (root.consistent_snapshot = false)) },
  { name: "root: another major version of the standard", says: "malformed", play: newRoot((root) => void (root.spec_version = "2.0.0")) },
  { name: "root: a hundred keys", says: "malformed", play: newRoot((root) => void (root.roles.root.keyids = Array.from({ length: 100 }, (_, i) => i.toString(16).padStart(64, "0")))) },
];

function newRootKeys(by: (before: World["keys"]["root"], next: World["keys"]["root"]) => World["keys"]["root"]): Attack["play"] {
  return (world) => {
    const next = [newKey(), newKey(), newKey()];
    return serving(world.rotate({ keys: { root: next }, by: by(world.keys.root, next) }).release());
  };
}

function newRoot(says: (root: Says["root"]) => void): Attack["play"] {
  return (world) => serving(world.rotate({ says }).release());
}

const rollback: readonly Attack[] = [
  {
    name: "the whole release of before",
    says: "rollback",
    play: (world) => {
      world.numbers = { timestamp: 0, snapshot: 0, targets: 0 };
      return serving(world.release());
    },
  },
  { name: "an older timestamp", says: "rollback", play: (world) => serving(world.release({ says: { timestamp: (says) => void (says.version = 1) } })) },
  { name: "a newer timestamp that names an older snapshot", says: "rollback", play: naming("timestamp", "snapshot.json") },
  { name: "a newer snapshot that names older targets", says: "rollback", play: naming("snapshot", "targets.json") },
  { name: "newer targets with an older list", says: "rollback", play: offering((custom) => void (custom.version = 1)) },
  { name: "a root that skips a version", says: "rollback", play: newRoot((root) => void root.version++) },
  { name: "the same root again as the next one", says: "rollback", play: newRoot((root) => void root.version--) },
  { name: "a snapshot that no longer speaks of the targets", says: "rollback", play: (world) => serving(world.release({ says: { snapshot: (says) => void (says.meta = {}) } })) },
];

function naming(role: "timestamp" | "snapshot", name: string): Attack["play"] {
  const older = (says: Says["timestamp"]) => void (says.meta[name] = { version: 1 });
  return (world) => serving(world.release({ says: { [role]: older } }));
}

function offering(change: (custom: Says["targets"]["targets"][string]["custom"]) => void): Attack["play"] {
  return (world) =>
    serving(
      world.release({
        says: {
          targets: ({ targets }) => {
            for (const target of Object.values(targets)) change(target.custom);
          },
        },
      }),
    );
}

const frozen: readonly Attack[] = [
  ...each((role) => `${role}: out of date since a second`, "expired", (role) => (world) => serving(world.release({ says: { [role]: (says: { expires: string }) => void (says.expires = inDays(-1e-5)) } }))),
  ...each((role) => `${role}: out of date since years`, "expired", (role) => (world) => serving(world.release({ says: { [role]: (says: { expires: string }) => void (says.expires = "2001-01-01T00:00:00Z") } }))),
  ...each((role) => `${role}: an end that is no time`, "malformed", (role) => (world) => serving(world.release({ says: { [role]: (says: { expires: string }) => void (says.expires = "never") } }))),
];

const mixed: readonly Attack[] = [
  { name: "a snapshot with another hash than was signed", says: "mismatch", play: vouching("timestamp", "snapshot.json", { hashes: { sha256: "0".repeat(64) } }) },
  { name: "a snapshot with another length than was signed", says: "mismatch", play: vouching("timestamp", "snapshot.json", { length: 9999 }) },
  { name: "a snapshot longer than was signed", says: "too_large", play: vouching("timestamp", "snapshot.json", { length: 20 }) },
  { name: "targets with another hash than was signed", says: "mismatch", play: vouching("snapshot", "targets.json", { hashes: { sha256: "f".repeat(64) } }) },
  { name: "targets with another length than was signed", says: "mismatch", play: vouching("snapshot", "targets.json", { length: 99_999 }) },
  { name: "a snapshot that calls itself another version", says: "mismatch", play: (world) => serving(world.release({ says: { snapshot: (says) => void says.version++ } })) },
  { name: "targets that call themselves another version", says: "mismatch", play: (world) => serving(world.release({ says: { targets: (says) => void says.version++ } })) },
  {
    name: "old targets under the new name",
    says: "mismatch",
    play: (world) => {
      const old = world.files.get(`/v1/m/${world.numbers.targets}.targets.json`) ?? Buffer.of();
      return serving(world.release(), { targets: bytes(old) });
    },
  },
  { name: "targets without the list", says: "mismatch", play: (world) => serving(world.release({ says: { targets: (says) => void (says.targets = {}) } })) },
  { name: "a pack of another hash", says: "mismatch", play: (world) => spoiling(world.release(), { list: (honest) => bytes(flipped(honest)) }) },
  { name: "the pack of a register in the list's place", says: "mismatch", play: offering((custom) => void (custom.list = "register:US")) },
  { name: "a pack of another version than was signed", says: "unusable", play: offering((custom) => void (custom.version += 5)) },
  { name: "a pack format of the future", says: "unusable", play: offering((custom) => void (custom.format = 99)) },
  { name: "bytes that were signed and are no pack", says: "unusable", play: signedFor(Buffer.from("no pack at all")) },
  { name: "no bytes, signed for", says: "unusable", play: signedFor(Buffer.of()) },
  { name: "a pack signed for with two gigabytes", says: "too_large", play: (world) => serving(world.release({ says: { targets: ({ targets }) => Object.values(targets).forEach((target) => void (target.length = 2 ** 31)) } })) },
  { name: "a delta for another base, and no pack", says: "status", play: deltas(([newest, ...others]) => others.map((delta) => ({ ...delta, base: newest?.base ?? "" }))) },
  { name: "a delta that is no delta, and no pack", says: "status", play: (world) => spoiling(world.release(), { delta: (honest) => bytes(flipped(honest)), pack: () => status(404) }) },
  { name: "a delta signed for with a gigabyte, and no pack", says: "status", play: deltas((all) => all.map((delta) => ({ ...delta, length: 2 ** 30 }))) },
];

function vouching(role: "timestamp" | "snapshot", name: string, other: { length?: number; hashes?: { sha256: string } }): Attack["play"] {
  const lie = (says: Says["timestamp"]) => void (says.meta[name] = { ...says.meta[name], version: says.meta[name]?.version ?? 1, ...other });
  return (world) => serving(world.release({ says: { [role]: lie } }));
}

/** Signs for other bytes, by the right key: what a thief of it can do. */
function signedFor(body: Buffer): Attack["play"] {
  return (world) => {
    const target = world.lists[list];
    if (target === undefined) throw new Error("nothing is on offer");
    world.lists[list] = { length: body.length, hashes: { sha256: hashOf(body) }, custom: { ...target.custom, deltas: [] } };
    return serving(world.release(), { pack: bytes(body) });
  };
}

type Deltas = NonNullable<Says["targets"]["targets"][string]["custom"]["deltas"]>;

function deltas(change: (all: Deltas) => Deltas): Attack["play"] {
  return (world) => {
    for (const { custom } of Object.values(world.lists)) custom.deltas = change(custom.deltas ?? []);
    return serving(world.release(), { pack: status(404) });
  };
}

const bodies: readonly Attack[] = [
  ...(["root", ...online, "pack"] as const).map((kind): Attack => ({ name: `${kind}: a body that never ends`, says: "too_large", play: (world) => serving(withoutDeltas(world).release(), { [kind]: endless }) })),
  ...(["timestamp", "targets", "pack"] as const).map((kind): Attack => ({ name: `${kind}: 64 MB of nothing in 64 KB`, says: "too_large", play: (world) => serving(withoutDeltas(world).release(), { [kind]: bomb(64) }) })),
  ...([...online, "list"] as const).map((kind): Attack => ({ name: `${kind}: cut off half-way`, says: "offline", play: (world) => spoiling(world.release(), { [kind]: cut }) })),
  ...([...online, "list"] as const).map((kind): Attack => ({ name: `${kind}: half of it, said to be all`, says: kind === "list" ? "mismatch" : "malformed", play: (world) => spoiling(world.release(), { [kind]: (honest: Buffer) => bytes(honest.subarray(0, honest.length >> 1)) }) })),
  ...([...online, "list"] as const).map((kind): Attack => ({ name: `${kind}: nothing, said to be all`, says: kind === "list" ? "mismatch" : "malformed", play: (world) => serving(world.release(), { [kind]: bytes(Buffer.of()) }) })),
  { name: "a pack with bytes after its end", says: "too_large", play: (world) => spoiling(world.release(), { list: (honest) => bytes(Buffer.concat([honest, Buffer.of(0)])) }) },
  { name: "a timestamp a byte at a time", says: "timeout", slow: true, play: (world) => serving(world.release(), { timestamp: drip }) },
  { name: "a timestamp that never begins", says: "timeout", slow: true, play: (world) => serving(world.release(), { timestamp: silent }) },
  ...everyBody("a flipped bit in the middle", "signature", (body) => flippedDigit(body)),
  ...everyBody("bytes that are no UTF-8", "malformed", (body) => Buffer.concat([body.subarray(0, -1), Buffer.of(0xff, 0x7d)])),
  ...everyBody("a byte order mark", "malformed", (body) => Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), body])),
  ...everyBody("a thousand arrays in each other", "malformed", (body) => Buffer.from(body.toString().replace('"signed":{', `"signed":{"deep":${"[".repeat(1000)}${"]".repeat(1000)},`))),
  ...everyBody("a version that is no whole number", "malformed", (body) => Buffer.from(body.toString().replace(/"version":\d+,"expires"/, '"version":1.5,"expires"'))),
  ...everyBody("a member of the prototype", "signature", (body) => Buffer.from(body.toString().replace('"signed":{', '"signed":{"__proto__":{"version":9},'))),
];

function withoutDeltas(world: World): World {
  for (const target of Object.values(world.lists)) target.custom.deltas = [];
  return world;
}

const faults: readonly Attack[] = [
  { name: "a captive portal that answers everything", says: "malformed", play: (world) => serving(world.release(), { all: portal, root: portal }) },
  { name: "a captive portal from the timestamp on", says: "malformed", play: (world) => serving(world.release(), { timestamp: portal }) },
  { name: "a captive portal in the pack's place", says: "mismatch", play: (world) => serving(world.release(), { list: portal }) },
  { name: "a redirect to another host", says: "offline", play: (world) => serving(world.release(), { timestamp: redirect("https://lists.example/v1/m/timestamp.json") }) },
  { name: "a redirect on the same host", says: "offline", play: (world) => serving(world.release(), { list: redirect("/v1/m/timestamp.json") }) },
  ...[401, 403, 404, 410, 500, 502, 504].map((code): Attack => ({ name: `${code} for the timestamp`, says: "status", play: (world) => serving(world.release(), { timestamp: status(code) }) })),
  ...[403, 404, 500].map((code): Attack => ({ name: `${code} for the pack and every delta`, says: "status", play: (world) => serving(world.release(), { list: status(code) }) })),
  { name: "429 with an hour to wait", says: "busy", play: (world) => serving(world.release(), { timestamp: status(429, { "retry-after": "3600" }) }) },
  { name: "429 for a delta: the pack is not asked for", says: "busy", play: (world) => serving(world.release(), { delta: status(429) }) },
  { name: "503 for the pack", says: "busy", play: (world) => serving(withoutDeltas(world).release(), { pack: status(503) }) },
  { name: "500 for the next root", says: "status", play: (world) => serving(world.rotate().release(), { root: status(500) }) },
  { name: "204", says: "malformed", play: (world) => serving(world.release(), { timestamp: status(204) }) },
  { name: "304 to a question that had no condition", says: "status", play: (world) => serving(world.release(), { timestamp: status(304) }) },
  { name: "206 and a part of the pack", says: "mismatch", play: (world) => spoiling(world.release(), { list: (honest) => (response) => void response.writeHead(206).end(honest.subarray(0, 100)) }) },
  { name: "a connection that is reset", says: "offline", play: (world) => serving(world.release(), { all: reset, root: reset }) },
  { name: "a stale cache: the timestamp of before, all else new", says: null, play: (world) => {
    const before = world.files.get("/v1/m/timestamp.json") ?? Buffer.of();
    return serving(world.release(), { timestamp: bytes(before) });
  } },
  { name: "a cache that has the new timestamp, and no snapshot yet", says: "status", play: (world) => serving(world.release(), { snapshot: status(404) }) },
];

function flipped(body: Buffer): Buffer {
  const bad = Buffer.from(body);
  bad.writeUInt8(bad.readUInt8(bad.length >> 1) ^ 1, bad.length >> 1);
  return bad;
}

/** Another last digit in the end of life: it still reads, and nobody signed it. */
function flippedDigit(body: Buffer): Buffer {
  return Buffer.from(body.toString().replace(/(\d)Z"/, (_, digit: string) => `${Number(digit) ^ 1}Z"`));
}

export const attacks: readonly Attack[] = [...forged, ...rollback, ...frozen, ...mixed, ...bodies, ...faults];
