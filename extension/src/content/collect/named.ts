// What an adapter says of a page: which field is which, and what the page
// shows of the goods. A selector is asked of elements one by one, so that it
// reaches into shadow roots.

import { upwards } from "../platform.ts";
import type { Adapter } from "./adapters/adapter.ts";
import { numberIn, type Guess } from "./guess.ts";

/** How far above a field the element may be that names it. */
const maxAbove = 12;

/** Text longer than this is no category and no brand. */
const maxFact = 300;

/** Null where no rule holds. */
export function nameByAdapter({ fields }: Adapter, element: Element): Guess | null {
  let steps = 0;
  for (const each of upwards(element)) {
    if (steps++ > maxAbove) return null;
    const rule = fields.find(([, at]) => each.matches(at));
    if (rule === undefined) continue;
    const [is] = rule;
    if (is === "never") return { role: "none", index: null, sure: true };
    const names = [each.getAttribute("name") ?? "", each.id];
    return { role: is, index: is === "bullets" ? numberIn("", names) : null, sure: true };
  }
  return null;
}

export type Facts = { readonly category: string; readonly brand: string };

export function factsOf({ facts = [] }: Adapter, root: Document): Facts {
  const shown = (is: keyof Facts) => {
    for (const [fact, at] of facts) {
      if (fact !== is) continue;
      const element = root.querySelector<HTMLElement>(at);
      const text = element?.innerText.replace(/\s+/g, " ").trim() ?? "";
      if (text !== "" && text.length <= maxFact) return text;
    }
    return "";
  };
  return { category: shown("category"), brand: shown("brand") };
}

/** Whether a form on an adapter's pages is still the one it knows: it is not, where labels name fields and no rule does. */
export function isStale(fields: readonly { readonly named: boolean; readonly guess: Guess }[]): boolean {
  return fields.some(({ guess }) => guess.sure && guess.role === "title") && fields.every(({ named }) => !named);
}
