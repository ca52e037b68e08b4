// One run of the update: root chain, timestamp, snapshot, targets, pack, each
// verified before the next is asked for, and stored before the one after it
// (TUF 1.0, section 5). A run may end after any line: the next one goes on
// from what is stored. Whatever fails, the pack in use stays in use; nothing
// here deletes it.

import { UpdateFailure } from "./failure.ts";
import type { Get, GetLimit } from "./fetch.ts";
import { maxDocument, type Delta, type Documents, type RoleName, type Root, type Target } from "./metadata.ts";
import type { Held, ListStore, PackRecord } from "./store.ts";
import { nextRoot, notBefore, notExpired, sameSigners, sha256, signedBy, trustedRoot, vouched } from "./trust.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export type Base = {
  readonly root: Bytes;
  readonly list: { readonly version: number; readonly sha256: string };
  /** The list itself, to begin deltas from. */
  readonly pack: () => Promise<Bytes>;
  /** Versions of the metadata the bundled list was published with. */
  readonly floor: { readonly timestamp: number; readonly snapshot: number; readonly targets: number };
};

export type UpdateParts = {
  readonly get: Get;
  readonly store: ListStore;
  /** Milliseconds since 1970, read once. */
  readonly clock: () => number;
  /** What came with the extension: nothing older than this is believed, even on the first run. */
  readonly base: Base;
  /** The pack that a delta makes of another; throws where it makes none. */
  readonly patch: (pack: Bytes, delta: Bytes) => Promise<Bytes>;
  /** Opens the pack as the checker will; throws where it cannot be used. */
  readonly test: (pack: Bytes, record: PackRecord) => Promise<void>;
};

/** Keys change once in a year or two; a longer chain waits for the next run. */
const maxRotations = 32;
/** The list this extension uses. */
const packName = "curated.pack";
const packFormat = 1;
/** What the core takes: pack.MaxSize. */
const maxPack = 32 << 20;

const documentTime = 20_000;
const packTime = 180_000;

/** Returns the record of a newer pack that is now stored and in use, or null where the list is current. */
export async function update(parts: UpdateParts): Promise<PackRecord | null> {
  const started = await parts.store.read();
  const now = Math.max(parts.clock(), started.lastSeen);
  const { root, held } = await followRoots(parts, started);
  notExpired("root", root, now);

  const timestamp = await newestTimestamp(parts, root, held, now);
  const snapshot = await vouchedDocument(parts, root, "snapshot", timestamp.document.snapshot, timestamp.held, now);
  const meta = snapshot.document.meta.get("targets.json");
  if (meta === undefined) throw new UpdateFailure("mismatch", "snapshot without targets.json");
  const targets = await vouchedDocument(parts, root, "targets", meta, snapshot.held, now);

  const target = targets.document.targets.get(packName);
  if (target === undefined) throw new UpdateFailure("mismatch", `targets without ${packName}`);
  return install(parts, target, { ...targets.held, lastSeen: now });
}

type Followed = { readonly root: Root; readonly held: Held };

/** Every root is stored as soon as it is verified: a stopped run does not begin the chain again. */
async function followRoots(parts: UpdateParts, started: Held): Promise<Followed> {
  let { root, held } = newestKnown(parts.base.root, started);
  for (let step = 0; step < maxRotations; step++) {
    const bytes = await parts.get(`/v1/m/${root.version + 1}.root.json`, limitOf("root"));
    if (bytes === null) break;
    const next = await nextRoot(bytes, root);
    const forget = !sameSigners("timestamp", root, next) || !sameSigners("snapshot", root, next);
    held = { ...held, root: bytes, ...(forget ? { timestamp: null, snapshot: null } : {}) };
    root = next;
    await parts.store.write(held);
  }
  return { root, held };
}

/** An extension update may bring a newer root than the one stored; what does not read counts as not stored. */
function newestKnown(base: Bytes, held: Held): Followed {
  const bundled = trustedRoot(base);
  try {
    const stored = held.root === null ? bundled : trustedRoot(held.root);
    if (stored.version >= bundled.version) return { root: stored, held };
  } catch {
    // a broken record: the bundled root starts the chain again
  }
  return { root: bundled, held };
}

type Verified<R extends RoleName> = { readonly document: Documents[R]; readonly held: Held };

async function newestTimestamp(parts: UpdateParts, root: Root, held: Held, now: number): Promise<Verified<"timestamp">> {
  const seen = await stored(root, "timestamp", held);
  const bytes = await required(parts, "/v1/m/timestamp.json", limitOf("timestamp"));
  const fetched = await signedBy(root, "timestamp", bytes);
  notBefore("timestamp", fetched.version, parts.base.floor.timestamp);
  if (seen !== null) {
    notBefore("timestamp", fetched.version, seen.version);
    notBefore("snapshot", fetched.snapshot.version, seen.snapshot.version);
  }
  if (seen !== null && fetched.version === seen.version) {
    notExpired("timestamp", seen, now);
    return { document: seen, held };
  }
  notExpired("timestamp", fetched, now);
  const kept = { ...held, timestamp: bytes };
  await parts.store.write(kept);
  return { document: fetched, held: kept };
}

