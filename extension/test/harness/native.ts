import http from "node:http";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Core, type Pack } from "../../src/background/core.ts";
import { parseBundled } from "../../src/background/lists/client.ts";
import { memoryBeginnings } from "../../src/background/lists/download.ts";
import { UpdateFailure } from "../../src/background/lists/failure.ts";
import { getter } from "../../src/background/lists/fetch.ts";
import { memoryStore } from "../../src/background/lists/memory.ts";
import { slotOf, type ListStore, type PackRecord } from "../../src/background/lists/store.ts";
import { update, type UpdateParts } from "../../src/background/lists/update.ts";
import { loadChecker } from "../../src/checker/checker.ts";
import { CheckerDead } from "../../src/checker/door.ts";
import { patched } from "../../src/checker/patcher.ts";
import type { UpdateError } from "../../src/shared/protocol.ts";
import { emptyListing } from "../../src/shared/verdict.ts";
import type { Play } from "./replies.ts";

const top = fileURLToPath(new URL("../../../", import.meta.url));
const base = (name: string) => new Uint8Array(readFileSync(`${top}.clearlist/published/base/${name}`));
const module = (name: string) => new Response(readFileSync(`${top}.build/${name}`), { headers: { "content-type": "application/wasm" } });
const core = () => loadChecker(module("core.wasm"));
const bundled = parseBundled(JSON.parse(new TextDecoder().decode(base("base.json"))));

export type Seen = { readonly version: number; readonly found: readonly string[] };

/** The extension's update client in this process, over a store and HTTP: the same code, without a browser around it. */
export class Native {
  play: Play = () => undefined;
  now = () => Date.now();
  readonly store: ListStore;
  readonly asked: string[] = [];
  readonly #beginnings = memoryBeginnings();
  readonly #server: http.Server;
  readonly #core: Core;

  static async start(store: ListStore = memoryStore()): Promise<Native> {
    const native = new Native(store);
    await new Promise<void>((ready) => native.#server.listen(0, "127.0.0.1", ready));
    return native;
  }

  private constructor(store: ListStore) {
    this.store = store;
    this.#server = http.createServer((request, response) => {
      const path = request.url ?? "";
      this.asked.push(path);
      const reply = this.play(path);
      if (reply === undefined) response.writeHead(404).end();
      else reply(response, request);
    });
    this.#core = new Core({
      load: core,
      lists: async () => {
        const slot = slotOf(await store.read(), bundled.list);
        const own: Pack = { name: bundled.list, version: bundled.version, asOf: bundled.as_of, terms: bundled.terms, source: "bundled", proven: true, bytes: async () => base("curated.pack") };
        return [slot === undefined ? [own] : [this.#pack(slot.current), own]];
      },
      isDead: (error) => error instanceof CheckerDead,
    });
  }

  /** As the background puts the parts together. */
  parts(): UpdateParts {
    const { port } = this.#server.address() as { port: number };
    let proven: (() => void) | undefined;
    return {
      get: getter(`http://127.0.0.1:${port}`, fetch, this.now),
      store: this.store,
      beginnings: this.#beginnings,
      clock: this.now,
      base: { root: base("root.json"), list: bundled, floor: bundled, pack: async () => base("curated.pack") },
      wanted: [],
      corpora: [],
      patch: (pack, delta) => patched(module("patcher.wasm"), pack, delta),
      test: async (record) => {
        try {
          proven = await this.#core.prove({ ...this.#pack(record), proven: false });
        } catch (error) {
          throw new UpdateFailure("unusable", String(error));
        }
      },
      changed: () => (proven ?? (() => this.#core.restart()))(),
    };
  }

  async update(): Promise<UpdateError | null> {
    try {
      await update(this.parts());
      return null;
    } catch (error) {
      if (error instanceof UpdateFailure) return error.code;
      throw error;
    }
  }

  async look(words: readonly string[]): Promise<Seen> {
    const { findings, checked } = await this.#core.check({ ...emptyListing, marketplace: "amazon.com", title: words.join(" lamp, ") });
    const found = findings.map(({ text }) => text).filter((text) => words.includes(text));
    return { version: checked.find(({ list }) => list === bundled.list)?.version ?? 0, found };
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #pack(record: PackRecord): Pack {
    const { list: name, version, asOf, terms } = record;
    const bytes = async () => (await this.store.pack(record.sha256)) ?? new Uint8Array();
    return { name, version, asOf, terms, source: "fetched", proven: true, bytes };
  }
}
