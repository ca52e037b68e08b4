// Alternatives in many places, after the seller has seen them all.

import type { Change } from "../../shared/frames.ts";
import type { Shown } from "../watch/watched.ts";
import { replace } from "./replace.ts";

/** The last of each field first, so that those before stay where they are; answers how many were replaced. */
export async function replaceAll(all: readonly Shown[], changes: readonly Change[]): Promise<number> {
  const wanted = new Map(changes.map(({ id, alternative }) => [id, alternative]));
  let count = 0;
  for (const shown of all.toReversed()) {
    const alternative = wanted.get(shown.id);
    if (alternative === undefined) continue;
    if ((await replace(shown.watched.field, shown, shown.finding.text, alternative)) === "replaced") count++;
  }
  return count;
}
