// What this browser keeps of listings that were seen: a row each, its text,
// and the fingerprints of all, in a few indexes. Every change is one
// transaction: after a full disk or a killed background, what was kept before
// is kept still.

import { orElse, ParseError, text, type Parser } from "../../shared/parse.ts";
import { AskError } from "../../shared/protocol.ts";
import { parseSeenRow, type SeenRow } from "../../shared/seen.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A row to be kept, with a digest of its words. */
export type NewRow = Omit<SeenRow, "key"> & { readonly digest: string; readonly text: string };

/** Makes an index of texts; called inside a transaction, so it may not wait. */
export type Fingerprint = (texts: readonly { readonly key: number; readonly owner: number; readonly text: string }[]) => Bytes;
/** Makes one index of several with no keys but those that are kept, under the same rule. */
export type Merge = (kept: ReadonlySet<number>, indexes: readonly Bytes[]) => Bytes;

export class SeenFull extends AskError {
  constructor() {
    super("full");
  }
}

type Table = "rows" | "texts" | "indexes";
const database = "seen";
const databaseVersion = 1;

/** Small indexes are joined before a check has to open more than this. */
const maxIndexes = 8;

export async function addRows(rows: readonly NewRow[], most: number, fingerprint: Fingerprint, merge: Merge): Promise<{ added: number; known: number }> {
  return inTransaction(["rows", "texts", "indexes"], "readwrite", async (t) => {
    const table = t.objectStore("rows");
    const fresh: { key: number; owner: number; text: string }[] = [];
    for (const { text: words, ...row } of rows) {
      if ((await result(table.index("digest").getKey(row.digest))) !== undefined) continue;
      const before = row.address === "" ? undefined : await result(table.index("address").getKey(row.address));
      if (before !== undefined) drop(t, [Number(before)]); // the page has other words now
      const { address, ...rest } = row;
      const key = Number(await result(table.add(address === "" ? rest : row)));
      t.objectStore("texts").put(words, key);
      fresh.push({ key, owner: ownerOf(row), text: words });
    }
    if (fresh.length === 0) return { added: 0, known: rows.length };
    const over = (await result(table.count())) - most;
    if (over > 0) drop(t, await oldest(table, over));
    t.objectStore("indexes").add(fingerprint(fresh));
    await keepFew(t, merge);
    return { added: fresh.length, known: rows.length - fresh.length };
  });
}

/** Pages go before what was added by hand, the oldest first. */
async function oldest(table: IDBObjectStore, many: number): Promise<readonly number[]> {
  const pages = await result(table.index("way").getAllKeys("page", many));
  const rest = pages.length < many ? await result(table.getAllKeys(null, many)) : [];
  return [...new Set([...pages, ...rest].map(Number))].slice(0, many);
}

function drop(t: IDBTransaction, keys: readonly number[]): void {
  for (const key of keys) {
    t.objectStore("rows").delete(key);
    t.objectStore("texts").delete(key);
  }
}

/** Joins the indexes when there are many, and forgets in them what is gone. */
async function keepFew(t: IDBTransaction, merge: Merge): Promise<void> {
  const table = t.objectStore("indexes");
  if ((await result(table.count())) <= maxIndexes) return;
  const kept = new Set((await result(t.objectStore("rows").getAllKeys())).map(Number));
  const all = (await result(table.getAll())).map((each: unknown) => parseBytes(each));
  const one = merge(kept, all);
  table.clear();
  table.add(one);
}

/** A seller on one site is one witness, however many pages they have. */
export function ownerOf({ host, seller }: Pick<SeenRow, "host" | "seller">): number {
  if (seller === "") return 0;
  let hash = 0x811c9dc5;
  for (const unit of `${host}\n${seller.toLowerCase()}`) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return (hash & 0x7fffffff) || 1; // the core keeps the upper half for those it names itself
}

/** Writes nothing, so that a full disk can be emptied too. */
export async function forget(key: number | null): Promise<void> {
  await erasing(async (t) => {
    if (key === null) for (const table of ["rows", "texts", "indexes"] as const) t.objectStore(table).clear();
    else drop(t, [key]);
  });
}

export async function mark(key: number, side: SeenRow["side"]): Promise<void> {
  await inTransaction(["rows"], "readwrite", async (t) => {
    const row: unknown = await result(t.objectStore("rows").get(key));
    if (typeof row === "object" && row !== null) t.objectStore("rows").put({ ...row, side });
  });
}

/** Rows from the newest on, before a key, those that `fits` lets through. */
export async function readRows(before: number, many: number, fits: (row: SeenRow, words: () => Promise<string>) => Promise<boolean>): Promise<readonly SeenRow[]> {
  return inTransaction(["rows", "texts"], "readonly", async (t) => {
    const found: SeenRow[] = [];
    const range = before > 0 ? IDBKeyRange.upperBound(before, true) : null;
    const asked = t.objectStore("rows").openCursor(range, "prev");
    for (let cursor = await result(asked); cursor !== null && found.length < many; cursor = await next(asked, cursor)) {
      const row = rowOf(cursor.value);
      if (row !== undefined && (await fits(row, () => textIn(t, row.key)))) found.push(row);
    }
    return found;
  });
}

