import AhoCorasick from "modern-ahocorasick";
import Fuse from "fuse.js";
import { englishRecommendedTransformers, parseRawPattern, RegExpMatcher } from "obscenity";
import type { Listing } from "../../../src/shared/verdict.ts";

export type Peer = {
  readonly name: string;
  /** Names it is asked to hold, and why not more. */
  readonly holds: number;
  readonly limit: string;
  /** Listings it is given: the slow ones get a few. */
  readonly texts: number;
  readonly build: (names: readonly string[]) => (text: string) => unknown;
};

export const peers: readonly Peer[] = [
  {
    name: "modern-ahocorasick",
    holds: 1_000_000,
    limit: "out of memory",
    texts: 120,
    build: (names) => {
      const automaton = new AhoCorasick(names.map((name) => name.toLowerCase()));
      return (text) => automaton.search(text.toLowerCase());
    },
  },
  {
    name: "obscenity",
    holds: 100_000,
    limit: "over 10 s a listing",
    texts: 3,
    build: (names) => {
      const blacklistedTerms = names.map((name, id) => ({ id, pattern: parseRawPattern(name.replace(/[\\[\]?|]/g, "\\$&")) }));
      const matcher = new RegExpMatcher({ blacklistedTerms, ...englishRecommendedTransformers });
      return (text) => matcher.getAllMatches(text);
    },
  },
  {
    name: "fuse.js",
    holds: 10_000,
    limit: "over 10 s a listing",
    texts: 1,
    build: (names) => {
      const fuse = new Fuse(names, { threshold: 0.2, ignoreLocation: false });
      // It finds the names that a word is like, so it is asked for each word.
      return (text) => [...new Set(text.split(/\s+/))].flatMap((word) => fuse.search(word.slice(0, 32)));
    },
  },
];

/** All text of a listing as one. */
export function textOf(listing: Listing): string {
  return [listing.title, ...listing.bullets, listing.description].join("\n");
}
