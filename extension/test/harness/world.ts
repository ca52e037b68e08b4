import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canonical, type Json } from "../../src/background/lists/canonical.ts";

export type Role = "root" | "timestamp" | "snapshot" | "targets";
export type Online = Exclude<Role, "root">;

export type Key = { readonly id: string; readonly hex: string; readonly private: KeyObject };
export type Envelope = { signatures: { keyid: string; sig: string }[]; signed: Common };

export type Common = { _type: string; spec_version: string; version: number; expires: string };
export type FileMeta = { version: number; length?: number; hashes?: { sha256: string } };
export type Delta = { from: number; base: string; sha256: string; length: number };
export type Custom = { list: string; version: number; as_of: string; format: number; terms: number; deltas?: Delta[] };
export type Target = { length: number; hashes: { sha256: string }; custom: Custom };
export type Says = {
  root: Common & {
    consistent_snapshot: boolean;
    keys: Record<string, { keytype: string; scheme: string; keyval: { public: string } }>;
    roles: Record<Role, { keyids: string[]; threshold: number }>;
  };
  timestamp: Common & { meta: Record<string, FileMeta> };
  snapshot: Common & { meta: Record<string, FileMeta> };
  targets: Common & { targets: Record<string, Target> };
};

/** A list with the files that carry it, as the command published them. */
export type Offer = { readonly target: Target; readonly files: ReadonlyMap<string, Buffer> };

/** What a release does otherwise than an honest one, at each step of its making. What follows a step vouches for what it left. */
export type Change = {
  /** Before signing. */
  readonly says?: { [R in Online]?: (says: Says[R]) => void };
  readonly keys?: { [R in Online]?: readonly Key[] };
  /** After signing. */
  readonly sealed?: { [R in Online]?: (envelope: Envelope) => void };
  readonly bytes?: { [R in Online]?: (bytes: Buffer) => Buffer };
};

export type RootChange = {
  readonly keys?: { [R in Role]?: readonly Key[] };
  readonly says?: (root: Says["root"]) => void;
  /** Who signs: the old root keys and the new ones where nobody is named. */
  readonly by?: readonly Key[];
  readonly sealed?: (envelope: Envelope) => void;
};

export const list = "curated.pack";

/**
 * A publisher with all the keys, and no scruples: it signs whatever it is told to. Its files are what a server would
 * hand out. The keys and the first root are those that the built extension trusts.
 */
export class World {
  readonly files: Map<string, Buffer>;
  root: Says["root"];
  keys: Record<Role, readonly Key[]>;
  numbers: Record<Online, number>;
  lists: Record<string, Target>;

  static of(state: string): World {
    const files = new Map<string, Buffer>();
    for (const folder of ["v1/m", "v1/p", "v1/d"]) readAll(join(state, "published"), folder, files);
    return new World(files, keysIn(join(state, "keys"), newestRoot(files)));
  }

  private constructor(files: Map<string, Buffer>, keys: Record<Role, readonly Key[]>) {
    this.files = files;
    this.keys = keys;
    this.root = newestRoot(files);
    const timestamp = parsed<Says["timestamp"]>(files, "/v1/m/timestamp.json");
    const snapshotVersion = timestamp.meta["snapshot.json"]?.version ?? 0;
    const targetsVersion = parsed<Says["snapshot"]>(files, `/v1/m/${snapshotVersion}.snapshot.json`).meta["targets.json"]?.version ?? 0;
    this.numbers = { timestamp: timestamp.version, snapshot: snapshotVersion, targets: targetsVersion };
    this.lists = parsed<Says["targets"]>(files, `/v1/m/${targetsVersion}.targets.json`).targets;
  }

  copy(): World {
    const other = new World(new Map(this.files), this.keys);
    other.root = structuredClone(this.root);
    other.numbers = { ...this.numbers };
    other.lists = structuredClone(this.lists);
    return other;
  }

  /** Speaks of this list from the next release on. */
  offer({ target, files }: Offer): this {
    this.lists[list] = structuredClone(target);
    for (const [path, bytes] of files) this.files.set(path, bytes);
    return this;
  }

  /** Leaves numbers out, as a publisher does that was told of a theft. */
  skip(): this {
    for (const role of ["timestamp", "snapshot", "targets"] as const) this.numbers[role] += 10;
    return this;
  }

  /** Signs the lists anew, each document with its next number. */
  release(change: Change = {}): this {
    const targets = this.#publish("targets", { ...common("targets", 90), targets: structuredClone(this.lists) }, change);
    const snapshot = this.#publish("snapshot", { ...common("snapshot", 30), meta: { "targets.json": targets } }, change);
    this.#publish("timestamp", { ...common("timestamp", 7), meta: { "snapshot.json": snapshot } }, change);
    return this;
  }

