// The messages between the extension's parts. One table ties each request to
// its reply and one pair of parsers reads them, so neither side casts. No
// message carries code, or an address that is fetched.

import { parseDecision, parseDecisions, type Decision, type Decisions } from "./decisions.ts";
import { count, flag, listOf, nullable, oneOf, orElse, ParseError, record, shape, text, type Parser } from "./parse.ts";
import { parseLookedUp, type LookedUp } from "./registered.ts";
import { parseReport, type Report } from "./report.ts";
import { parseSettings, settingsParsers, type Settings } from "./settings.ts";
import {
  maxSeen,
  parseKept,
  parseKeys,
  parseSeenInput,
  parseSeenRow,
  parseSeenState,
  seenBatch,
  seenPage,
  sides,
  type Kept,
  type SeenInput,
  type SeenRow,
  type SeenState,
  type Side,
} from "./seen.ts";
import { severities, type Severity } from "./severity.ts";
import { parseCopies, parseListing, parseVerdict, type Copies, type Listing, type Verdict } from "./verdict.ts";

export type Protocol = {
  /** The verdict of the core. */
  check: { request: { listing: Listing }; reply: Verdict };
  /** Starts the core, so that the first check does not wait for it. */
  wake: { request: Nothing; reply: Nothing };
  /** What this frame shows now, and why it is not all there is: the badge sums the frames of a tab. */
  report: { request: FrameReport; reply: Nothing };
  /** Whose the words are, by the registers of these offices that are in use here: one request each, on the seller's click. */
  lookup: { request: { words: string; offices: readonly string[] }; reply: LookUp };
  /** The seller has decided about a word, or takes that back. */
  decide: { request: Decision; reply: Settings };
  /** Decisions from a file join those that are kept; extension pages only. */
  "decisions.merge": { request: Decisions; reply: Settings };
  /** Escape was pressed in a frame without a card: the frame of the tab that has one closes it. */
  escape: { request: Nothing; reply: Nothing };
  /** The tab's top frame saves a report for a frame that may have no right to; false where nobody there could. */
  save: { request: Report; reply: { saved: boolean } };
  /** Which list answers, and how its updates go. */
  status: { request: Nothing; reply: ListStatus };
  /** Fetches lists now; extension pages only. By hand once a minute; what another choice of registers or corpora asks for, always. */
  update: { request: { chosen: boolean }; reply: ListStatus };
  /** Changes the members given; extension pages only. */
  "settings.set": { request: Partial<Settings>; reply: Settings };
  /** A product page was read: kept where the seller collects them, or asked for this one. */
  "seen.capture": { request: { page: SeenInput; asked: boolean }; reply: Kept };
  /** Opens the side-by-side view of a field's text and a listing that was seen; key 0 is all published corpora. */
  "seen.show": { request: { text: string; key: number }; reply: Nothing };
  /** How many listings are kept. This and the rest are for extension pages only. */
  "seen.state": { request: Nothing; reply: SeenState };
  /** The newest first; those whose words, title, seller or address have the search. */
  "seen.list": { request: { search: string; after: number }; reply: { rows: readonly SeenRow[]; more: boolean } };
  "seen.add": { request: { listings: readonly SeenInput[]; side: Side }; reply: Kept };
  "seen.mark": { request: { key: number; side: Side }; reply: SeenState };
  /** Erases one listing, or all. */
  "seen.forget": { request: { key: number | null }; reply: SeenState };
  /** The texts of some listings, in the order asked for; empty where one is gone. */
  "seen.read": { request: { keys: readonly number[] }; reply: { texts: readonly string[] } };
  /** What a text has of one listing, or, under key 0, of the published corpora. */
  "seen.compare": { request: { text: string; key: number }; reply: Copies };
};

/** One frame of a page. */
export type FrameReport = {
  readonly count: number;
  readonly worst: Severity;
  readonly trouble: AskErrorCode | null;
  /** Fields under watch. */
  readonly fields: number;
  /** Another number for other findings, so that who shows them knows when to ask again. */
  readonly edition: number;
};

export const parseFrameReport: Parser<FrameReport> = (value, at) =>
  shape<FrameReport>({ count, worst: oneOf(severities), trouble: nullable(oneOf(askErrors)), fields: count, edition: count })(value, at);

export type Kind = keyof Protocol;
export type Request<K extends Kind> = Protocol[K]["request"];
export type Reply<K extends Kind> = Protocol[K]["reply"];
export type Nothing = Readonly<Record<never, never>>;

