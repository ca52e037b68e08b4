// What the seller has chosen. Any part of the extension reads and watches
// them in storage; only the background writes them (protocol: settings.set),
// so two writers never lose each other's change.

import { today, holdsOn } from "./day.ts";
import { decisionParsers, fold, type Decisions } from "./decisions.ts";
import { count, flag, listOf, oneOf, orElse, ParseError, shape, text, type Parser } from "./parse.ts";
import { severities, type Severity } from "./severity.ts";

export const themes = ["auto", "light", "dark"] as const;

export type Settings = Decisions & {
  /** Code of a catalogue, or "auto": the browser's. */
  readonly language: string;
  readonly theme: (typeof themes)[number];
  /** Marketplace taken where the page does not tell; empty means all. */
  readonly marketplace: string;
  /** Severities underlined and counted. */
  readonly shown: readonly Severity[];
  /** Host names where the extension stays quiet. */
  readonly sitesOff: readonly string[];
  /** Milliseconds since 1970 until which every site stays quiet; 0 means not paused. */
  readonly pausedUntil: number;
  /** Whether lists are fetched without being asked. */
  readonly updates: boolean;
  /** Offices whose registers are fetched whatever is sold where: "US". */
  readonly registers: readonly string[];
  /** Whether the registers of marketplaces where listings were checked are fetched too. */
  readonly registersByMarketplace: boolean;
  /** Published corpora of fingerprints that are fetched and asked: "corpus:shop". */
  readonly corpora: readonly string[];
  /** Whether product pages the seller opens are kept, to tell later what is copied from them. */
  readonly collect: boolean;
};

export const defaultSettings: Settings = {
  language: "auto",
  theme: "auto",
  ownBrands: [],
  authorised: [],
  marketplace: "",
  shown: ["info", "low", "medium", "high", "critical"],
  ignored: [],
  sitesOff: [],
  pausedUntil: 0,
  updates: true,
  registers: [],
  registersByMarketplace: true,
  corpora: [],
  collect: false,
};

/** Storage key of the settings. */
export const settingsKey = "settings";

/** Bounds one seller's own lists: far above use, far below the storage quota. */
const maxOwn = 2000;
const maxName = 200;

const name: Parser<string> = (value, at) => text(value, at).slice(0, maxName);

/** A jurisdiction's code, as the lists write it. */
const office: Parser<string> = (value, at = "office") => {
  const code = text(value, at);
  if (!/^[A-Z]{2,6}$/.test(code)) throw new ParseError(`${at}: not an office`);
  return code;
};
const maxOffices = 64;

/** A corpus's name, as the core takes it. */
const corpus: Parser<string> = (value, at = "corpus") => {
  const name = text(value, at);
  if (!/^corpus:[a-z0-9-]{1,40}$/.test(name)) throw new ParseError(`${at}: not a corpus`);
  return name;
};
const maxCorpora = 16;

/** Each member as a message must have it. */
export const settingsParsers: { readonly [K in keyof Settings]: Parser<Settings[K]> } = {
  language: name,
  theme: oneOf(themes),
  ...decisionParsers,
  marketplace: name,
  shown: listOf(oneOf(severities), severities.length),
  sitesOff: listOf(name, maxOwn),
  pausedUntil: count,
  updates: flag,
  registers: listOf(office, maxOffices),
  registersByMarketplace: flag,
  corpora: listOf(corpus, maxCorpora),
  collect: flag,
};

/** Takes any stored state: a member that does not parse has its default, so one bad member never loses the rest. */
export const parseSettings: Parser<Settings> = (value) => {
  const lenient = Object.entries(settingsParsers).map(([member, parser]) => [
    member,
    orElse<unknown>(parser, defaultSettings[member as keyof Settings]),
  ]);
  const source = typeof value === "object" && value !== null ? value : {};
  return shape<Settings>(Object.fromEntries(lenient))(source);
};

export async function readSettings(): Promise<Settings> {
  const stored = await chrome.storage.local.get(settingsKey);
  return parseSettings(stored[settingsKey]);
}

/** Calls back on every later change, until the signal. */
export function watchSettings(changed: (settings: Settings) => void, signal: AbortSignal): void {
  const listener = (changes: Record<string, chrome.storage.StorageChange>, area: string) => {
    const change = changes[settingsKey];
    if (area === "local" && change !== undefined) changed(parseSettings(change.newValue));
  };
  chrome.storage.onChanged.addListener(listener);
  signal.addEventListener("abort", () => chrome.storage.onChanged.removeListener(listener), { once: true });
}

/** Whether pages of this host are checked at this time. */
export function siteIsOn(settings: Settings, host: string, now: number): boolean {
  return now >= settings.pausedUntil && !settings.sitesOff.includes(host);
}

/** Whether the seller does not want to hear of a term today. */
export function isIgnored(settings: Settings, term: string, day = today()): boolean {
  return settings.ignored.some((each) => fold(each.term) === fold(term) && holdsOn(each.until, day));
}

/** The findings of a verdict that the seller wants to see. */
export function isShown(settings: Settings, finding: { readonly severity: Severity; readonly term: string }): boolean {
  return settings.shown.includes(finding.severity) && !isIgnored(settings, finding.term);
}
