// What this browser keeps of the lists: the newest verified documents, which
// pack is in use, and the packs' bytes.

import { count, listOf, nullable, orElse, ParseError, shape, text, type Parser } from "../../shared/parse.ts";
import { inDatabase, resultOf } from "./database.ts";

/** A verified pack. */
export type PackRecord = {
  readonly sha256: string;
  readonly length: number;
  readonly list: string;
  readonly version: number;
  readonly asOf: string;
  readonly terms: number;
};

/** One list: the pack in use, and what stands behind it. */
export type Slot = {
  readonly current: PackRecord;
  /** The pack used before, kept in case the newer one does not open; null for registers, which come again. */
  readonly previous: PackRecord | null;
  /** The newest version its signers gave; forgotten with their keys. */
  readonly floor: number;
};

type Bytes = Uint8Array<ArrayBuffer>;

export type Held = {
  readonly root: Bytes | null;
  readonly timestamp: Bytes | null;
  readonly snapshot: Bytes | null;
  readonly targets: Bytes | null;
  /** Latest time at which everything verified was in date: a clock set back does not revive what expired. */
  readonly lastSeen: number;
  readonly slots: readonly Slot[];
};

export const nothingHeld: Held = {
  root: null,
  timestamp: null,
  snapshot: null,
  targets: null,
  lastSeen: 0,
  slots: [],
};

export function slotOf(held: Held, list: string): Slot | undefined {
  return held.slots.find((slot) => slot.current.list === list);
}

/** What is held with this slot in place of the list's own, or without the list where there is none. */
export function withSlot(held: Held, list: string, slot: Slot | undefined): Held {
  const others = held.slots.filter((each) => each.current.list !== list);
  return { ...held, slots: slot === undefined ? others : [...others, slot] };
}

/** The packs that a write keeps. */
export function packsOf({ slots }: Held): readonly PackRecord[] {
  return slots.flatMap(({ current, previous }) => (previous === null ? [current] : [current, previous]));
}

export type ListStore = {
  read(): Promise<Held>;
  /** Replaces what is held and drops packs it does not name, all or nothing. */
  write(held: Held): Promise<void>;
  /** Keeps bytes under their hash until a write names them or not. */
  stage(sha256: string, bytes: Bytes): Promise<void>;
  pack(sha256: string): Promise<Bytes | undefined>;
};

/** Where an older shape was dropped, the bundled list answers. */
const database = { name: "lists", version: 2, tables: ["held", "packs"] } as const;
const heldKey = "held";

/** The store in IndexedDB. */
export function indexedStore(): ListStore {
  return {
    read: () =>
      inDatabase(database, "readonly", async (transaction) => {
        const held: unknown = await resultOf(transaction.objectStore("held").get(heldKey));
        return orElse(parseHeld, nothingHeld)(held);
      }),
    write: (held) =>
      inDatabase(database, "readwrite", async (transaction) => {
        const packs = transaction.objectStore("packs");
        const named = packsOf(held).map(({ sha256 }) => sha256);
        for (const key of await resultOf(packs.getAllKeys())) if (!named.includes(String(key))) packs.delete(key);
        transaction.objectStore("held").put(held, heldKey);
      }),
    stage: (sha256, bytes) =>
      inDatabase(database, "readwrite", async (transaction) => {
        transaction.objectStore("packs").put(bytes, sha256);
      }),
    pack: (sha256) =>
      inDatabase(database, "readonly", async (transaction) => {
        const bytes: unknown = await resultOf(transaction.objectStore("packs").get(sha256));
        return bytes === undefined ? undefined : parseBytes(bytes);
      }),
  };
}

export const parseBytes: Parser<Bytes> = (value, at = "bytes") => {
  if (!(value instanceof Uint8Array) || !(value.buffer instanceof ArrayBuffer)) throw new ParseError(`${at}: not bytes`);
  return value as Bytes;
};

const parseRecord: Parser<PackRecord> = shape<PackRecord>({
  sha256: text,
  length: count,
  list: text,
  version: count,
  asOf: text,
  terms: count,
});

const parseSlot: Parser<Slot> = shape<Slot>({ current: parseRecord, previous: nullable(parseRecord), floor: count });

/** The curated list, and registers: far fewer offices have one. */
const maxSlots = 64;

const parseHeld: Parser<Held> = shape<Held>({
  root: nullable(parseBytes),
  timestamp: nullable(parseBytes),
  snapshot: nullable(parseBytes),
  targets: nullable(parseBytes),
  lastSeen: count,
  slots: listOf(parseSlot, maxSlots),
});
