// Files named by their hash, of megabytes: a download that broke off, or whose
// background was ended, goes on where it stopped.

import { parseBytes } from "./store.ts";
import { inDatabase, resultOf } from "./database.ts";
import { UpdateFailure } from "./failure.ts";
import type { Get } from "./fetch.ts";
import { fetched, packTime, required, type Bytes, type SignedFile } from "./install.ts";
import { sha256 } from "./trust.ts";

/** The beginning of one file: the last download that did not end well. Losing it only costs bytes. */
export type Beginnings = {
  get(hash: string): Promise<Bytes | undefined>;
  put(hash: string, bytes: Bytes): Promise<void>;
  drop(): Promise<void>;
};

type Parts = { readonly get: Get; readonly beginnings: Beginnings };

/**
 * A file exactly as it was signed for. Where a beginning of it is here, the rest
 * is asked for; when that gives other bytes, the whole file is.
 */
export async function download(parts: Parts, path: string, file: SignedFile, what: string): Promise<Bytes> {
  const { get, beginnings } = parts;
  let had = await beginnings.get(file.sha256).catch(told);
  if (had !== undefined && (had.length === 0 || had.length >= file.length)) had = undefined;
  let kept = had?.length ?? 0;
  const came = async (bytes: Bytes) => {
    if (bytes.length >= file.length) return;
    await beginnings.put(file.sha256, bytes).catch(told);
    kept = bytes.length;
  };
  if (had !== undefined) {
    const before = had.length;
    try {
      const bytes = await required(get, path, { bytes: file.length, time: packTime, resume: { had, came } });
      if (bytes.length === file.length && (await sha256(bytes)) === file.sha256) {
        await beginnings.drop().catch(told);
        return bytes;
      }
    } catch (error) {
      if (!(error instanceof UpdateFailure)) throw error;
      const stuck = kept === before; // it leads no further: a part that does not decompress, say
      if (error.code === "timeout" && stuck) await beginnings.drop().catch(told);
      if (error.code === "timeout" || error.code === "busy" || error.code === "status" || (error.code === "offline" && !stuck)) throw error;
    }
    await beginnings.drop().catch(told);
    kept = 0;
  }
  const bytes = await fetched(get, path, file, what, { resume: { had: undefined, came } });
  if (kept > 0) await beginnings.drop().catch(told);
  return bytes;
}

function told(error: unknown): undefined {
  console.warn(error);
}

const database = { name: "downloads", version: 1, tables: ["beginnings"] } as const;

/** In a database of their own, of one entry: never more than a pack may have. */
export function indexedBeginnings(): Beginnings {
  return {
    get: (hash) =>
      inDatabase(database, "readonly", async (transaction) => {
        const found: unknown = await resultOf(transaction.objectStore("beginnings").get(hash));
        return found === undefined ? undefined : parseBytes(found);
      }),
    put: (hash, bytes) =>
      inDatabase(database, "readwrite", async (transaction) => {
        const table = transaction.objectStore("beginnings");
        table.clear();
        table.put(bytes, hash);
      }),
    drop: () => inDatabase(database, "readwrite", async (transaction) => void transaction.objectStore("beginnings").clear()),
  };
}

export function memoryBeginnings(): Beginnings {
  let one: { readonly hash: string; readonly bytes: Bytes } | undefined;
  return {
    get: async (hash) => (one?.hash === hash ? one.bytes : undefined),
    put: async (hash, bytes) => void (one = { hash, bytes }),
    drop: async () => void (one = undefined),
  };
}
