// What the background finds around it in a browser, for tests without one.

import "fake-indexeddb/auto";
import { readFileSync } from "node:fs";
import { Seen, type Corpus } from "../../src/background/seen/seen.ts";
import { loadChecker } from "../../src/checker/checker.ts";

const core = new URL("../../../.build/core.wasm", import.meta.url);

export function loadCore(): ReturnType<typeof loadChecker> {
  return loadChecker(Promise.resolve(new Response(readFileSync(core), { headers: { "content-type": "application/wasm" } })));
}

/** As the browser's session has it, which outlives a background. */
let full = false;

/** A background with the listings of this process's database; each starts as after a restart. */
export async function background(corpora: readonly Corpus[] = [], clock: () => number = Date.now): Promise<Seen> {
  const checker = await loadCore();
  return new Seen({ door: async () => checker, corpora: async () => corpora, clock, full: { read: async () => full, write: async (now) => void (full = now) } });
}

/** Runs work while the nth write from now on, and each after it, finds no room; tells whether there was one. */
export async function withoutRoom(nth: number, work: () => Promise<void>): Promise<boolean> {
  const { add, put } = IDBObjectStore.prototype;
  let writes = 0;
  const full = (original: typeof put) =>
    function (this: IDBObjectStore, ...values: Parameters<typeof put>) {
      if (++writes >= nth) throw new DOMException("no room", "QuotaExceededError");
      return original.apply(this, values);
    };
  IDBObjectStore.prototype.add = full(add);
  IDBObjectStore.prototype.put = full(put);
  try {
    await work();
  } finally {
    IDBObjectStore.prototype.add = add;
    IDBObjectStore.prototype.put = put;
  }
  return writes >= nth;
}

/** Writes a value over all that a table has, as a damaged disk would. */
export async function spoil(table: string, change: (values: readonly unknown[]) => readonly unknown[]): Promise<void> {
  const opened = await done(indexedDB.open("seen"));
  try {
    const store = opened.transaction([table], "readwrite").objectStore(table);
    const values: unknown[] = await done(store.getAll());
    await done(store.clear());
    for (const value of change(values)) await done(store.add(value));
  } finally {
    opened.close();
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
