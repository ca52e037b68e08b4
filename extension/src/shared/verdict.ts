// A listing, and what the core says of it. Verdict and below mirror the JSON
// of `clearlist check` name by name, so one parser serves the core's answer
// and every message that carries it on.

import { count, listOf, oneOf, ParseError, record, shape, text, type Parser } from "./parse.ts";
import { severities, type Severity } from "./severity.ts";

export type Listing = {
  readonly id?: string;
  /** Host name without www ("amazon.co.uk"); empty means every jurisdiction. */
  readonly marketplace: string;
  /** The seller's words for the goods ("Kitchen"), or empty. */
  readonly category: string;
  readonly ownBrands: readonly string[];
  readonly brand: string;
  readonly title: string;
  readonly highlights: string;
  readonly bullets: readonly string[];
  readonly description: string;
  readonly searchTerms: string;
  /** Day the lists are read for, YYYY-MM-DD; today where not given. */
  readonly asOf?: string;
};

export const emptyListing: Listing = {
  marketplace: "",
  category: "",
  ownBrands: [],
  brand: "",
  title: "",
  highlights: "",
  bullets: [],
  description: "",
  searchTerms: "",
};

export const fieldNames = ["title", "highlights", "bullets", "description", "search_terms", "brand"] as const;
export type FieldName = (typeof fieldNames)[number];

export const rightKinds = ["trademark", "copyright", "patent", "design", "policy"] as const;
export type RightKind = (typeof rightKinds)[number];

/** What a finding is about: a right, or wording of somebody else. */
export const findingKinds = [...rightKinds, "copied"] as const;
export type FindingKind = (typeof findingKinds)[number];

export const matchKinds = ["exact", "disguised", "near", "sound"] as const;
export type MatchKind = (typeof matchKinds)[number];

export const statuses = ["live", "pending", "dead", "unknown"] as const;
export type Status = (typeof statuses)[number];

export type Right = {
  readonly kind: RightKind;
  readonly owner: string;
  readonly office: string;
  readonly number: string;
  readonly status: Status;
  /** Nice classes; empty means not said, [0] every class. */
  readonly classes: readonly number[];
  /** Page of an office or a policy: https, or empty. */
  readonly url: string;
  readonly as_of: string;
  /** The first day, and the day after the last, where the list has them. */
  readonly from?: string;
  readonly until?: string;
};

export type Finding = {
  /** "title", or "bullets[1]": read with fieldOf. */
  readonly field: string;
  /** UTF-16 code units into the field as given, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly term: string;
  readonly kind: FindingKind;
  readonly match: MatchKind;
  readonly severity: Severity;
  /** Rule id: "mark.name", "policy.pesticide-claim". Explained by explain.ts. */
  readonly rule: string;
  /** English; explain.ts has the seller's language. */
  readonly message: string;
  readonly rights: readonly Right[];
  /** Of a right to a product: where the marketplace sells and none is listed; "*" is everywhere else. */
  readonly notListed?: readonly string[];
  readonly suggestions: readonly string[];
  /** Of a copied passage: where it stands in what was seen. */
  readonly source?: CopiedFrom;
};

export const copyKinds = ["verbatim", "edited", "rearranged", "paraphrased", "traced"] as const;

/** Where a copied passage comes from. The core knows the first five, and all of a published corpus; else the rest is known to who keeps the texts. */
export type CopiedFrom = {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly kind: (typeof copyKinds)[number];
  /** How many independent sellers are known to use this wording. */
  readonly owners: number;
  readonly title: string;
  readonly host: string;
  readonly seller: string;
  /** Milliseconds since 1970 when it was first seen; 0 where not known. */
  readonly seenAt: number;
  /** The published corpus that has its fingerprints and not its text; empty where the text is here. */
  readonly corpus: string;
};

/** What the core says of a listing beside texts that were seen. */
export type Copies = {
  readonly severity: Severity;
  /** Share of the listing's words, from 0 to 1. */
  readonly copied: number;
  readonly findings: readonly Finding[];
};

/** How long a field may be by its marketplace's rules. */
export type FieldLength = { readonly field: FieldName; readonly unit: "characters" | "bytes" | "part" | "total"; readonly max: number };

export type Checked = { readonly list: string; readonly version: number; readonly as_of: string };

export type Verdict = {
  readonly id: string;
  readonly verdict: Severity;
  readonly findings: readonly Finding[];
  readonly checked: readonly Checked[];
  /** "register:US": what nobody looked into. */
  readonly not_checked: readonly string[];
  /** Whatever was found; absent where no rule is known. */
  readonly lengths?: readonly FieldLength[];
};

export type FieldPlace = { readonly name: FieldName; readonly index: number };

/** Where a finding stands: bullets[1] is the second bullet, other fields have index 0. */
export function fieldOf(finding: Pick<Finding, "field">): FieldPlace {
  return parsePlace(finding.field);
}

/** The text a finding's offsets point into. */
export function fieldText(listing: Listing, place: FieldPlace): string {
  switch (place.name) {
    case "bullets":
      return listing.bullets[place.index] ?? "";
    case "search_terms":
      return listing.searchTerms;
    default:
      return listing[place.name];
  }
}

