// The registers this browser is to have: those the seller chose, and, unless
// switched off, those of the marketplaces where listings were checked. Which
// register a marketplace asks for is the core's knowledge: a verdict names the
// registers it read and those it had to do without.

import { listOf, orElse, ParseError, text, type Parser } from "../shared/parse.ts";
import type { RegisterStatus } from "../shared/protocol.ts";
import type { Settings } from "../shared/settings.ts";
import type { Verdict } from "../shared/verdict.ts";
import type { Pack } from "./core.ts";
import type { Target } from "./lists/metadata.ts";
import { choose, corpusPrefix, internationalPrefix, maxCorpora, maxRegisters, offered, placeOf, registerPrefix } from "./lists/registers.ts";
import type { Held } from "./lists/store.ts";
import { targetsOf } from "./lists/trust.ts";

const metKey = "registers";
/** A seller sells in a few countries; the ones met longest ago go first. */
const maxMet = 16;

const parseMet: Parser<readonly string[]> = orElse(listOf(text, maxMet), []);

/** The registers that verdicts asked for, the last one met first. */
export async function metRegisters(): Promise<readonly string[]> {
  return parseMet((await chrome.storage.local.get(metKey))[metKey]);
}

/** Saves a look into storage for every check after the first of a kind. */
const noted = new Set<string>();

/** Remembers which registers a verdict asks for; true where that is news. */
export async function noteMet(verdict: Verdict): Promise<boolean> {
  const names = [...verdict.not_checked, ...verdict.checked.map(({ list }) => list)].filter(isRegister).filter((name) => !noted.has(name));
  if (names.length === 0) return false;
  for (const name of names) noted.add(name);
  const before = await metRegisters();
  const news = names.filter((name) => !before.includes(name));
  if (news.length > 0) await chrome.storage.local.set({ [metKey]: [...news, ...before].slice(0, maxMet) });
  return news.length > 0;
}

/** "register:*" stands for every register there may be: where nobody knows the marketplace, none is fetched. */
function isRegister(name: string): boolean {
  return name.startsWith(registerPrefix) && name !== `${registerPrefix}*`;
}

/**
 * Chosen ones first, as they are the seller's own word. With a country's own
 * register goes that of the international marks that designate it, which no
 * verdict asks for: it stands for none.
 */
export function wantedRegisters(settings: Settings, met: readonly string[]): readonly string[] {
  const chosen = settings.registers.map((office) => registerPrefix + office);
  const here = met.flatMap((name) => [name, internationalPrefix + placeOf(name)]);
  return [...new Set([...chosen, ...(settings.registersByMarketplace ? here : [])])];
}

/** Every register that is offered or wanted, and how it stands. */
export function registerStates(held: Held, open: readonly Pack[], wanted: readonly string[]): readonly RegisterStatus[] {
  return states(offersOf(held, registerPrefix), open, wanted, maxRegisters);
}

/** The same of published corpora. */
export function corpusStates(held: Held, open: readonly Pack[], wanted: readonly string[]): readonly RegisterStatus[] {
  return states(offersOf(held, corpusPrefix), open, wanted, maxCorpora);
}

function states(offers: readonly Target[], open: readonly Pack[], wanted: readonly string[], room: number): readonly RegisterStatus[] {
  const { take, noRoom } = choose(offers, wanted, room);
  const missing = wanted.filter((name) => !name.startsWith(internationalPrefix) && !offers.some(({ list }) => list === name));
  return [
    ...offers.map(({ list, version, asOf, terms, length }): RegisterStatus => {
      const inUse = open.find(({ name }) => name === list);
      if (inUse !== undefined) return { name: list, state: "in_use", version: inUse.version, asOf: inUse.asOf, marks: inUse.terms, bytes: length };
      const state = take.some((each) => each.list === list) ? "wanted" : noRoom.some((each) => each.list === list) ? "no_room" : "offered";
      return { name: list, state, version, asOf, marks: terms, bytes: length };
    }),
    ...missing.map((name): RegisterStatus => ({ name, state: "not_offered", version: 0, asOf: "", marks: 0, bytes: 0 })),
  ];
}

/** What the newest verified targets offer; none before the first update. */
function offersOf(held: Held, prefix: string): readonly Target[] {
  try {
    return held.targets === null ? [] : offered(targetsOf(held.targets), prefix);
  } catch (error) {
    if (error instanceof ParseError) return [];
    throw error;
  }
}