  /** The next root. */
  rotate(change: RootChange = {}): this {
    const before = this.keys;
    const next = structuredClone(this.root);
    next.version++;
    next.expires = inDays(365);
    this.keys = { ...this.keys, ...change.keys };
    for (const role of Object.keys(this.keys) as Role[]) {
      next.roles[role].keyids = this.keys[role].map(({ id }) => id);
      next.roles[role].threshold = Math.min(next.roles[role].threshold, this.keys[role].length);
      for (const key of this.keys[role]) next.keys[key.id] = { keytype: "ed25519", scheme: "ed25519", keyval: { public: key.hex } };
    }
    change.says?.(next);
    const envelope = sealed(next, change.by ?? [...new Set([...before.root, ...this.keys.root])]);
    change.sealed?.(envelope);
    this.files.set(`/v1/m/${this.root.version + 1}.root.json`, Buffer.from(JSON.stringify(envelope)));
    this.root = next;
    return this;
  }

  #publish<R extends Online>(role: R, honest: Says[R], change: Change): FileMeta {
    const version = ++this.numbers[role];
    honest.version = version;
    change.says?.[role]?.(honest);
    const envelope = sealed(honest, change.keys?.[role] ?? this.keys[role]);
    change.sealed?.[role]?.(envelope);
    let bytes: Buffer = Buffer.from(JSON.stringify(envelope));
    bytes = change.bytes?.[role]?.(bytes) ?? bytes;
    this.files.set(role === "timestamp" ? "/v1/m/timestamp.json" : `/v1/m/${version}.${role}.json`, bytes);
    return { version, length: bytes.length, hashes: { sha256: hashOf(bytes) } };
  }
}

export function newKey(): Key {
  return keyOf(generateKeyPairSync("ed25519").privateKey);
}

export function sealed(signed: Common, keys: readonly Key[]): Envelope {
  return { signatures: keys.map((key) => ({ keyid: key.id, sig: signatureOf(signed, key) })), signed };
}

export function signatureOf(signed: Common, key: Key): string {
  return sign(null, canonical(signed as unknown as Json), key.private).toString("hex");
}

export function inDays(days: number): string {
  return new Date(Date.now() + days * 24 * 3600_000).toISOString().replace(/\.\d+Z$/, "Z");
}

export function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The newest list of a state with all that leads to it. */
export function offerOf(state: string): Offer {
  const published = World.of(state);
  const target = published.lists[list];
  if (target === undefined) throw new Error(`${state} publishes no ${list}`);
  const names = [`/v1/p/${target.hashes.sha256}.${list}`, ...(target.custom.deltas ?? []).map(({ sha256 }) => `/v1/d/${sha256}.delta`)];
  return { target, files: new Map(names.map((name) => [name, published.files.get(name) ?? Buffer.of()])) };
}

function common(role: Role, days: number): Common {
  return { _type: role, spec_version: "1.0.31", version: 0, expires: inDays(days) };
}

function keyOf(key: KeyObject): Key {
  const hex = Buffer.from(createPublicKey(key).export({ format: "jwk" }).x ?? "", "base64url").toString("hex");
  return { id: hashOf(Buffer.from(hex)), hex, private: key };
}

/** The keys of a state, each under the id and in the roles that its root gives it. */
function keysIn(folder: string, root: Says["root"]): Record<Role, readonly Key[]> {
  const ids = new Map(Object.entries(root.keys).map(([id, key]) => [key.keyval.public, id]));
  const all = readdirSync(folder)
    .filter((name) => name.endsWith(".pem"))
    .map((name) => keyOf(createPrivateKey(readFileSync(join(folder, name)))))
    .map((key) => ({ ...key, id: ids.get(key.hex) ?? key.id }));
  const of = (role: Role) => all.filter(({ id }) => root.roles[role].keyids.includes(id));
  return { root: of("root"), timestamp: of("timestamp"), snapshot: of("snapshot"), targets: of("targets") };
}

function readAll(top: string, folder: string, into: Map<string, Buffer>): void {
  let names: string[] = [];
  try {
    names = readdirSync(join(top, folder));
  } catch {
    // nothing of that kind is published
  }
  for (const name of names) if (!name.endsWith(".br")) into.set(`/${folder}/${name}`, readFileSync(join(top, folder, name)));
}

function newestRoot(files: ReadonlyMap<string, Buffer>): Says["root"] {
  let version = 1;
  while (files.has(`/v1/m/${version + 1}.root.json`)) version++;
  return parsed(files, `/v1/m/${version}.root.json`);
}

function parsed<T>(files: ReadonlyMap<string, Buffer>, path: string): T {
  const bytes = files.get(path);
  if (bytes === undefined) throw new Error(`${path} is not published`);
  return (JSON.parse(bytes.toString()) as { signed: T }).signed;
}
