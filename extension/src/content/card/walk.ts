// The way from finding to finding: where it starts, and bringing each into view.

import { focused } from "../platform.ts";
import type { Shown } from "../watch/watched.ts";

/** The number before the first finding after the caret (or after the last, going back). */
export function beforeCaret(all: readonly Shown[], by: 1 | -1): number {
  const active = focused();
  const at = all.findIndex((each) => {
    const { field } = each.watched;
    return field.element === active && field.kind === "value" && each.end > (field.element.selectionEnd ?? 0);
  });
  if (at < 0) {
    const first = all.findIndex((each) => each.watched.field.element === active);
    return by === 1 ? (first < 0 ? -1 : first - 1) : first < 0 ? all.length : first;
  }
  return by === 1 ? at - 1 : at;
}

/** Brings a word into view, in its field and on the page. */
export function scrollTo(shown: Shown, paint: () => void): void {
  const { watched } = shown;
  const target = watched.field.element;
  const wordBox = () => watched.painter?.boxes(shown)[0];
  target.scrollIntoView({ block: "nearest", inline: "nearest" });
  paint();
  const word = wordBox();
  if (word === undefined) return;
  const around = target.getBoundingClientRect();
  if (word.bottom > around.bottom || word.top < around.top) target.scrollTop += word.top - around.top - around.height / 2;
  if (word.right > around.right || word.left < around.left) target.scrollLeft += word.left - around.left - around.width / 2;
  paint();
  const now = wordBox() ?? word;
  // An editable grows with its text: then the page scrolls, not the field.
  if (now.top < 0 || now.bottom > innerHeight) {
    scrollBy({ top: now.top - innerHeight / 2, behavior: "instant" });
    paint();
  }
}
