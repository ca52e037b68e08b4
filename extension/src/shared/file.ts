// Decisions as a file: out of one browser, into another, or passed on in a team.

import { fold, parseDecisions, type Decisions } from "./decisions.ts";
import { ParseError } from "./parse.ts";

const format = "clearlist-decisions";
const version = 1;

/** A file larger than this was not written by an extension like this one, in bytes. */
export const maxFile = 4 << 20;

/** Why a file is not taken. Each has a wording (i18n key `file_<code>`). */
export const fileErrors = ["large", "json", "other", "newer", "entry"] as const;

export class FileError extends Error {
  override readonly name = "FileError";
  readonly code: (typeof fileErrors)[number];
  /** The entry, as "ignored[3].until"; empty where it is the whole file. */
  readonly where: string;
  constructor(code: (typeof fileErrors)[number], where = "") {
    super(`${code} ${where}`.trim());
    this.code = code;
    this.where = where;
  }
}

/** Sorted, so that the same decisions give the same file. */
export function fileOf({ ownBrands, authorised, ignored }: Decisions): string {
  const by = <T>(wordOf: (each: T) => string) => (a: T, b: T) => (fold(wordOf(a)) < fold(wordOf(b)) ? -1 : 1);
  const sorted: Decisions = {
    ownBrands: ownBrands.toSorted(by((each) => each)),
    authorised: authorised.toSorted(by(({ brand }) => brand)),
    ignored: ignored.toSorted(by(({ term }) => term)),
  };
  return `${JSON.stringify({ format, version, ...sorted }, null, 2)}\n`;
}

/** All of a file or nothing: half a list would be taken for a whole one. */
export function decisionsOf(text: string): Decisions {
  const source = parsed(text);
  if (typeof source !== "object" || source === null || !("format" in source) || source.format !== format) throw new FileError("other");
  if (!("version" in source) || source.version !== version) throw new FileError("newer");
  try {
    return parseDecisions(source, "file");
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new FileError("entry", /^file\.?([^:]*)/.exec(error.message)?.[1] ?? "");
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FileError("json");
  }
}

/** How many entries of the second are not in the first, and how many are there with another reason or end. */
export function difference(before: Decisions, after: Decisions): { readonly added: number; readonly changed: number } {
  const entries = ({ ownBrands, authorised, ignored }: Decisions) =>
    new Map<string, string>([
      ...ownBrands.map((brand): [string, string] => [`own ${fold(brand)}`, ""]),
      ...authorised.map(({ brand, until }): [string, string] => [`authorised ${fold(brand)}`, until]),
      ...ignored.map(({ term, reason, until }): [string, string] => [`ignored ${fold(term)}`, `${until} ${reason}`]),
    ]);
  const known = entries(before);
  let [added, changed] = [0, 0];
  for (const [key, value] of entries(after)) {
    if (!known.has(key)) added++;
    else if (known.get(key) !== value) changed++;
  }
  return { added, changed };
}
