// What this browser keeps of the lists: the newest verified documents, which
// pack is in use, and the packs' bytes.

import { count, nullable, orElse, ParseError, shape, text, type Parser } from "../../shared/parse.ts";
import { UpdateFailure } from "./failure.ts";

/** A verified pack. */
export type PackRecord = {
  readonly sha256: string;
  readonly length: number;
  readonly list: string;
  readonly version: number;
  readonly asOf: string;
  readonly terms: number;
};

type Bytes = Uint8Array<ArrayBuffer>;

export type Held = {
  readonly root: Bytes | null;
  readonly timestamp: Bytes | null;
  readonly snapshot: Bytes | null;
  readonly targets: Bytes | null;
  /** Latest time at which everything verified was in date: a clock set back does not revive what expired. */
  readonly lastSeen: number;
  readonly pack: PackRecord | null;
  /** The pack used before, kept in case the newer one does not open. */
  readonly previous: PackRecord | null;
};

export const nothingHeld: Held = {
  root: null,
  timestamp: null,
  snapshot: null,
  targets: null,
  lastSeen: 0,
  pack: null,
  previous: null,
};

export type ListStore = {
  read(): Promise<Held>;
  /** Replaces what is held and drops packs it does not name, all or nothing. */
  write(held: Held): Promise<void>;
  /** Keeps bytes under their hash until a write names them or not. */
  stage(sha256: string, bytes: Bytes): Promise<void>;
  pack(sha256: string): Promise<Bytes | undefined>;
};

const database = "lists";
/** Raised when what is stored changes shape; an older shape is dropped, the bundled list then answers. */
const databaseVersion = 1;
const heldKey = "held";

/** The store in IndexedDB. */
export function indexedStore(): ListStore {
  return {
    read: () =>
      inTransaction(["held"], "readonly", async (transaction) => {
        const held: unknown = await result(transaction.objectStore("held").get(heldKey));
        return orElse(parseHeld, nothingHeld)(held);
      }),
    write: (held) =>
      inTransaction(["held", "packs"], "readwrite", async (transaction) => {
        const packs = transaction.objectStore("packs");
        const named = [held.pack?.sha256, held.previous?.sha256];
        for (const key of await result(packs.getAllKeys())) if (!named.includes(String(key))) packs.delete(key);
        transaction.objectStore("held").put(held, heldKey);
      }),
    stage: (sha256, bytes) =>
      inTransaction(["packs"], "readwrite", async (transaction) => {
        transaction.objectStore("packs").put(bytes, sha256);
      }),
    pack: (sha256) =>
      inTransaction(["packs"], "readonly", async (transaction) => {
        const bytes: unknown = await result(transaction.objectStore("packs").get(sha256));
        return bytes === undefined ? undefined : parseBytes(bytes);
      }),
  };
}

const parseBytes: Parser<Bytes> = (value, at = "bytes") => {
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

const parseHeld: Parser<Held> = shape<Held>({
  root: nullable(parseBytes),
  timestamp: nullable(parseBytes),
  snapshot: nullable(parseBytes),
  targets: nullable(parseBytes),
  lastSeen: count,
  pack: nullable(parseRecord),
  previous: nullable(parseRecord),
});

type Table = "held" | "packs";

/** Runs work in one transaction and waits until it is on disk. */
async function inTransaction<T>(tables: Table[], mode: IDBTransactionMode, work: (t: IDBTransaction) => Promise<T>): Promise<T> {
  try {
    const opened = await open();
    try {
      const transaction = opened.transaction(tables, mode, { durability: "strict" });
      const working = work(transaction).catch((error: unknown) => {
        transaction.abort(); // else what was asked before the error would stay
        throw error;
      });
      const [value] = await Promise.all([working, completion(transaction)]);
      return value;
    } finally {
      opened.close();
    }
  } catch (error) {
    throw new UpdateFailure("storage", String(error));
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(database, databaseVersion);
  request.onupgradeneeded = () => {
    for (const name of request.result.objectStoreNames) request.result.deleteObjectStore(name);
    request.result.createObjectStore("held");
    request.result.createObjectStore("packs");
  };
  return result(request);
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function completion(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
