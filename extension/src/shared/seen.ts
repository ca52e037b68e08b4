// Listings that were seen: what a page, a file or a paste brings, and what is
// told about those that are kept.

import { count, flag, listOf, oneOf, shape, text, type Parser } from "./parse.ts";

/** Whose words a text is: what is the seller's own never accuses. */
export const sides = ["competitor", "supplier", "mine"] as const;
export type Side = (typeof sides)[number];

/** How a listing came here. */
export const ways = ["page", "hand"] as const;
export type Way = (typeof ways)[number];

/** A listing as it was read: title, bullets and description are lines of the text. */
export type SeenInput = {
  /** https, without query and fragment; empty where there is none. */
  readonly address: string;
  readonly title: string;
  readonly seller: string;
  readonly text: string;
};

export type SeenRow = {
  readonly key: number;
  readonly address: string;
  readonly host: string;
  readonly title: string;
  readonly seller: string;
  readonly side: Side;
  readonly way: Way;
  /** Milliseconds since 1970 when these words were first seen. */
  readonly seenAt: number;
  /** UTF-16 units of the text. */
  readonly length: number;
};

/** How many are kept, and the room they take. */
export type SeenState = {
  readonly competitor: number;
  readonly supplier: number;
  readonly mine: number;
  /** UTF-16 units of all texts. */
  readonly units: number;
  /** Bytes of the fingerprints. */
  readonly fingerprints: number;
  readonly room: number;
  /** The browser had no room for the last one that was to be kept. */
  readonly full: boolean;
};

/** What became of listings that were to be kept. */
export type Kept = {
  readonly added: number;
  /** Had the same words already. */
  readonly known: number;
  /** No words to keep. */
  readonly empty: number;
  /** The browser has no more room: nothing that was kept is lost. */
  readonly full: boolean;
  /** Pages are not collected now. */
  readonly off: boolean;
};

/** Key in the session's storage: whether the browser had no room. */
export const seenFullKey = "seenFull";

/** As many listings as any seller reads in years: 20,000 of 3 KB are 120 MB of text and 12 MB of fingerprints. */
export const maxSeen = 20_000;
/** The longest listing any marketplace takes is some 30 KB, most of it markup; pages that have more are cut. */
export const maxSeenText = 20_000;
const maxSeenTitle = 500;
const maxSeller = 200;
const maxAddress = 2_000;
/** Listings of one message: a file comes in several. */
export const seenBatch = 200;
/** Rows of one answer. */
export const seenPage = 50;

const upTo =
  (most: number): Parser<string> =>
  (value, at) =>
    text(value, at).slice(0, most);

/** An address that may be shown as a link, or nothing. */
export function cleanAddress(value: string): string {
  if (value === "" || value.length > maxAddress || !URL.canParse(value)) return "";
  const { protocol, origin, pathname } = new URL(value);
  return protocol === "https:" || protocol === "http:" ? origin + pathname : "";
}

export const parseSeenInput: Parser<SeenInput> = shape<SeenInput>({
  address: (value, at) => cleanAddress(text(value, at)),
  title: upTo(maxSeenTitle),
  seller: upTo(maxSeller),
  text: upTo(maxSeenText),
});

export const parseSeenRow: Parser<SeenRow> = shape<SeenRow>({
  key: count,
  address: text,
  host: text,
  title: text,
  seller: text,
  side: oneOf(sides),
  way: oneOf(ways),
  seenAt: count,
  length: count,
});

export const parseSeenState: Parser<SeenState> = shape<SeenState>({
  competitor: count,
  supplier: count,
  mine: count,
  units: count,
  fingerprints: count,
  room: count,
  full: flag,
});

export const parseKept: Parser<Kept> = shape<Kept>({ added: count, known: count, empty: count, full: flag, off: flag });

export const parseKeys: Parser<readonly number[]> = listOf(count, maxSeen);

/** "shop" of "corpus:shop". */
export function corpusLabel(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** In place of a listing's key: the published corpora, which have no texts. */
export const publishedKey = 0;

/** What a side-by-side view shows: a text, and the listing beside it. */
export type Beside = { readonly id: string; readonly text: string; readonly key: number };

/** Key in the session's storage of the last views that were asked for. */
export const besideKey = "beside";
/** A view opened before these is closed, or has been read. */
export const maxBeside = 10;
export const parseBesides: Parser<readonly Beside[]> = listOf(shape<Beside>({ id: text, text, key: count }), maxBeside);
