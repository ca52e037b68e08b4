import { readFile } from "node:fs/promises";
import { loadChecker, type Checker } from "../../../src/checker/checker.ts";

const root = new URL("../../../../", import.meta.url);

export type OpenCore = {
  readonly check: Checker["check"];
  readonly checkOn: Checker["checkOn"];
  /** Milliseconds to compile and start the module, and to open both packs. */
  readonly startMs: number;
  readonly openMs: number;
  /** Bytes of the module's memory. */
  readonly memory: () => number;
};

/** The core of `make build` with its curated list and one register. */
export async function openCore(register: string): Promise<OpenCore> {
  const module = await readFile(new URL(".build/core.wasm", root));
  const packs = [await readFile(new URL(".clearlist/published/base/curated.pack", root)), await readFile(register)];
  const before = performance.now();
  // The checker keeps its memory to itself: it is taken where the browser hands it over.
  let memory: WebAssembly.Memory | undefined;
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (source, imports) => {
    const started = await instantiate(source, imports);
    if (started.instance.exports["memory"] instanceof WebAssembly.Memory) memory = started.instance.exports["memory"];
    return started;
  };
  const checker = await loadChecker(new Response(module, { headers: { "content-type": "application/wasm" } }));
  WebAssembly.instantiateStreaming = instantiate;
  const started = performance.now();
  for (const pack of packs) checker.open(pack);
  const opened = performance.now();
  return { check: (listing) => checker.check(listing), checkOn: (listing) => checker.checkOn(listing), startMs: started - before, openMs: opened - started, memory: () => memory?.buffer.byteLength ?? 0 };
}
