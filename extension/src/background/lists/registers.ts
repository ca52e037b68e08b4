// Which registers and corpora there are to have, and which of the wanted ones
// there is room for. Decided from what is signed and wanted alone, so that two runs
// never take turns in dropping what the other one fetched.

import type { Target, Targets } from "./metadata.ts";

export const registerPrefix = "register:";
export const corpusPrefix = "corpus:";

/** Begins the register of the marks that are registered by treaty, at WIPO, and designate one country: "register:WO-DE". */
export const internationalPrefix = `${registerPrefix}WO-`;

/** Where the marks of a register count: "DE" for "register:DE" and "register:WO-DE". */
export function placeOf(register: string): string {
  return register.slice((register.startsWith(internationalPrefix) ? internationalPrefix : registerPrefix).length);
}

/**
 * Most bytes of all registers together. Each is also open in the core, whose
 * memory a browser counts against the extension.
 */
export const maxRegisters = 40 << 20;
/** Most bytes of all published corpora: the fingerprints of some 30,000 listings. */
export const maxCorpora = 16 << 20;

/** The name of a list's pack in the targets: "register:US" is register-us.pack. */
export function packTarget(list: string): string {
  return `${fileName(list)}.pack`;
}

export function fileName(list: string): string {
  return list.toLowerCase().replaceAll(":", "-");
}

/** The registers, or corpora, that today's targets speak of, by name. */
export function offered({ targets }: Targets, prefix = registerPrefix): readonly Target[] {
  const found = [...targets].flatMap(([name, target]) => (target.list.startsWith(prefix) && name === packTarget(target.list) ? [target] : []));
  return found.sort((a, b) => (a.list < b.list ? -1 : 1));
}

export type Choice = {
  /** To have, in the order they are wanted. */
  readonly take: readonly Target[];
  /** Wanted, and left out for want of room: those with the oldest day go first. */
  readonly noRoom: readonly Target[];
};

export function choose(offers: readonly Target[], wanted: readonly string[], room = maxRegisters): Choice {
  let take = wanted.flatMap((name) => offers.find(({ list }) => list === name) ?? []);
  const noRoom: Target[] = [];
  for (;;) {
    const size = take.reduce((sum, { length }) => sum + length, 0);
    const oldest = take.reduce<Target | undefined>((a, b) => (a === undefined || b.asOf <= a.asOf ? b : a), undefined);
    if (size <= room || oldest === undefined) return { take, noRoom };
    noRoom.push(oldest);
    take = take.filter((target) => target !== oldest);
  }
}
