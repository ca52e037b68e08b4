// What a marketplace allows in a field of a listing, as the verdict on it says.

import { characters, type Limit } from "./length.ts";
import type { FieldPlace, Verdict } from "./verdict.ts";

/** A total over all bullets counts those beside this one as they were when they were checked. */
export function allowedIn({ lengths = [] }: Verdict, place: FieldPlace, bullets: readonly string[]): readonly Limit[] {
  const others = () => bullets.reduce((sum, text, i) => (i === place.index ? sum : sum + characters(text)), 0);
  return lengths
    .filter(({ field }) => field === place.name)
    .map(({ unit, max }) => ({ unit, max, hard: false, beside: unit === "total" ? others() : 0 }));
}
