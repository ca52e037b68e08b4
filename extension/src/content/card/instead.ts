// What to write instead: the alternatives, and under them how the text would
// read with the one the seller points at, and how long it would be.

import { button, element } from "../../shared/dom.ts";
import { t } from "../../shared/i18n.ts";
import { previewOf } from "../../shared/preview.ts";
import type { Finding } from "../../shared/verdict.ts";

export type InsteadContent = {
  readonly finding: Finding;
  /** What the field holds, and where in it the word stands now. */
  readonly text: string;
  readonly span: { readonly start: number; readonly end: number };
  /** Characters the field takes; null where it does not say. */
  readonly limit: number | null;
};

export function drawInstead(content: InsteadContent, replace: (alternative: string) => void): readonly HTMLElement[] {
  const { finding } = content;
  const [first] = finding.suggestions;
  if (first === undefined) return [];
  const preview = element("p", { class: "preview", "aria-label": t("card_preview") });
  const show = (alternative: string) => preview.replaceChildren(...drawPreview(content, alternative));
  const items = finding.suggestions.map((alternative) => {
    const length = lengthOf(content, alternative);
    const label = `${t("card_replace", { text: finding.text, with: alternative })} (${sayLength(length, content.limit)})`;
    const chosen = button(
      { title: isOver(length, content.limit) ? `${label}. ${t("card_too_long")}` : label, "aria-disabled": isOver(length, content.limit) ? "true" : "false" },
      () => replace(alternative),
      alternative || t("card_remove"),
    );
    for (const event of ["pointerenter", "focus"]) chosen.addEventListener(event, () => show(alternative));
    return element("li", {}, chosen);
  });
  show(finding.suggestions.find((each) => !isOver(lengthOf(content, each), content.limit)) ?? first);
  return [element("h3", { id: "instead" }, t("card_instead")), element("ul", { class: "instead", "aria-labelledby": "instead" }, ...items), preview];
}

function drawPreview(content: InsteadContent, alternative: string): readonly (HTMLElement | string)[] {
  const { before, after, length } = previewOf(content.text, content.span, alternative);
  const over = isOver(length, content.limit);
  const said = over ? `${sayLength(length, content.limit)} · ${t("card_too_long")}` : sayLength(length, content.limit);
  return [element("span", { class: "reads" }, before, element("b", {}, alternative), after), element("span", { class: over ? "length over" : "length" }, said)];
}

function lengthOf({ text, span }: InsteadContent, alternative: string): number {
  return previewOf(text, span, alternative).length;
}

function isOver(length: number, limit: number | null): boolean {
  return limit !== null && length > limit;
}

function sayLength(length: number, max: number | null): string {
  return max === null ? t("card_length", { length }) : t("card_length_of", { length, max });
}
