// The one checker of this browser: started when first asked, replaced when a
// newer list has proved itself, started once more when it dies.

import { AskError } from "../shared/protocol.ts";
import { emptyListing, type Listing, type Verdict } from "../shared/verdict.ts";

export type Checker = {
  /** Takes a pack; throws where it is not one. */
  open(pack: Uint8Array): void;
  check(listing: Listing): Verdict;
};

/** A list with its bytes: what a checker opens. */
export type Pack = {
  readonly name: string;
  readonly version: number;
  readonly asOf: string;
  readonly terms: number;
  readonly source: "bundled" | "fetched";
  readonly bytes: () => Promise<Uint8Array>;
};

export type CoreParts = {
  /** A new, empty checker. */
  readonly load: () => Promise<Checker>;
  /** The packs to try, best first; the last is the bundled one. */
  readonly packs: () => Promise<readonly Pack[]>;
  /** Whether an error means that the instance can answer nothing more. */
  readonly isDead: (error: unknown) => boolean;
};

type Running = { readonly checker: Checker; readonly pack: Pack };

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
      return running.checker.check(listing);
    } catch (error) {
      if (!this.#parts.isDead(error)) throw error;
    }
    this.#running = undefined;
    const again = await this.start();
    try {
      return again.checker.check(listing);
    } catch (error) {
      this.#running = undefined; // the text kills it: the next check, of another text, starts afresh
      throw error;
    }
  }

  /** Proves a pack in a checker of its own and, if it holds, lets that checker answer from now on. */
  async prove(pack: Pack): Promise<() => void> {
    const running = await this.#open(pack);
    const { checked } = running.checker.check(probe);
    const said = checked.find((each) => each.list === pack.name);
    if (said?.version !== pack.version) throw new Error(`the pack is not version ${pack.version} of ${pack.name}`);
    return () => {
      this.#running = Promise.resolve(running);
    };
  }

  async #begin(): Promise<Running> {
    const packs = await this.#parts.packs();
    let failure: unknown = new Error("no list");
    for (const pack of packs) {
      try {
        return await this.#open(pack);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  async #open(pack: Pack): Promise<Running> {
    const [checker, bytes] = await Promise.all([this.#parts.load(), pack.bytes()]);
    checker.open(bytes);
    return { checker, pack };
  }
}

const probe: Listing = { ...emptyListing, title: "probe" };

function refuseLong(listing: Listing): void {
  const fields = [listing.title, listing.highlights, listing.brand, listing.description, listing.searchTerms, ...listing.bullets];
  if (fields.some((field) => field.length > maxFieldUnits)) throw new AskError("too_long");
}
