// An instance of one of the core's modules, and how it is called: what a call
// takes is written into its memory, what it leaves is read there.

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

type Call = (...values: number[]) => number;

/** Reads the result of a call; the code is one of those that it may end well with. */
type Read<T> = (result: Uint8Array<ArrayBuffer>, code: number) => T;

export class Door<Name extends string> {
  readonly #memory: WebAssembly.Memory;
  readonly #reserve: Call;
  readonly #rest: Call;
  readonly #resultPointer: Call;
  readonly #resultLength: Call;
  readonly #calls: Readonly<Record<Name, Call>>;
  #dead: CheckerDead | undefined;

  /** Compiles and starts a module that has these calls. The pages and the worker give it by fetch. */
  static async open<Name extends string>(source: Response | Promise<Response>, names: readonly Name[]): Promise<Door<Name>> {
    let memory: WebAssembly.Memory | undefined;
    const imports = wasiImports(() => {
      if (memory === undefined) throw new CheckerDead("the core asked for its memory before it had one");
      return memory;
    });
    const { exports } = (await WebAssembly.instantiateStreaming(source, imports)).instance;
    memory = memoryOf(exports);
    return new Door(memory, exports, names);
  }

  private constructor(memory: WebAssembly.Memory, exports: WebAssembly.Exports, names: readonly Name[]) {
    this.#memory = memory;
    this.#reserve = parseCall(exports, "reserve");
    this.#rest = parseCall(exports, "rest");
    this.#resultPointer = parseCall(exports, "result_ptr");
    this.#resultLength = parseCall(exports, "result_len");
    this.#calls = Object.fromEntries(names.map((name) => [name, parseCall(exports, name)])) as Record<Name, Call>;
  }

  /** Makes one call and reads what it leaves. A trap ends the instance. */
  call<T>(name: Name, size: number, write: (bytes: Uint8Array) => void, read: Read<T>, well: readonly number[] = [ok]): T {
    if (this.#dead !== undefined) throw this.#dead;
    try {
      this.#write(size, write);
      const code = this.#calls[name](size);
      const result = this.#result();
      if (well.includes(code)) return read(result, code);
      throw code === refused ? new CheckerError(textOf(result)) : new CheckerDead(textOf(result));
    } catch (error) {
      if (error instanceof CheckerError && !(error instanceof CheckerDead)) throw error;
      this.#dead = error instanceof CheckerDead ? error : new CheckerDead(String(error), { cause: error });
      throw this.#dead;
    }
  }

  /** To be called when nobody waits: the module puts its memory in order. */
  rest(): void {
    if (this.#dead !== undefined) return;
    try {
      this.#rest();
    } catch (error) {
      this.#dead = new CheckerDead(String(error), { cause: error }); // whoever calls next hears of it
    }
  }

  #write(size: number, write: (bytes: Uint8Array) => void): void {
    const pointer = this.#reserve(size) >>> 0;
    if (pointer === 0) throw new CheckerError(`${size} bytes are more than the core takes`);
    // Reserving may have grown the memory: only now is its buffer the one.
    write(new Uint8Array(this.#memory.buffer, pointer, size));
  }

  /** A view that the next call ends. */
  #result(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#memory.buffer, this.#resultPointer() >>> 0, this.#resultLength() >>> 0);
  }
}

const decoder = new TextDecoder();

export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

function memoryOf({ memory }: WebAssembly.Exports): WebAssembly.Memory {
  if (!(memory instanceof WebAssembly.Memory)) throw new CheckerDead("the core exports no memory");
  return memory;
}

function parseCall(exports: WebAssembly.Exports, name: string): Call {
  const value = exports[name];
  if (typeof value !== "function") throw new CheckerDead(`the core exports no ${name}`);
  return (...values) => {
    const answer: unknown = value(...values);
    return typeof answer === "number" ? answer : 0;
  };
}
