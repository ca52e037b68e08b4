// The one checker of this browser, with every list that is to be read: started
// when first asked, replaced when a newer list has proved itself, started once
// more when it dies.

import type { Door } from "../checker/seen.ts";
import { AskError } from "../shared/protocol.ts";
import { emptyListing, type Listing, type Verdict } from "../shared/verdict.ts";

export type Checker = Door & {
  /** Takes a pack; throws where it is not one. */
  open(pack: Uint8Array): void;
  /** The same for a pack that was opened before; throws where it is no longer that one. */
  reopen(pack: Uint8Array): void;
  check(listing: Listing): Verdict;
  /** The same, a few milliseconds at a time. */
  checkInTurns(listing: Listing): Promise<Verdict>;
  /** Puts its memory in order, when nobody waits for an answer. */
  rest(): void;
  /** The key that registers keep these words under; throws where they can hold none. */
  markKey(words: string): bigint;
};

/** A list with its bytes: what a checker opens. */
export type Pack = {
  readonly name: string;
  readonly version: number;
  readonly asOf: string;
  readonly terms: number;
  readonly source: "bundled" | "fetched";
  /** Whether a checker has opened it before: here, or where the extension was built. */
  readonly proven: boolean;
  readonly bytes: () => Promise<Uint8Array>;
};

export type CoreParts = {
  /** A new, empty checker. */
  readonly load: () => Promise<Checker>;
  /** The lists to open, each as the packs to try, best first. The first list is needed; another is left out where no pack of it opens. */
  readonly lists: () => Promise<readonly (readonly Pack[])[]>;
  /** Whether an error means that the instance can answer nothing more. */
  readonly isDead: (error: unknown) => boolean;
};

/** A checker with the packs that are open in it, the needed one first. */
type Running = { readonly checker: Checker; readonly packs: readonly Pack[]; rested: boolean };

/** The core refuses longer fields; asking it would copy the text for nothing. */
const maxFieldUnits = 200_000;

export class Core {
  readonly #parts: CoreParts;
  #running: Promise<Running> | undefined;

  constructor(parts: CoreParts) {
    this.#parts = parts;
  }

  /** Starts the checker; one start serves all who wait, and a failed one is forgotten. */
  async start(): Promise<Running> {
    this.#running ??= this.#begin();
    const running = this.#running;
    try {
      return await running;
    } catch (error) {
      if (this.#running === running) this.#running = undefined;
      throw error;
    }
  }

  async check(listing: Listing): Promise<Verdict> {
    refuseLong(listing);
    const running = await this.start();
    try {
      const verdict = await running.checker.checkInTurns(listing);
      restOnce(running);
      return verdict;
    } catch (error) {
      if (!this.#parts.isDead(error)) throw error;
    }
    this.#running = undefined;
    const again = await this.start();
    try {
      return await again.checker.checkInTurns(listing);
    } catch (error) {
      this.#running = undefined; // the text kills it: the next check, of another text, starts afresh
      throw error;
    }
  }

  /**
   * Proves a pack in a checker of its own, beside the lists in use, and gives
   * what lets that checker answer from then on.
   */
  async prove(pack: Pack): Promise<() => void> {
    const { packs } = await this.start();
    const known = packs.some(({ name }) => name === pack.name);
    const next = known ? packs.map((each) => (each.name === pack.name ? pack : each)) : [...packs, pack];
    const running = await this.#open(next.map((each) => [each]));
    if (!running.packs.includes(pack)) throw new Error(`the pack of ${pack.name} does not open`);
    const { checked } = running.checker.check(probe);
    const said = checked.find((each) => each.list === pack.name);
    if (said?.version !== pack.version) throw new Error(`the pack is not version ${pack.version} of ${pack.name}`);
    return () => {
      this.#running = Promise.resolve(running);
    };
  }

  /** Lets go of the checker: the next question starts one with the lists of that time. */
  restart(): void {
    this.#running = undefined;
  }

  /** The module is compiled while the lists are read: each takes as long as the other. */
  async #begin(): Promise<Running> {
    const loading = this.#parts.load();
    const lists = this.#parts.lists().then((found) => found.map(readAhead));
    const [, found] = await Promise.all([loading, lists]);
    return this.#open(found, loading);
  }

  /** A pack that kills its checker is left out of the next attempt; every attempt has one pack less to fear. */
  async #open(lists: readonly (readonly Pack[])[], first?: Promise<Checker>): Promise<Running> {
    const deadly = new Set<Pack>();
    for (let loading = first; ; loading = undefined) {
      const opening = new Opening(await (loading ?? this.#parts.load()), this.#parts.isDead);
      for (const packs of lists) await opening.first(packs.filter((pack) => !deadly.has(pack)));
      if (opening.killer !== undefined) {
        deadly.add(opening.killer);
        continue;
      }
      if (opening.packs[0]?.name !== lists[0]?.[0]?.name) throw opening.failure;
      return { checker: opening.checker, packs: opening.packs, rested: false };
    }
  }
}

/** What a start has left behind is put in order once its first answer is on its way. */
function restOnce(running: Running): void {
  if (running.rested) return;
  running.rested = true;
  setTimeout(() => running.checker.rest());
}

/** Starts to read the best pack of a list. Later attempts read it anew: nothing keeps the bytes. */
function readAhead(packs: readonly Pack[]): readonly Pack[] {
  const [best, ...others] = packs;
  if (best === undefined) return packs;
  let ahead: Promise<Uint8Array> | undefined = best.bytes();
  ahead.catch(() => undefined); // whoever asks for the bytes hears of it
  const bytes = () => {
    const read = ahead ?? best.bytes();
    ahead = undefined;
    return read;
  };
  return [{ ...best, bytes }, ...others];
}

/** One attempt to open all lists in one checker. */
class Opening {
  readonly checker: Checker;
  readonly packs: Pack[] = [];
  killer: Pack | undefined;
  failure: unknown = new Error("no list");
  readonly #isDead: (error: unknown) => boolean;

  constructor(checker: Checker, isDead: (error: unknown) => boolean) {
    this.checker = checker;
    this.#isDead = isDead;
  }

  /** Opens the first pack that lets itself be opened. */
  async first(packs: readonly Pack[]): Promise<void> {
    for (const pack of packs) {
      if (this.killer !== undefined) return;
      try {
        const bytes = await pack.bytes();
        if (pack.proven) this.checker.reopen(bytes);
        else this.checker.open(bytes);
        this.packs.push(pack);
        return;
      } catch (error) {
        console.warn(error);
        this.failure = error;
        if (this.#isDead(error)) this.killer = pack;
      }
    }
  }
}

const probe: Listing = { ...emptyListing, title: "probe" };

function refuseLong(listing: Listing): void {
  const fields = [listing.title, listing.highlights, listing.brand, listing.description, listing.searchTerms, ...listing.bullets];
  if (fields.some((field) => field.length > maxFieldUnits)) throw new AskError("too_long");
}
