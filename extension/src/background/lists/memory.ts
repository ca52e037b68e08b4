// The store where nothing outlives the page: the Try it page's, and what the
// client's tests look into.

import { nothingHeld, packsOf, type Held, type ListStore } from "./store.ts";

export function memoryStore(): ListStore {
  let held: Held = nothingHeld;
  const packs = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    read: async () => held,
    write: async (next) => {
      const named = packsOf(next).map(({ sha256 }) => sha256);
      for (const key of packs.keys()) if (!named.includes(key)) packs.delete(key);
      held = next;
    },
    stage: async (sha256, bytes) => void packs.set(sha256, bytes),
    pack: async (sha256) => packs.get(sha256),
  };
}
