// One alternative in many places, after the seller has seen them all.

import type { Shown } from "../watch/watch.ts";
import { replace } from "./replace.ts";

/** The last of each field first, so that those before stay where they are; answers how many were replaced. */
export async function replaceAll(all: readonly Shown[], alternative: string): Promise<number> {
  let count = 0;
  for (const shown of all.toReversed()) {
    if ((await replace(shown.watched.field, shown, shown.finding.text, alternative)) === "replaced") count++;
  }
  return count;
}