/** Why an update did not bring a newer list. Each has a wording (i18n key `update_<code>`). */
export const updateErrors = [
  "offline", // no connection, or it was refused or cut
  "timeout",
  "status", // the server answered, but not with 200
  "busy", // 429 or 503: the server asked to wait
  "too_large", // more bytes than the role or the file may have
  "malformed", // not what the format says: a captive portal's page, for one
  "signature", // too few trusted keys signed
  "rollback", // older than what this browser has seen
  "expired", // metadata out of date: a frozen or forgotten server
  "mismatch", // version, length or hash is not what was signed
  "unusable", // verified, but this extension cannot read the pack
  "storage", // the browser did not store it
  "internal",
] as const;
export type UpdateError = (typeof updateErrors)[number];

export type ListStatus = {
  readonly name: string;
  readonly version: number;
  readonly asOf: string;
  readonly terms: number;
  /** Whether the list came with the extension or was fetched later. */
  readonly source: "bundled" | "fetched";
  readonly registers: readonly RegisterStatus[];
  /** Published corpora stand as registers do; their marks are texts. */
  readonly corpora: readonly RegisterStatus[];
  /** Bytes of all fetched lists, and the most that registers may take. */
  readonly stored: number;
  readonly room: number;
  /** Milliseconds since 1970; 0 means never. */
  readonly checkedAt: number;
  readonly nextCheckAt: number;
  readonly failure: { readonly code: UpdateError; readonly at: number } | null;
  /** An update is running. */
  readonly updating: boolean;
  /** An update was asked for too soon after the one before, and was not made. */
  readonly tooSoon: boolean;
};

/** What the registers say, and which of them could not be asked. Both are empty where none is in use. */
export type LookUp = {
  readonly found: readonly LookedUp[];
  readonly failed: readonly { readonly register: string; readonly code: UpdateError }[];
};

/** A mark has at most eight words. */
const maxLookUpWords = 1000;
const maxOffices = 200;

const lookUpWords: Parser<string> = (value, at = "words") => {
  const words = text(value, at);
  if (words.length > maxLookUpWords) throw new ParseError(`${at}: longer than any mark`);
  return words;
};

/** How an office's register stands in this browser. Each has a wording (i18n key `register_<state>`). */
export const registerStates = [
  "in_use",
  "wanted", // fetched by the next update
  "offered", // there to choose
  "no_room", // wanted, but newer ones fill the room there is
  "not_offered", // wanted, but the server has none
] as const;
export type RegisterState = (typeof registerStates)[number];

export type RegisterStatus = {
  /** "register:US" */
  readonly name: string;
  readonly state: RegisterState;
  readonly version: number;
  readonly asOf: string;
  readonly marks: number;
  readonly bytes: number;
};

/** Why a request has no reply. Each has a wording (i18n key `error_<code>`). */
export const askErrors = [
  "gone", // this script outlived its extension: reload the page
  "unreachable", // the background did not answer, twice
  "too_long", // a field is over the core's limit
  "refused", // this sender may not ask this
  "full", // the browser had no room for it
  "failed", // the background could not do it
] as const;
export type AskErrorCode = (typeof askErrors)[number];

export class AskError extends Error {
  override readonly name = "AskError";
  readonly code: AskErrorCode;
  constructor(code: AskErrorCode, message: string = code) {
    super(message);
    this.code = code;
  }
}

const nothing: Parser<Nothing> = (value, at) => (record(value, at), {});

export const parseRequest: { readonly [K in Kind]: Parser<Request<K>> } = {
  check: shape<Request<"check">>({ listing: parseListing }),
  wake: nothing,
  lookup: shape<Request<"lookup">>({ words: lookUpWords, offices: listOf(text, maxOffices) }),
  report: parseFrameReport,
  decide: parseDecision,
  "decisions.merge": parseDecisions,
  escape: nothing,
  save: parseReport,
  status: nothing,
  update: shape<Request<"update">>({ chosen: orElse(flag, false) }),
  "settings.set": parseChange,
  "seen.capture": shape<Request<"seen.capture">>({ page: parseSeenInput, asked: flag }),
  "seen.show": shape<Request<"seen.show">>({ text, key: count }),
  "seen.state": nothing,
  "seen.list": shape<Request<"seen.list">>({ search: text, after: count }),
  "seen.add": shape<Request<"seen.add">>({ listings: listOf(parseSeenInput, seenBatch), side: oneOf(sides) }),
  "seen.mark": shape<Request<"seen.mark">>({ key: count, side: oneOf(sides) }),
  "seen.forget": shape<Request<"seen.forget">>({ key: nullable(count) }),
  "seen.read": shape<Request<"seen.read">>({ keys: parseKeys }),
  "seen.compare": shape<Request<"seen.compare">>({ text, key: count }),
};

const parseStates: Parser<readonly RegisterStatus[]> = listOf(
  shape<RegisterStatus>({ name: text, state: oneOf(registerStates), version: count, asOf: text, marks: count, bytes: count }),
);

