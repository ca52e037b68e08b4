// The checker in this page: the same core, lists and update client as in the
// extension. Lists come from this page's own origin, verified; the list built
// into the page answers until then, and when that fails.

import { base, root } from "clearlist:build";
import { Core, type Pack } from "../background/core.ts";
import { parseBundled } from "../background/lists/client.ts";
import { UpdateFailure } from "../background/lists/failure.ts";
import { getter } from "../background/lists/fetch.ts";
import { memoryBeginnings } from "../background/lists/download.ts";
import { memoryStore } from "../background/lists/memory.ts";
import { update } from "../background/lists/update.ts";
import { loadChecker } from "../checker/checker.ts";
import { CheckerDead } from "../checker/door.ts";
import { patched } from "../checker/patcher.ts";
import type { Listing, Verdict } from "../shared/verdict.ts";

export interface Lists {
  check(listing: Listing): Promise<Verdict>;
  /** Fetches and verifies; false where the built-in list has to do. */
  update(): Promise<boolean>;
}

export function createLists(): Lists {
  const bundled = parseBundled(base, "base.json");
  const builtIn: Pack = {
    name: bundled.list,
    version: bundled.version,
    asOf: bundled.as_of,
    terms: bundled.terms,
    source: "bundled",
    proven: true,
    bytes: bundledBytes,
  };
  let fetched: Pack | null = null;
  const core = new Core({
    load: () => loadChecker(fetch("core.wasm")),
    lists: async () => [fetched === null ? [builtIn] : [fetched, builtIn]],
    isDead: (error) => error instanceof CheckerDead,
  });

  return {
    check: (listing) => core.check(listing),
    async update() {
      const store = memoryStore(); // a visit keeps nothing: the next one verifies again
      let proven: (() => void) | undefined;
      try {
        await update({
          get: getter(location.origin, fetch.bind(window), Date.now),
          store,
          beginnings: memoryBeginnings(),
          clock: Date.now,
          base: { root: new TextEncoder().encode(root), list: bundled, floor: bundled, pack: bundledBytes },
          wanted: [],
    corpora: [], // a visit is no reason for megabytes
          patch: (pack, delta) => patched(fetch("patcher.wasm"), pack, delta),
          async test({ sha256, list: name, version, asOf, terms }) {
            const bytes = await store.pack(sha256);
            if (bytes === undefined) throw new UpdateFailure("storage", "the staged pack is gone");
            const pack: Pack = { name, version, asOf, terms, source: "fetched", proven: false, bytes: async () => bytes };
            try {
              proven = await core.prove(pack);
            } catch (error) {
              throw new UpdateFailure("unusable", String(error));
            }
            fetched = pack;
          },
          changed: () => proven?.(),
        });
      } catch (error) {
        console.warn(error);
        return false;
      }
      return true;
    },
  };
}

async function bundledBytes(): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetch("curated.pack")).arrayBuffer());
}
