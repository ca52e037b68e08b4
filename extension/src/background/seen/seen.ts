// Listings that were seen, as a whole: keeps them, and tells what a listing
// under edit has of them. The background may die at any line: what is known
// here besides the store is only which indexes are open in which checker.

import { ask, compare, indexOf, keysIn, mergeIndexes, openCorpora, openIndexes, textsIn, trace, type Door } from "../../checker/seen.ts";
import { cleanAddress, maxSeen, publishedKey, seenPage, type Kept, type SeenInput, type SeenRow, type SeenState, type Side, type Way } from "../../shared/seen.ts";
import { emptyListing, type Copies, type Finding, type Listing } from "../../shared/verdict.ts";
import * as store from "./store.ts";

export type SeenParts = {
  /** The checker in use. */
  readonly door: () => Promise<Door>;
  /** The published corpora that are held, by name. */
  readonly corpora: () => Promise<readonly Corpus[]>;
  readonly clock: () => number;
  /** Whether the last page or text found no room, for as long as the browser runs: there is nobody to tell when a page is opened. */
  readonly full: { readonly read: () => Promise<boolean>; readonly write: (full: boolean) => Promise<void> };
};

export type Corpus = { readonly name: string; readonly bytes: () => Promise<Uint8Array> };

/** Texts read at once when all fingerprints are made anew. */
const rebuildBatch = 500;

export class Seen {
  readonly #parts: SeenParts;
  /** Which checker has the indexes of now; nothing after a change. */
  #open: Door | undefined;
  #count: number | undefined;
  #corpora: readonly Corpus[] | undefined;
  /** One question at a time: between asking and comparing the core remembers one listing. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: SeenParts) {
    this.#parts = parts;
  }

  /** Reads what every check asks for first. */
  async prepare(): Promise<void> {
    this.#count ??= await store.countRows();
    this.#corpora ??= await this.#parts.corpora();
  }