/** The document the one before vouches for: the stored one where it is that one, else fetched by its version. */
async function vouchedDocument<R extends "snapshot" | "targets">(
  parts: UpdateParts,
  root: Root,
  role: R,
  meta: Documents["timestamp"]["snapshot"],
  held: Held,
  now: number,
): Promise<Verified<R>> {
  const seen: Documents[R] | null = await stored(root, role, held);
  notBefore(role, meta.version, parts.base.floor[role]);
  if (seen !== null && seen.version === meta.version) {
    notExpired(role, seen, now);
    return { document: seen, held };
  }
  const limit = limitOf(role);
  const bytes = await required(parts, `/v1/m/${meta.version}.${role}.json`, { ...limit, bytes: Math.min(meta.length ?? limit.bytes, limit.bytes) });
  const document = await signedBy(root, role, bytes);
  await vouched(role, bytes, document.version, meta);
  notExpired(role, document, now);
  if (role === "snapshot") await noRollback(root, held, document);
  const kept = { ...held, [role]: bytes };
  await parts.store.write(kept);
  return { document, held: kept };
}

/** No document a snapshot names may vanish or step back from one snapshot to the next. */
async function noRollback(root: Root, held: Held, next: Documents[RoleName]): Promise<void> {
  const seen = await stored(root, "snapshot", held);
  if (!("meta" in next)) return;
  for (const [name, meta] of seen?.meta ?? []) notBefore(name, next.meta.get(name)?.version ?? 0, meta.version);
}

/** A stored document, if today's root still vouches for its signers. */
async function stored<R extends Exclude<RoleName, "root">>(root: Root, role: R, held: Held): Promise<Documents[R] | null> {
  const bytes = held[role];
  if (bytes === null) return null;
  try {
    return await signedBy(root, role, bytes);
  } catch (error) {
    if (error instanceof UpdateFailure) return null;
    throw error;
  }
}

/** Makes the pack the one in use, with all that vouches for it, in one write. */
async function install(parts: UpdateParts, target: Target, held: Held): Promise<PackRecord | null> {
  const record = recordOf(target);
  notBefore("list", record.version, Math.max(parts.base.list.version, held.pack?.version ?? 0));
  if (record.sha256 === parts.base.list.sha256 || record.sha256 === held.pack?.sha256) {
    await parts.store.write(held);
    return null;
  }
  const bytes = await newPack(parts, target, held);
  await parts.test(bytes, record);
  try {
    await parts.store.stage(record.sha256, bytes);
    await parts.store.write({ ...held, pack: record, previous: held.pack });
  } catch (error) {
    await dropStaged(parts.store);
    throw error;
  }
  return record;
}

/**
 * The bytes that were signed for: staged by a run that ended too soon, or made
 * by a delta from a pack at hand, or fetched as a whole. A delta that fails in
 * any way only means that the next way is tried; the last one's failure is told.
 */
async function newPack(parts: UpdateParts, target: Target, held: Held): Promise<Bytes> {
  const staged = await parts.store.pack(target.sha256);
  if (staged !== undefined && (await sha256(staged)) === target.sha256) return staged;
  for (const delta of target.deltas) {
    try {
      const made = await patched(parts, delta, held);
      if (made !== undefined && (await sha256(made)) === target.sha256) return made;
    } catch (error) {
      console.warn(error);
    }
  }
  return fetched(parts, `/v1/p/${target.sha256}.${packName}`, target, "pack");
}

/** Undefined where the pack that the delta begins from is not here. */
async function patched(parts: UpdateParts, delta: Delta, held: Held): Promise<Bytes | undefined> {
  const base = await baseOf(parts, delta.base, held);
  if (base === undefined) return undefined;
  if (delta.length > maxPack / 2) throw new UpdateFailure("too_large", `delta of ${delta.length} bytes`);
  return parts.patch(base, await fetched(parts, `/v1/d/${delta.sha256}.delta`, delta, "delta"));
}

async function baseOf(parts: UpdateParts, hash: string, held: Held): Promise<Bytes | undefined> {
  if (hash === "") return new Uint8Array();
  if (hash === parts.base.list.sha256) return parts.base.pack();
  return hash === held.pack?.sha256 ? parts.store.pack(hash) : undefined;
}

/** A file exactly as it was signed for. */
async function fetched(parts: UpdateParts, path: string, file: { readonly length: number; readonly sha256: string }, what: string): Promise<Bytes> {
  const bytes = await required(parts, path, { bytes: file.length, time: packTime });
  if (bytes.length !== file.length) throw new UpdateFailure("mismatch", `${what}: length`);
  if ((await sha256(bytes)) !== file.sha256) throw new UpdateFailure("mismatch", `${what}: hash`);
  return bytes;
}

/** A full disk loses what was half stored, and nothing else: writing what is held drops packs it does not name. */
async function dropStaged(store: ListStore): Promise<void> {
  try {
    await store.write(await store.read());
  } catch {
    // the first failure is the one to report
  }
}

function recordOf(target: Target): PackRecord {
  if (target.format !== packFormat) throw new UpdateFailure("unusable", `pack format ${target.format}`);
  if (target.length > maxPack) throw new UpdateFailure("too_large", `pack of ${target.length} bytes`);
  const { sha256, length, list, version, asOf, terms } = target;
  return { sha256, length, list, version, asOf, terms };
}

async function required(parts: UpdateParts, path: string, limit: GetLimit): Promise<Bytes> {
  const bytes = await parts.get(path, limit);
  if (bytes === null) throw new UpdateFailure("status", `${path}: 404`);
  return bytes;
}

function limitOf(role: RoleName): GetLimit {
  return { bytes: maxDocument[role], time: documentTime };
}
