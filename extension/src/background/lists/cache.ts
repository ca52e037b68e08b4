// Looked-up files in a database of their own: losing it loses nothing that
// cannot be fetched again, and its size never stands in a list's way.

import { count, record } from "../../shared/parse.ts";
import { inDatabase, resultOf } from "./database.ts";
import type { Bytes } from "./install.ts";
import type { FileCache } from "./lookup.ts";
import { parseBytes } from "./store.ts";

/** Some fifty shards; the ones asked for longest ago go first. */
const maxBytes = 8 << 20;

const database = { name: "lookups", version: 1, tables: ["files"] } as const;

export function fileCache(clock: () => number): FileCache {
  return {
    get: (hash) =>
      inDatabase(database, "readwrite", async (transaction) => {
        const files = transaction.objectStore("files");
        const found: unknown = await resultOf(files.get(hash));
        if (found === undefined) return undefined;
        const bytes = parseBytes(record(found, "file")["bytes"]);
        files.put({ bytes, used: clock() }, hash);
        return bytes;
      }),
    put: (hash, bytes) =>
      inDatabase(database, "readwrite", async (transaction) => {
        const files = transaction.objectStore("files");
        const kept = (await listed(files)).filter((file) => file.hash !== hash).sort((a, b) => b.used - a.used);
        let room = maxBytes - bytes.length;
        for (const file of kept) {
          room -= file.length;
          if (room < 0) files.delete(file.hash);
        }
        if (bytes.length <= maxBytes) files.put({ bytes, used: clock() }, hash);
      }),
  };
}

type Listed = { readonly hash: string; readonly used: number; readonly length: number };

/** All that is kept; what does not read counts as the oldest. */
async function listed(files: IDBObjectStore): Promise<readonly Listed[]> {
  const [keys, values] = await Promise.all([resultOf(files.getAllKeys()), resultOf<unknown[]>(files.getAll())]);
  return keys.map((key, i) => {
    try {
      const file = record(values[i], "file");
      return { hash: String(key), used: count(file["used"], "used"), length: (parseBytes(file["bytes"]) satisfies Bytes).length };
    } catch {
      return { hash: String(key), used: 0, length: maxBytes };
    }
  });
}
