// What the seller has decided about words: brands of their own, brands they
// may sell, terms they do not want to hear of. Plain data; the background keeps
// it in the settings, and a file carries it to another browser.

import { dayOrNever, holdsOn, later } from "./day.ts";
import { listOf, oneOf, ParseError, record, shape, text, type Parser } from "./parse.ts";

/** A term that is not marked: why, and until which day (empty: for good). */
export type Ignored = { readonly term: string; readonly reason: string; readonly until: string };

/** A brand whose owner lets the seller sell it, until that day. */
export type Authorised = { readonly brand: string; readonly until: string };

export type Decisions = {
  readonly ownBrands: readonly string[];
  readonly authorised: readonly Authorised[];
  readonly ignored: readonly Ignored[];
};

/** One decision about one word, as a card or a page makes it. */
export type Decision =
  | ({ readonly kind: "ignore" } & Ignored)
  | ({ readonly kind: "authorise" } & Authorised)
  | { readonly kind: "own"; readonly brand: string }
  | { readonly kind: "forget"; readonly list: keyof Decisions; readonly name: string };

/** Bounds one seller's own lists: far above use, far below the storage quota. */
const maxEntries = 2000;
const maxName = 200;
const maxReason = 500;

const short = (max: number): Parser<string> => (value, at = "value") => {
  const read = text(value, at).trim();
  if (read.length > max) throw new ParseError(`${at}: longer than ${max} characters`);
  return read;
};

const name: Parser<string> = (value, at = "value") => {
  const read = short(maxName)(value, at);
  if (read === "") throw new ParseError(`${at}: empty`);
  return read;
};

const absent = (parser: Parser<string>): Parser<string> => (value, at) => (value === undefined ? "" : parser(value, at));

/** Versions before 0.2 kept the term alone. */
const parseIgnored: Parser<Ignored> = (value, at) =>
  typeof value === "string"
    ? { term: name(value, at), reason: "", until: "" }
    : shape<Ignored>({ term: name, reason: absent(short(maxReason)), until: absent(dayOrNever) })(value, at);

const parseAuthorised: Parser<Authorised> = shape<Authorised>({ brand: name, until: absent(dayOrNever) });

export const decisionParsers: { readonly [K in keyof Decisions]: Parser<Decisions[K]> } = {
  ownBrands: listOf(name, maxEntries),
  authorised: listOf(parseAuthorised, maxEntries),
  ignored: listOf(parseIgnored, maxEntries),
};

export const parseDecisions: Parser<Decisions> = shape<Decisions>(decisionParsers);

export const parseDecision: Parser<Decision> = (value, at = "decision") => {
  const source = record(value, at);
  switch (oneOf(["ignore", "authorise", "own", "forget"])(source["kind"], `${at}.kind`)) {
    case "ignore":
      return { kind: "ignore", ...parseIgnored(source, at) };
    case "authorise":
      return { kind: "authorise", ...parseAuthorised(source, at) };
    case "own":
      return { kind: "own", brand: name(source["brand"], `${at}.brand`) };
    case "forget":
      return {
        kind: "forget",
        list: oneOf(["ownBrands", "authorised", "ignored"])(source["list"], `${at}.list`),
        name: name(source["name"], `${at}.name`),
      };
  }
};

/** The decisions with one more; a word decided about again has the new decision. */
export function decided(before: Decisions, decision: Decision): Decisions {
  switch (decision.kind) {
    case "ignore": {
      const { term, reason, until } = decision;
      return { ...before, ignored: [...without(before.ignored, term, termOf), { term, reason, until }] };
    }
    case "authorise": {
      const { brand, until } = decision;
      return { ...before, authorised: [...without(before.authorised, brand, brandOf), { brand, until }] };
    }
    case "own":
      return { ...before, ownBrands: [...without(before.ownBrands, decision.brand, itself), decision.brand] };
    case "forget":
      return {
        ownBrands: decision.list === "ownBrands" ? without(before.ownBrands, decision.name, itself) : before.ownBrands,
        authorised: decision.list === "authorised" ? without(before.authorised, decision.name, brandOf) : before.authorised,
        ignored: decision.list === "ignored" ? without(before.ignored, decision.name, termOf) : before.ignored,
      };
  }
}

/** Both together, each word once. Where both decide about a word, the one that holds longer counts; a reason is not lost. */
export function merged(mine: Decisions, theirs: Decisions): Decisions {
  return {
    ownBrands: union(mine.ownBrands, theirs.ownBrands, itself, (a) => a),
    authorised: union(mine.authorised, theirs.authorised, brandOf, (a, b) => ({ ...a, until: later(a.until, b.until) })),
    ignored: union(mine.ignored, theirs.ignored, termOf, (a, b) => ({ ...a, until: later(a.until, b.until), reason: a.reason || b.reason })),
  };
}

/** Brands that are not reported as somebody else's on this day. */
export function allowedBrands({ ownBrands, authorised }: Pick<Decisions, "ownBrands" | "authorised">, day: string): readonly string[] {
  return [...new Set([...ownBrands, ...authorised.filter(({ until }) => holdsOn(until, day)).map(brandOf)])];
}

const itself = (brand: string) => brand;
const brandOf = ({ brand }: Authorised) => brand;
const termOf = ({ term }: Ignored) => term;

/** Words are compared without case. */
function without<T>(all: readonly T[], word: string, wordOf: (each: T) => string): readonly T[] {
  return all.filter((each) => fold(wordOf(each)) !== fold(word));
}

function union<T>(mine: readonly T[], theirs: readonly T[], wordOf: (each: T) => string, both: (a: T, b: T) => T): readonly T[] {
  const all = new Map<string, T>();
  for (const each of [...mine, ...theirs]) {
    const word = fold(wordOf(each));
    const before = all.get(word);
    all.set(word, before === undefined ? each : both(before, each));
  }
  return [...all.values()];
}

export function fold(word: string): string {
  return word.toLowerCase();
}