  /** What is copied in a listing, as findings that name their source. */
  async check(listing: Listing): Promise<readonly Finding[]> {
    await this.prepare();
    if (this.#count === 0 && this.#corpora?.length === 0) return [];
    return this.#alone(async () => {
      const door = await this.#ready();
      const sources = await store.readTexts(ask(door, listing));
      const theirs = sources.filter(({ row }) => row.side !== "mine");
      const copied = theirs.length === 0 ? [] : compare(door, theirs.map(textOf)).findings.map((finding) => named(finding, theirs.map(({ row }) => row)));
      const traced = this.#corpora?.length === 0 ? [] : trace(door).findings.map(inCorpus);
      if (traced.length === 0) return copied;
      // The seller's own words may have been seen by others too.
      const own = sources.filter(({ row }) => row.side === "mine");
      const mine = own.length === 0 ? [] : compare(door, own.map(textOf)).findings;
      return [...copied, ...traced.filter((each) => ![...copied, ...mine].some((other) => overlap(each, other)))];
    });
  }

  /** What a text has of one listing, or of the published corpora; passages that tell little too. */
  async compare(text: string, key: number): Promise<Copies> {
    return this.#alone(async () => {
      const door = await this.#ready();
      ask(door, { ...emptyListing, description: text });
      if (key === publishedKey) {
        const copies = trace(door);
        return { ...copies, findings: copies.findings.map(inCorpus) };
      }
      const sources = await store.readTexts([key]);
      const copies = compare(door, sources.map(textOf));
      return { ...copies, findings: copies.findings.map((finding) => named(finding, sources.map(({ row }) => row))) };
    });
  }

  /** Which published corpora answer: one that is damaged, or of another version, does not. */
  async answering(): Promise<readonly string[]> {
    this.#corpora ??= await this.#parts.corpora();
    if (this.#corpora.length > 0) await this.#alone(() => this.#ready());
    return this.#corpora.map(({ name }) => name);
  }

  /** Other corpora are held from now on. */
  corporaChanged(): void {
    this.#open = undefined;
    this.#corpora = undefined;
  }

  async add(listings: readonly SeenInput[], side: Side, way: Way): Promise<Kept> {
    const worded = listings.filter(({ text }) => text.trim() !== "");
    const rows = await Promise.all(worded.map((each) => this.#row(each, side, way)));
    const kept = { added: 0, known: 0, empty: listings.length - worded.length, full: false, off: false };
    return this.#alone(async () => {
      const door = await this.#parts.door();
      const keep = () =>
        store.addRows(
          rows,
          maxSeen,
          (texts) => indexOf(door, texts),
          (left, indexes) => mergeIndexes(door, indexes.flatMap(keysIn).filter((key) => !left.has(key)), indexes),
        );
      try {
        const done = await keep().catch(async (error: unknown) => (await this.#mended(door, error), keep()));
        if (done.added > 0) await this.#parts.full.write(false);
        return { ...kept, ...done };
      } catch (error) {
        if (!(error instanceof store.SeenFull)) throw error;
        await this.#parts.full.write(true);
        return { ...kept, full: true };
      } finally {
        this.#changed();
      }
    });
  }

  async mark(key: number, side: Side): Promise<SeenState> {
    await store.mark(key, side).catch(async (error: unknown) => {
      if (!(error instanceof store.SeenFull)) throw error;
      await this.#parts.full.write(true);
    });
    return this.state();
  }

  async forget(key: number | null): Promise<SeenState> {
    await this.#alone(() => store.forget(key));
    await this.#parts.full.write(false);
    this.#changed();
    return this.state();
  }

  async state(): Promise<SeenState> {
    const [{ sides, units, fingerprints }, full] = await Promise.all([store.sums(), this.#parts.full.read()]);
    return { ...sides, units, fingerprints, room: maxSeen, full };
  }

  async list(search: string, after: number): Promise<{ rows: readonly SeenRow[]; more: boolean }> {
    const wanted = search.trim().toLowerCase();
    const rows = await store.readRows(after, seenPage + 1, async (row, words) => {
      if (wanted === "") return true;
      if ([row.title, row.seller, row.address].some((each) => each.toLowerCase().includes(wanted))) return true;
      return (await words()).toLowerCase().includes(wanted);
    });
    return { rows: rows.slice(0, seenPage), more: rows.length > seenPage };
  }

  async texts(keys: readonly number[]): Promise<readonly string[]> {
    const read = new Map((await store.readTexts(keys)).map(({ row, text }) => [row.key, text]));
    return keys.map((key) => read.get(key) ?? "");
  }

  async #row(input: SeenInput, side: Side, way: Way): Promise<store.NewRow> {
    const { address, title, seller, text } = input;
    const host = address === "" ? "" : new URL(address).hostname.replace(/^www\./, "");
    const digest = await digestOf(`${text}\n${seller}`);
    return { ...{ address, host, title: title || (text.split("\n")[0] ?? ""), seller, side, way, digest, text }, seenAt: this.#parts.clock(), length: text.length };
  }

  /** The checker with the indexes of now. Damaged ones are made anew of the texts, so nothing kept is lost. */
  async #ready(): Promise<Door> {
    const door = await this.#parts.door();
    if (this.#open === door) return door;
    try {
      const indexes = await store.readIndexes();
      if (indexes.reduce((sum, each) => sum + textsIn(each), 0) < (await store.countRows())) throw new Error("fingerprints are missing");
      openIndexes(door, indexes);
    } catch (error) {
      console.warn(error);
      const indexes = await this.#rebuild(door);
      openIndexes(door, indexes);
    }
    await this.#openCorpora(door);
    this.#open = door;
    return door;
  }

  /** Opens the corpora that are whole; one that was damaged on the disk is done without. */
  async #openCorpora(door: Door): Promise<void> {
    this.#corpora ??= await this.#parts.corpora();
    const whole: Corpus[] = [];
    const packs: Uint8Array[] = [];
    for (const corpus of this.#corpora) {
      try {
        const bytes = await corpus.bytes();
        openCorpora(door, [bytes]);
        whole.push(corpus);
        packs.push(bytes);
      } catch (error) {
        console.warn(error);
      }
    }
    if (packs.length !== 1 || this.#corpora.length > 1) openCorpora(door, packs);
    this.#corpora = whole;
  }

  /** Fingerprints too damaged to be joined are made anew; a full disk is none of that. */
  async #mended(door: Door, error: unknown): Promise<void> {
    if (error instanceof store.SeenFull) throw error;
    console.warn(error);
    await this.#rebuild(door);
  }

  async #rebuild(door: Door): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    let indexes: Uint8Array<ArrayBuffer>[] = [];
    for (let before = 0; ; ) {
      const rows = await store.readRows(before, rebuildBatch, async () => true);
      const last = rows.at(-1);
      if (last === undefined) break;
      const texts = await store.readTexts(rows.map(({ key }) => key));
      indexes = [mergeIndexes(door, [], [...indexes, indexOf(door, texts.map(textOf))])];
      before = last.key;
    }
    await store.replaceIndexes(indexes).catch((error: unknown) => {
      if (!(error instanceof store.SeenFull)) throw error; // without room they answer all the same, and are made again at the next start
    });
    return indexes;
  }

  #changed(): void {
    this.#open = undefined;
    this.#count = undefined;
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

function textOf({ row, text }: { readonly row: SeenRow; readonly text: string }): { key: number; owner: number; text: string } {
  return { key: row.key, owner: store.ownerOf(row), text };
}

/** The finding with what is known of its source; the term is the source's title, so that ignoring it ignores that source. */
function named(finding: Finding, rows: readonly SeenRow[]): Finding {
  const row = rows.find(({ key }) => String(key) === finding.source?.id);
  if (finding.source === undefined || row === undefined) return finding;
  const { title, host, seller, seenAt } = row;
  return { ...finding, term: title, source: { ...finding.source, title, host, seller, seenAt } };
}

/** The same of a source in a published corpus: its id is its name. */
function inCorpus(finding: Finding): Finding {
  if (finding.source === undefined) return finding;
  const { id } = finding.source;
  const address = cleanAddress(id);
  const host = address === "" ? "" : new URL(address).hostname.replace(/^www\./, "");
  return { ...finding, term: id, source: { ...finding.source, title: id, host } };
}

function overlap(a: Finding, b: Finding): boolean {
  return a.field === b.field && a.start < b.end && b.start < a.end;
}

async function digestOf(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
