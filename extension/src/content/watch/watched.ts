// A field under watch and what is found in it: the words that the watch, the
// card and the replacement share.

import type { Limit } from "../../shared/length.ts";
import type { Finding } from "../../shared/verdict.ts";
import type { Guess } from "../collect/guess.ts";
import type { Field, Mark, Painter } from "../paint/painter.ts";

/** A finding where it stands now. */
export type Found = Mark & { readonly finding: Finding };

export type Watched = {
  readonly field: Field;
  readonly guess: Guess;
  /** The page's adapter said so, and not only its labels. */
  readonly named: boolean;
  readonly painter: Painter | null;
  readonly stop: AbortController;
  /** The text that `found` points into. */
  text: string;
  found: readonly Found[];
  /** What its marketplace allows, as of the last check. */
  limits: readonly Limit[];
};

/** A finding that the seller wants to see, and the field it stands in. */
export type Shown = Found & { readonly watched: Watched };