/** The rows and texts of some keys; those that are gone are left out. */
export async function readTexts(keys: readonly number[]): Promise<readonly { readonly row: SeenRow; readonly text: string }[]> {
  return inTransaction(["rows", "texts"], "readonly", async (t) => {
    const read = await Promise.all(keys.map(async (key) => ({ row: rowOf(await result(t.objectStore("rows").get(key))), text: await textIn(t, key) })));
    return read.flatMap(({ row, text: words }) => (row === undefined || words === "" ? [] : [{ row, text: words }]));
  });
}

export async function readIndexes(): Promise<readonly Bytes[]> {
  return inTransaction(["indexes"], "readonly", async (t) => (await result(t.objectStore("indexes").getAll())).map((each: unknown) => parseBytes(each)));
}

/** Puts indexes made anew of all texts in place of those there are. */
export async function replaceIndexes(indexes: readonly Bytes[]): Promise<void> {
  await inTransaction(["indexes"], "readwrite", async (t) => {
    t.objectStore("indexes").clear();
    for (const each of indexes) t.objectStore("indexes").add(each);
  });
}

export async function countRows(): Promise<number> {
  return inTransaction(["rows"], "readonly", (t) => result(t.objectStore("rows").count()));
}

export async function sums(): Promise<{ sides: Readonly<Record<SeenRow["side"], number>>; units: number; fingerprints: number }> {
  return inTransaction(["rows", "indexes"], "readonly", async (t) => {
    const sides = { competitor: 0, supplier: 0, mine: 0 };
    let units = 0;
    for (const value of await result(t.objectStore("rows").getAll())) {
      const row = rowOf(value);
      if (row === undefined) continue;
      sides[row.side]++;
      units += row.length;
    }
    const indexes = (await result(t.objectStore("indexes").getAll())).map((each: unknown) => parseBytes(each));
    return { sides, units, fingerprints: indexes.reduce((sum, { length }) => sum + length, 0) };
  });
}

async function textIn(t: IDBTransaction, key: number): Promise<string> {
  return orElse(text, "")(await result(t.objectStore("texts").get(key)));
}

function rowOf(value: unknown): SeenRow | undefined {
  const whole = typeof value === "object" && value !== null ? { address: "", ...value } : value;
  return orElse<SeenRow | undefined>(parseSeenRow, undefined)(whole);
}

const parseBytes: Parser<Bytes> = (value, at = "bytes") => {
  if (!(value instanceof Uint8Array) || !(value.buffer instanceof ArrayBuffer)) throw new ParseError(`${at}: not bytes`);
  return value as Bytes;
};

async function inTransaction<T>(tables: readonly Table[], mode: IDBTransactionMode, work: (t: IDBTransaction) => Promise<T>): Promise<T> {
  const opened = await open();
  try {
    return await transact(opened, tables, mode, work);
  } finally {
    opened.close();
  }
}

/** Firefox needs room to erase too, and gives it to a connection that has just been refused some. */
async function erasing(work: (t: IDBTransaction) => Promise<void>): Promise<void> {
  const tables = ["rows", "texts", "indexes"] as const;
  const opened = await open();
  try {
    await transact(opened, tables, "readwrite", work).catch((error: unknown) => {
      if (!(error instanceof SeenFull)) throw error;
      return transact(opened, tables, "readwrite", work);
    });
  } finally {
    opened.close();
  }
}

async function transact<T>(opened: IDBDatabase, tables: readonly Table[], mode: IDBTransactionMode, work: (t: IDBTransaction) => Promise<T>): Promise<T> {
  const transaction = opened.transaction([...tables], mode);
  const completed = completion(transaction);
  const working = work(transaction).catch((error: unknown) => {
    try {
      transaction.abort(); // else what was asked before the error would stay
    } catch {
      // the browser has aborted it already, and says why in `completed`
    }
    throw error;
  });
  const [worked, done] = await Promise.allSettled([working, completed]);
  if (worked.status === "rejected") throw isFull(worked.reason) || (done.status === "rejected" && isFull(done.reason)) ? new SeenFull() : worked.reason;
  if (done.status === "rejected") throw isFull(done.reason) ? new SeenFull() : done.reason;
  return worked.value;
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(database, databaseVersion);
  request.onupgradeneeded = () => {
    const rows = request.result.createObjectStore("rows", { keyPath: "key", autoIncrement: true });
    rows.createIndex("address", "address", { unique: true });
    rows.createIndex("digest", "digest", { unique: true });
    rows.createIndex("way", "way");
    request.result.createObjectStore("texts");
    request.result.createObjectStore("indexes", { autoIncrement: true });
  };
  return result(request).catch((error: unknown) => {
    throw isFull(error) ? new SeenFull() : error;
  });
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The next answer of a cursor's request. */
function next(request: IDBRequest<IDBCursorWithValue | null>, cursor: IDBCursorWithValue): Promise<IDBCursorWithValue | null> {
  cursor.continue();
  return result(request);
}

function completion(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
