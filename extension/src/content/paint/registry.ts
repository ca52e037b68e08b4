// The document's highlights and the rules that colour them: one set a
// document, shared by all of its fields, gone with the last of them.

import { grounds, highlightName, highlightSheet, loud, type Ground, type Loud } from "./style.ts";

export interface Registry {
  add(range: AbstractRange, severity: Loud, ground: Ground): void;
  delete(range: AbstractRange): void;
  /** Puts back what the page took away of what it shares with us: the rules, and the highlights. */
  keep(): void;
}

export function createRegistry(signal: AbortSignal): Registry {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(highlightSheet());
  const highlights = new Map<string, Highlight>();
  const homes = new Map<AbstractRange, Highlight>();

  const highlightOf = (name: string): Highlight => {
    let highlight = highlights.get(name);
    if (highlight === undefined) {
      highlight = new Highlight();
      highlights.set(name, highlight);
    }
    return highlight;
  };

  const keep = () => {
    if (signal.aborted) return;
    if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
    for (const [name, highlight] of highlights) if (CSS.highlights.get(name) !== highlight) CSS.highlights.set(name, highlight);
  };

  const release = () => {
    for (const ground of grounds) for (const severity of loud) CSS.highlights.delete(highlightName(severity, ground));
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    homes.clear();
  };
  signal.addEventListener("abort", release, { once: true });

  return {
    add(range, severity, ground) {
      if (signal.aborted) return;
      const highlight = highlightOf(highlightName(severity, ground));
      // Where marks overlap, the worse one is drawn on top.
      highlight.priority = loud.length - loud.indexOf(severity);
      highlight.add(range);
      homes.set(range, highlight);
    },
    delete(range) {
      homes.get(range)?.delete(range);
      homes.delete(range);
    },
    keep,
  };
}