const parseStatus: Parser<ListStatus> = shape<ListStatus>({
  name: text,
  version: count,
  asOf: text,
  terms: count,
  source: oneOf(["bundled", "fetched"]),
  registers: parseStates,
  corpora: parseStates,
  stored: count,
  room: count,
  checkedAt: count,
  nextCheckAt: count,
  failure: nullable(shape<{ code: UpdateError; at: number }>({ code: oneOf(updateErrors), at: count })),
  updating: flag,
  tooSoon: flag,
});

export const parseReply: { readonly [K in Kind]: Parser<Reply<K>> } = {
  check: parseVerdict,
  lookup: shape<LookUp>({ found: listOf(parseLookedUp), failed: listOf(shape<LookUp["failed"][number]>({ register: text, code: oneOf(updateErrors) })) }),
  wake: nothing,
  report: nothing,
  decide: parseSettings,
  "decisions.merge": parseSettings,
  escape: nothing,
  save: shape<Reply<"save">>({ saved: flag }),
  status: parseStatus,
  update: parseStatus,
  "settings.set": parseSettings,
  "seen.capture": parseKept,
  "seen.show": nothing,
  "seen.state": parseSeenState,
  "seen.list": shape<Reply<"seen.list">>({ rows: listOf(parseSeenRow, seenPage), more: flag }),
  "seen.add": parseKept,
  "seen.mark": parseSeenState,
  "seen.forget": parseSeenState,
  "seen.read": shape<Reply<"seen.read">>({ texts: listOf(text, maxSeen) }),
  "seen.compare": parseCopies,
};

/** The reports of a tab's frames, by frame id. */
export type Reports = Readonly<Record<string, FrameReport>>;

/** What an older version stored is forgotten. */
export const parseReports: Parser<Reports> = orElse((value, at) => {
  return Object.fromEntries(Object.entries(record(value, at)).map(([id, each]) => [id, parseFrameReport(each, at)]));
}, {});

/** Where session storage has the reports of a tab's frames, by frame id. */
export function badgeKey(tab: number): string {
  return `badge:${tab}`;
}

/** What the background tells a tab's frames: a keyboard shortcut was pressed, and the frame with the focus acts; or Escape was, in another frame. */
export type Push = { readonly push: "next-finding" | "previous-finding" | "close-card" };

export const parsePush: Parser<Push> = shape<Push>({ push: oneOf(["next-finding", "previous-finding", "close-card"]) });

/** What crosses the boundary, before anything is known of it. */
export type Envelope = { readonly kind: Kind; readonly request: unknown };
export type Answer = { readonly ok: true; readonly reply: unknown } | { readonly ok: false; readonly code: AskErrorCode };

export const parseEnvelope: Parser<Envelope> = (value, at = "message") => {
  const source = record(value, at);
  const kinds: readonly string[] = Object.keys(parseRequest);
  const kind = text(source["kind"], `${at}.kind`);
  if (!kinds.includes(kind)) throw new ParseError(`${at}.kind: unknown`);
  return { kind: kind as Kind, request: source["request"] };
};

const parseAnswer: Parser<Answer> = (value, at = "answer") => {
  const source = record(value, at);
  if (flag(source["ok"], `${at}.ok`)) return { ok: true, reply: source["reply"] };
  return { ok: false, code: oneOf(askErrors)(source["code"], `${at}.code`) };
};

/** Asks the background. Rejects with an AskError and with nothing else. */
export async function ask<K extends Kind>(kind: K, request: Request<K>): Promise<Reply<K>> {
  const answer = await send({ kind, request });
  if (!answer.ok) throw new AskError(answer.code);
  try {
    return parseReply[kind](answer.reply, kind);
  } catch (error) {
    throw new AskError("failed", String(error));
  }
}

/**
 * A background that starts or stops at this very moment drops the message;
 * the second attempt wakes it. After the extension was reloaded or removed
 * the runtime has no id and nothing will ever answer.
 */
async function send(envelope: Envelope): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    if (chrome.runtime?.id === undefined) throw new AskError("gone");
    try {
      return parseAnswer(await chrome.runtime.sendMessage(envelope));
    } catch (error) {
      if (chrome.runtime?.id === undefined) throw new AskError("gone");
      if (attempt > 0) throw new AskError("unreachable", String(error));
    }
  }
}

function parseChange(value: unknown, at = "settings"): Partial<Settings> {
  const source = record(value, at);
  const change: Partial<Settings> = {};
  for (const [member, parser] of Object.entries(settingsParsers)) {
    if (member in source) Object.assign(change, { [member]: parser(source[member], `${at}.${member}`) });
  }
  return change;
}
