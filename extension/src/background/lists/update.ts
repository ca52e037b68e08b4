// One run of the update: root chain, timestamp, snapshot, targets, packs, each
// verified before the next is asked for, and stored before the one after it
// (TUF 1.0, section 5). A run may end after any line: the next one goes on
// from what is stored. Whatever fails, the packs in use stay in use.

import { UpdateFailure } from "./failure.ts";
import type { GetLimit } from "./fetch.ts";
import { install, required, type Bytes, type InstallParts } from "./install.ts";
import { maxDocument, type Documents, type RoleName, type Root, type Target, type Targets } from "./metadata.ts";
import { choose, corpusPrefix, maxCorpora, offered, packTarget } from "./registers.ts";
import { withSlot, type Held } from "./store.ts";
import { nextRoot, notBefore, notExpired, sameSigners, signedBy, trustedRoot, vouched } from "./trust.ts";

export type UpdateParts = InstallParts & {
  /** Milliseconds since 1970, read once. */
  readonly clock: () => number;
  /** The registers to have beside the bundled list, by name. */
  readonly wanted: readonly string[];
  /** The published corpora that the seller chose, by name. */
  readonly corpora: readonly string[];
  /** Called whenever a pack has come into use or gone. */
  readonly changed: (list: string) => void;
};

/** Keys change once in a year or two: a chain longer than this is gone on with in the next run. */
const maxRotations = 512;

const documentTime = 20_000;

/** Brings every list up to what is signed today, each by itself, and throws the first failure at the end. */
export async function update(parts: UpdateParts): Promise<void> {
  const started = await parts.store.read();
  const now = Math.max(parts.clock(), started.lastSeen);
  const { root, held } = await followRoots(parts, started);
  notExpired("root", root, now);

  const timestamp = await newestTimestamp(parts, root, held, now);
  const snapshot = await vouchedDocument(parts, root, "snapshot", timestamp.document.snapshot, timestamp.held, now);
  const meta = snapshot.document.meta.get("targets.json");
  if (meta === undefined) throw new UpdateFailure("mismatch", "snapshot without targets.json");
  const targets = await vouchedDocument(parts, root, "targets", meta, snapshot.held, now);
  const dated = { ...targets.held, lastSeen: now };
  await parts.store.write(dated);
  await installAll(parts, targets.document, dated);
}

/**
 * The bundled list first: without its newest version no register is asked for.
 * A register or a corpus that fails does not keep the next one from its own.
 */
async function installAll(parts: UpdateParts, targets: Targets, held: Held): Promise<void> {
  const name = packTarget(parts.base.list.list);
  const target = targets.targets.get(name);
  if (target === undefined) throw new UpdateFailure("mismatch", `targets without ${name}`);
  if (target.list !== parts.base.list.list) throw new UpdateFailure("mismatch", `${target.list} as ${name}`);
  let now = await installOne(parts, target, held);

  const registers = choose(offered(targets), parts.wanted).take;
  const take = [...registers, ...choose(offered(targets, corpusPrefix), parts.corpora, maxCorpora).take];
  now = await dropOthers(parts, take, now);
  let failure: unknown;
  for (const beside of take) {
    try {
      now = await installOne(parts, beside, now);
    } catch (error) {
      failure ??= error;
      if (error instanceof UpdateFailure && error.code === "busy") break;
    }
  }
  if (failure !== undefined) throw failure;
}

async function installOne(parts: UpdateParts, target: Target, held: Held): Promise<Held> {
  const next = await install(parts, target, held);
  if (next.slots !== held.slots) parts.changed(target.list);
  return next;
}

/** Registers and corpora that nobody wants any more, or that there is no room for, make room before others are fetched. */
async function dropOthers(parts: UpdateParts, take: readonly Target[], held: Held): Promise<Held> {
  let next = held;
  for (const { current } of held.slots) {
    const stays = current.list === parts.base.list.list || take.some((target) => target.list === current.list);
    if (!stays) next = withSlot(next, current.list, undefined);
  }
  if (next === held) return held;
  await parts.store.write(next);
  for (const { current } of held.slots) if (!next.slots.some((slot) => slot.current.list === current.list)) parts.changed(current.list);
  return next;
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
    if (!sameSigners("targets", root, next)) held = { ...held, slots: held.slots.map((slot) => ({ ...slot, floor: 0 })) };
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
  const bytes = await required(parts.get, "/v1/m/timestamp.json", limitOf("timestamp"));
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
  const bytes = await required(parts.get, `/v1/m/${meta.version}.${role}.json`, { ...limit, bytes: Math.min(meta.length ?? limit.bytes, limit.bytes) });
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

function limitOf(role: RoleName): GetLimit {
  return { bytes: maxDocument[role], time: documentTime };
}
