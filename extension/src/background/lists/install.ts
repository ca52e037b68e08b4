// One pack, from what the targets say of it to being in use: fetched by the
// shortest way, staged, opened as the checker will, and then made the one in
// use by a single write. Until that write nothing has changed.

import { UpdateFailure } from "./failure.ts";
import { download, type Beginnings } from "./download.ts";
import type { Get, GetLimit } from "./fetch.ts";
import type { Delta, Target } from "./metadata.ts";
import { packTarget } from "./registers.ts";
import { slotOf, withSlot, type Held, type ListStore, type PackRecord, type Slot } from "./store.ts";
import { notBefore, sha256 } from "./trust.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

/** What came with the extension: nothing older than this is believed, even on the first run. */
export type Base = {
  readonly root: Bytes;
  readonly list: { readonly list: string; readonly version: number; readonly sha256: string };
  /** The list itself, to begin deltas from. */
  readonly pack: () => Promise<Bytes>;
  /** Versions of the metadata the bundled list was published with. */
  readonly floor: { readonly timestamp: number; readonly snapshot: number; readonly targets: number };
};

export type InstallParts = {
  readonly get: Get;
  readonly store: ListStore;
  readonly beginnings: Beginnings;
  readonly base: Base;
  /** The pack that a delta makes of another; throws where it makes none. */
  readonly patch: (pack: Bytes, delta: Bytes) => Promise<Bytes>;
  /** Opens the staged pack as the checker will; throws where it cannot be used. */
  readonly test: (record: PackRecord) => Promise<void>;
};

const packFormat = 1;
/** What the core takes: pack.MaxSize. */
const maxPack = 32 << 20;
/** A megabit a second brings the largest register in less. */
export const packTime = 180_000;

/** Gives what is held afterwards: the same slots where the list was current. */
export async function install(parts: InstallParts, target: Target, held: Held): Promise<Held> {
  const record = recordOf(target);
  const slot = slotOf(held, record.list);
  const bundled = record.list === parts.base.list.list ? parts.base.list : undefined;
  notBefore("list", record.version, Math.max(bundled?.version ?? 0, slot?.floor ?? 0));
  if (record.sha256 === bundled?.sha256) return slot === undefined ? held : replaced(parts, held, record.list, undefined);
  if (record.sha256 === slot?.current.sha256 && (await isStored(parts.store, record.sha256))) return held;

  const bytes = await newPack(parts, target, slot);
  try {
    await parts.store.stage(record.sha256, bytes);
    await parts.test(record);
    const slotNow = { current: record, previous: bundled === undefined ? null : before(record, slot), floor: record.version };
    return await replaced(parts, held, record.list, slotNow);
  } catch (error) {
    await dropStaged(parts.store);
    throw error;
  }
}

/** A higher version that had to go was signed by keys that are trusted no more: it is no way back. */
function before(record: PackRecord, slot: Slot | undefined): PackRecord | null {
  return slot !== undefined && slot.current.version < record.version ? slot.current : null;
}

async function replaced(parts: InstallParts, held: Held, list: string, slot: Slot | undefined): Promise<Held> {
  const next = withSlot(held, list, slot);
  await parts.store.write(next);
  return next;
}

async function isStored(store: ListStore, hash: string): Promise<boolean> {
  const bytes = await store.pack(hash);
  return bytes !== undefined && (await sha256(bytes)) === hash;
}

/**
 * The bytes that were signed for: staged by a run that ended too soon, or made
 * by a delta from a pack at hand, or fetched as a whole. A delta that fails
 * only means that the next way is tried, unless the server asks for peace; the
 * last one's failure is told.
 */
async function newPack(parts: InstallParts, target: Target, slot: Slot | undefined): Promise<Bytes> {
  const staged = await parts.store.pack(target.sha256);
  if (staged !== undefined && (await sha256(staged)) === target.sha256) return staged;
  for (const delta of target.deltas) {
    try {
      const made = await patched(parts, delta, slot);
      if (made !== undefined && (await sha256(made)) === target.sha256) return made;
    } catch (error) {
      if (error instanceof UpdateFailure && error.code === "busy") throw error;
      console.warn(error);
    }
  }
  return download(parts, `/v1/p/${target.sha256}.${packTarget(target.list)}`, target, "pack");
}

/** Undefined where the pack that the delta begins from is not here. */
async function patched(parts: InstallParts, delta: Delta, slot: Slot | undefined): Promise<Bytes | undefined> {
  const base = await baseOf(parts, delta.base, slot);
  if (base === undefined) return undefined;
  if (delta.length > maxPack / 2) throw new UpdateFailure("too_large", `delta of ${delta.length} bytes`);
  return parts.patch(base, await download(parts, `/v1/d/${delta.sha256}.delta`, delta, "delta"));
}

async function baseOf(parts: InstallParts, hash: string, slot: Slot | undefined): Promise<Bytes | undefined> {
  if (hash === "") return new Uint8Array();
  if (hash === parts.base.list.sha256) return parts.base.pack();
  return hash === slot?.current.sha256 ? parts.store.pack(hash) : undefined;
}

export type SignedFile = { readonly length: number; readonly sha256: string };

/** A file exactly as it was signed for. */
export async function fetched(get: Get, path: string, file: SignedFile, what: string, limit: Partial<GetLimit>): Promise<Bytes> {
  const bytes = await required(get, path, { time: packTime, ...limit, bytes: file.length });
  if (bytes.length !== file.length) throw new UpdateFailure("mismatch", `${what}: length`);
  if ((await sha256(bytes)) !== file.sha256) throw new UpdateFailure("mismatch", `${what}: hash`);
  return bytes;
}

export async function required(get: Get, path: string, limit: GetLimit): Promise<Bytes> {
  const bytes = await get(path, limit);
  if (bytes === null) throw new UpdateFailure("status", `${path}: not there`);
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
