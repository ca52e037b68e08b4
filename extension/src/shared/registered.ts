// What a register says of one mark: the card's evidence after a look-up.

import { count, flag, listOf, oneOf, ParseError, record, shape, text, type Parser } from "./parse.ts";

export type RegisteredMark = {
  /** The office's own number of the case. */
  readonly number: string;
  readonly words: string;
  readonly owner: string;
  readonly status: "live" | "pending";
  /** "word", "stylised", "combined": empty where the office does not say. */
  readonly kind: string;
  /** The registration's number where it is another than the case's. */
  readonly registration: string;
  /** Nice classes. */
  readonly classes: readonly number[];
  /** The beginning of the goods. */
  readonly goods: string;
  /** Days, empty where not said. */
  readonly filed: string;
  readonly registered: string;
  readonly expires: string;
  /** Parts of the words are given up. */
  readonly disclaimed: boolean;
  /** The mark's page at its office: https, or empty. */
  readonly url: string;
};

/** The marks of some words in one register. */
export type LookedUp = {
  /** "register:US" */
  readonly register: string;
  readonly asOf: string;
  readonly marks: readonly RegisteredMark[];
  /** Whether more marks of these or other words found no room in the register's files. */
  readonly incomplete: boolean;
};

/** Words that many have registered are shown with this many marks. */
const maxMarks = 2000;
const maxClasses = 64;

const optional = (parser: Parser<string>): Parser<string> => (value, at) => (value === undefined ? "" : parser(value, at));

const link: Parser<string> = (value, at = "url") => {
  const address = text(value, at);
  if (address !== "" && !(/^https:\/\//.test(address) && URL.canParse(address))) throw new ParseError(`${at}: not an https address`);
  return address;
};

/** A mark as a shard has it, where what is empty is left out, and as a message has it. */
export const parseMark: Parser<RegisteredMark> = (value, at = "mark") => {
  const source = record(value, at);
  const say = (name: string, parser: Parser<string> = text) => optional(parser)(source[name], `${at}.${name}`);
  return {
    number: text(source["number"], `${at}.number`),
    words: text(source["words"], `${at}.words`),
    owner: say("owner"),
    status: oneOf(["live", "pending"])(source["status"], `${at}.status`),
    kind: say("kind"),
    registration: say("registration"),
    classes: source["classes"] === undefined ? [] : listOf(count, maxClasses)(source["classes"], `${at}.classes`),
    goods: say("goods"),
    filed: say("filed"),
    registered: say("registered"),
    expires: say("expires"),
    disclaimed: source["disclaimed"] === undefined ? false : flag(source["disclaimed"], `${at}.disclaimed`),
    url: say("url", link),
  };
};

export const parseMarks: Parser<readonly RegisteredMark[]> = listOf(parseMark, maxMarks);

export const parseLookedUp: Parser<LookedUp> = shape<LookedUp>({ register: text, asOf: text, marks: parseMarks, incomplete: flag });
