// One transaction in a database of this extension, on disk when it ends.

import { UpdateFailure } from "./failure.ts";

export type Database<T extends string> = {
  readonly name: string;
  /** Raised when what is stored changes shape; an older shape is dropped. */
  readonly version: number;
  readonly tables: readonly T[];
};

/** Runs work over all tables in one transaction: all of it is kept or nothing. */
export async function inDatabase<T extends string, R>(database: Database<T>, mode: IDBTransactionMode, work: (t: IDBTransaction) => Promise<R>): Promise<R> {
  try {
    const opened = await open(database);
    try {
      const transaction = opened.transaction([...database.tables], mode, { durability: "strict" });
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

function open({ name, version, tables }: Database<string>): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => {
    for (const old of request.result.objectStoreNames) request.result.deleteObjectStore(old);
    for (const table of tables) request.result.createObjectStore(table);
  };
  return resultOf(request);
}

export function resultOf<T>(request: IDBRequest<T>): Promise<T> {
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
