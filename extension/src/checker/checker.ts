// The screening core behind a typed door. Only this folder knows that it is
// WebAssembly.

import { parseVerdict, type Listing, type Verdict } from "../shared/verdict.ts";
import { encodeListing } from "./encode.ts";
import { wasiImports } from "./shim.ts";

/** The core refuses a pack or a listing, and says why. It goes on working. */
export class CheckerError extends Error {
  override readonly name: string = "CheckerError";
}

/** The instance is lost: load another one. */
export class CheckerDead extends CheckerError {
  override readonly name = "CheckerDead";
}

const ok = 0;
const refused = 1;
/** The verdict is the last one. */
const same = 3;
/** Asked once more for the same listing, the core goes on. */
const more = 4;

/** Compiles and starts the core. The pages and the worker give it by fetch. */
export async function loadChecker(source: Response | Promise<Response>): Promise<Checker> {
  let memory: WebAssembly.Memory | undefined;
  const imports = wasiImports(() => {
    if (memory === undefined) throw new CheckerDead("the core asked for its memory before it had one");
    return memory;
  });
  const { instance } = await WebAssembly.instantiateStreaming(source, imports);
  const core = parseCore(instance.exports);
  memory = core.memory;
  return new Checker(core);
}

type Call = (...values: number[]) => number;

/** The doors to copy detection, which seen.ts knows how to use. */
export type SeenCall = "seen_index" | "seen_merge" | "seen_open" | "seen_ask" | "seen_compare" | "seen_corpora" | "seen_trace";

type Core = {
  readonly memory: WebAssembly.Memory;
  readonly reserve: Call;
  readonly open: Call;
  readonly check: Call;
  readonly patch: Call;
  readonly markKey: Call;
  readonly seen: Readonly<Record<SeenCall, Call>>;
  readonly resultPointer: Call;
  readonly resultLength: Call;
};

export class Checker {
  readonly #core: Core;
  #dead: CheckerDead | undefined;
  #verdict: Verdict | undefined;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Screens by this pack from now on; a bad one is refused and the last one stays. */
  open(pack: Uint8Array): void {
    this.#run(() => {
      this.#reserve(pack.length, (bytes) => bytes.set(pack));
      return this.#core.open(pack.length);
    });
  }

  /** The pack that a delta makes of another one. */
  patch(pack: Uint8Array, delta: Uint8Array): Uint8Array<ArrayBuffer> {
    const size = 4 + pack.length + delta.length;
    return this.#run(
      () => {
        this.#reserve(size, (bytes) => {
          new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, pack.length, true);
          bytes.set(pack, 4);
          bytes.set(delta, 4 + pack.length);
        });
        return this.#core.patch(size);
      },
      (bytes) => bytes.slice(),
    );
  }

  /** The key that registers keep these words under; refuses words that none can hold. */
  markKey(words: string): bigint {
    const encoded = new TextEncoder().encode(words);
    return this.#run(
      () => {
        this.#reserve(encoded.length, (bytes) => bytes.set(encoded));
        return this.#core.markKey(encoded.length);
      },
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
    let code = ok;
    return this.#run(
      () => {
        this.#reserve(encoding.size, (bytes) => encoding.write(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
        code = this.#core.check(encoding.size);
        return code === same || code === more ? ok : code;
      },
      (bytes) => {
        if (code === more) return undefined;
        if (code !== same || this.#verdict === undefined) this.#verdict = verdictOf(textOf(bytes));
        return this.#verdict;
      },
    );
  }

  /** A call of copy detection: what it takes is written into place, what it gives is read there. */
  seen<T>(call: SeenCall, size: number, write: (bytes: Uint8Array) => void, read: (result: Uint8Array<ArrayBuffer>) => T): T {
    return this.#run(() => {
      this.#reserve(size, write);
      return this.#core.seen[call](size);
    }, read);
  }

  /** Makes one call and reads what it leaves. A trap ends the instance. */
  #run(call: () => number): string;
  #run<T>(call: () => number, read: (result: Uint8Array<ArrayBuffer>) => T): T;
  #run<T>(call: () => number, read?: (result: Uint8Array<ArrayBuffer>) => T): T | string {
    if (this.#dead !== undefined) throw this.#dead;
    try {
      const code = call();
      const result = this.#result();
      if (code === ok) return read === undefined ? textOf(result) : read(result);
      if (code === refused) throw new CheckerError(textOf(result));
      throw new CheckerDead(textOf(result));
    } catch (error) {
      if (error instanceof CheckerError && !(error instanceof CheckerDead)) throw error;
      this.#dead = error instanceof CheckerDead ? error : new CheckerDead(String(error), { cause: error });
      throw this.#dead;
    }
  }

  #reserve(size: number, write: (bytes: Uint8Array) => void): void {
    const pointer = this.#core.reserve(size) >>> 0;
    if (pointer === 0) throw new CheckerError(`${size} bytes are more than the core takes`);
    // Reserving may have grown the memory: only now is its buffer the one.
    write(new Uint8Array(this.#core.memory.buffer, pointer, size));
  }

  /** A view that the next call ends. */
  #result(): Uint8Array<ArrayBuffer> {
    const pointer = this.#core.resultPointer() >>> 0;
    const length = this.#core.resultLength() >>> 0;
    return new Uint8Array(this.#core.memory.buffer, pointer, length);
  }
}

function verdictOf(text: string): Verdict {
  const json: unknown = JSON.parse(text);
  return parseVerdict(json);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function parseCore(exports: WebAssembly.Exports): Core {
  const { memory } = exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new CheckerDead("the core exports no memory");
  return {
    memory,
    reserve: parseCall(exports, "reserve"),
    open: parseCall(exports, "open"),
    check: parseCall(exports, "check"),
    patch: parseCall(exports, "patch"),
    markKey: parseCall(exports, "mark_key"),
    seen: {
      seen_index: parseCall(exports, "seen_index"),
      seen_merge: parseCall(exports, "seen_merge"),
      seen_open: parseCall(exports, "seen_open"),
      seen_ask: parseCall(exports, "seen_ask"),
      seen_compare: parseCall(exports, "seen_compare"),
      seen_corpora: parseCall(exports, "seen_corpora"),
      seen_trace: parseCall(exports, "seen_trace"),
    },
    resultPointer: parseCall(exports, "result_ptr"),
    resultLength: parseCall(exports, "result_len"),
  };
}

function parseCall(exports: WebAssembly.Exports, name: string): Call {
  const value = exports[name];
  if (typeof value !== "function") throw new CheckerDead(`the core exports no ${name}`);
  return (...values) => {
    const answer: unknown = value(...values);
    return typeof answer === "number" ? answer : 0;
  };
}
