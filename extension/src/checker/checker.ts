// The screening core behind a typed door. Only this folder knows that it is
// WebAssembly.

import { parseVerdict, type Listing, type Verdict } from "../shared/verdict.ts";
import { Door, textOf } from "./door.ts";
import { encodeListing } from "./encode.ts";

const ok = 0;
/** The verdict is the last one. */
const same = 3;
/** Asked once more for the same listing, the core goes on. */
const more = 4;

/** The doors to copy detection, which seen.ts knows how to use. */
const seenCalls = ["seen_index", "seen_merge", "seen_open", "seen_ask", "seen_compare", "seen_corpora", "seen_trace"] as const;
export type SeenCall = (typeof seenCalls)[number];

const calls = ["open", "reopen", "check", "mark_key", ...seenCalls] as const;

/** Compiles and starts the core. */
export async function loadChecker(source: Response | Promise<Response>): Promise<Checker> {
  return new Checker(await Door.open(source, calls));
}

export class Checker {
  readonly #core: Door<(typeof calls)[number]>;
  #verdict: Verdict | undefined;

  constructor(core: Door<(typeof calls)[number]>) {
    this.#core = core;
  }

  /** Screens by this pack from now on; a bad one is refused and the last one stays. */
  open(pack: Uint8Array): void {
    this.#core.call("open", pack.length, (bytes) => bytes.set(pack), () => undefined);
  }

  /** The same for a pack that was opened before, in any checker: it is only held against its own sum. */
  reopen(pack: Uint8Array): void {
    this.#core.call("reopen", pack.length, (bytes) => bytes.set(pack), () => undefined);
  }

  /** The key that registers keep these words under; refuses words that none can hold. */
  markKey(words: string): bigint {
    const encoded = new TextEncoder().encode(words);
    return this.#core.call(
      "mark_key",
      encoded.length,
      (bytes) => bytes.set(encoded),
      (bytes) => new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true),
    );
  }

  check(listing: Listing): Verdict {
    for (;;) {
      const verdict = this.checkOn(listing);
      if (verdict !== undefined) return verdict;
    }
  }

  /** Checks a few milliseconds at a time, and lets whatever else waits have its turn in between. */
  async checkInTurns(listing: Listing): Promise<Verdict> {
    for (;;) {
      const verdict = this.checkOn(listing);
      if (verdict !== undefined) return verdict;
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  /** One stretch of a check; nothing where the core goes on with the next one. */
  checkOn(listing: Listing): Verdict | undefined {
    const encoding = encodeListing(listing);
    return this.#core.call(
      "check",
      encoding.size,
      (bytes) => encoding.write(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
      (bytes, code) => {
        if (code === more) return undefined;
        if (code !== same || this.#verdict === undefined) this.#verdict = verdictOf(textOf(bytes));
        return this.#verdict;
      },
      [ok, same, more],
    );
  }

  /** To be called when nobody waits for an answer. */
  rest(): void {
    this.#core.rest();
  }

  /** A call of copy detection: what it takes is written into place, what it gives is read there. */
  seen<T>(call: SeenCall, size: number, write: (bytes: Uint8Array) => void, read: (result: Uint8Array<ArrayBuffer>) => T): T {
    return this.#core.call(call, size, write, read);
  }
}

function verdictOf(text: string): Verdict {
  const json: unknown = JSON.parse(text);
  return parseVerdict(json);
}