const parsePlace: Parser<FieldPlace> = (value, at = "field") => {
  const [, name, index] = /^([a-z_]{1,16})(?:\[(\d{1,5})\])?$/.exec(text(value, at)) ?? [];
  const known = oneOf(fieldNames)(name, at);
  if ((known === "bullets") !== (index !== undefined)) throw new ParseError(`${at}: only bullets are numbered`);
  return { name: known, index: Number(index ?? 0) };
};

const parseField: Parser<string> = (value, at) => {
  parsePlace(value, at);
  return text(value, at);
};

/** Only https leaves the verdict: a list cannot make a javascript: link. */
const parseLink: Parser<string> = (value, at = "url") => {
  const link = text(value, at);
  if (link === "") return link;
  if (!/^https:\/\//.test(link) || !URL.canParse(link)) throw new ParseError(`${at}: not an https address`);
  return link;
};

const parseNeeded: Parser<Right> = shape({
  kind: oneOf(rightKinds),
  owner: text,
  office: text,
  number: text,
  status: oneOf(statuses),
  classes: listOf(count, 64),
  url: parseLink,
  as_of: text,
});

const parseRight: Parser<Right> = (value, at = "right") => {
  const { from, until } = record(value, at);
  return {
    ...parseNeeded(value, at),
    ...(from === undefined ? {} : { from: text(from, `${at}.from`) }),
    ...(until === undefined ? {} : { until: text(until, `${at}.until`) }),
  };
};

const parseSpan: Parser<Finding> = shape({
  field: parseField,
  start: count,
  end: count,
  text,
  term: text,
  kind: oneOf(findingKinds),
  match: oneOf(matchKinds),
  severity: oneOf(severities),
  rule: text,
  message: text,
  rights: listOf(parseRight),
  suggestions: listOf(text),
});

export const parseFinding: Parser<Finding> = (value, at = "finding") => {
  const finding = parseSpan(value, at);
  if (finding.end < finding.start) throw new ParseError(`${at}: ends before it starts`);
  const { source, not_listed: notListed } = record(value, at);
  return {
    ...finding,
    ...(notListed === undefined ? {} : { notListed: listOf(text)(notListed, `${at}.not_listed`) }),
    ...(source === undefined ? {} : { source: parseCopiedFrom(source, `${at}.source`) }),
  };
};

const parseCopiedFrom: Parser<CopiedFrom> = (value, at = "source") => {
  const { seen } = record(value, at);
  const source = parseSource(value, at);
  return seen === undefined ? source : { ...source, seenAt: dayOf(text(seen, `${at}.seen`)) };
};

function dayOf(day: string): number {
  const at = Date.parse(day);
  return Number.isNaN(at) ? 0 : Math.max(at, 0);
}

const parseSource: Parser<CopiedFrom> = shape<CopiedFrom>({
  id: text,
  start: count,
  end: count,
  kind: oneOf(copyKinds),
  owners: count,
  title: optionalText,
  host: optionalText,
  seller: optionalText,
  seenAt: (value, at) => (value === undefined ? 0 : count(value, at)),
  corpus: optionalText,
});

const share: Parser<number> = (value, at = "share") => {
  if (typeof value !== "number" || !(value >= 0 && value <= 1)) throw new ParseError(`${at}: not a share`);
  return value;
};

export const parseCopies: Parser<Copies> = shape<Copies>({
  severity: oneOf(severities),
  copied: share,
  findings: listOf(parseFinding),
});

const parseJudged: Parser<Verdict> = shape({
  id: (value, at) => (value === undefined ? "" : text(value, at)),
  verdict: oneOf(severities),
  findings: listOf(parseFinding),
  checked: listOf(shape<Checked>({ list: text, version: count, as_of: text })),
  not_checked: listOf(text),
});

/** One of each kind for each field, at most. */
const maxLengths = 24;

const parseLengths = listOf(shape<FieldLength>({ field: oneOf(fieldNames), unit: oneOf(["characters", "bytes", "part", "total"]), max: count }), maxLengths);

export const parseVerdict: Parser<Verdict> = (value, at = "verdict") => {
  const verdict = parseJudged(value, at);
  const { lengths } = record(value, at);
  return lengths === undefined ? verdict : { ...verdict, lengths: parseLengths(lengths, `${at}.lengths`) };
};

/** As many bullets as any marketplace asks for, and then some. */
const maxBullets = 1000;
const maxOwnBrands = 1000;

export const parseListing: Parser<Listing> = (value, at = "listing") => {
  const members = shape<Required<Listing>>({
    id: optionalText,
    marketplace: text,
    category: text,
    ownBrands: listOf(text, maxOwnBrands),
    brand: text,
    title: text,
    highlights: text,
    bullets: listOf(text, maxBullets),
    description: text,
    searchTerms: text,
    asOf: optionalText,
  })(value, at);
  const { id, asOf, ...rest } = members;
  return { ...rest, ...(id === "" ? {} : { id }), ...(asOf === "" ? {} : { asOf }) };
};

function optionalText(value: unknown, at?: string): string {
  return value === undefined ? "" : text(value, at);
}
