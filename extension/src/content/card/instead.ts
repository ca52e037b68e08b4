// What to write instead: the alternatives, those the field has room for first,
// and under them how the text would read with the one the seller points at, and
// how long it would be.

import { choicesOf, isOver, isRefused, sayRoom, type Choice } from "../../shared/choices.ts";
import { button, element } from "../../shared/dom.ts";
import { t } from "../../shared/i18n.ts";
import { measureOf, type Limit } from "../../shared/length.ts";
import { previewOf } from "../../shared/preview.ts";
import type { Finding } from "../../shared/verdict.ts";

export type InsteadContent = {
  readonly finding: Finding;
  /** What the field holds, and where in it the word stands now. */
  readonly text: string;
  readonly span: { readonly start: number; readonly end: number };
  /** What the field takes, and what its marketplace allows. */
  readonly limits: readonly Limit[];
};

export function drawInstead(content: InsteadContent, replace: (alternative: string) => void): readonly HTMLElement[] {
  const { text, span, finding, limits } = content;
  const choices = choicesOf(finding, span, measureOf(limits, text));
  const [first] = choices;
  if (first === undefined) return [];
  const preview = element("p", { class: "preview", "aria-label": t("card_preview") });
  const show = (choice: Choice) => preview.replaceChildren(...drawPreview(content, choice));
  const items = choices.map((choice) => {
    const { words } = choice;
    const label = `${t("card_replace", { text: finding.text, with: words })} (${lengthWith(content, choice)})`;
    const chosen = button(
      { title: label, "aria-disabled": isRefused(choice) ? "true" : "false", class: isOver(choice) ? "over" : "" },
      () => replace(words),
      words || t("card_remove"),
    );
    for (const event of ["pointerenter", "focus"]) chosen.addEventListener(event, () => show(choice));
    return element("li", {}, chosen);
  });
  show(first);
  return [element("h3", { id: "instead" }, t("card_instead")), element("ul", { class: "instead", "aria-labelledby": "instead" }, ...items), preview];
}

function drawPreview(content: InsteadContent, choice: Choice): readonly (HTMLElement | string)[] {
  const { before, after } = previewOf(content.text, content.span, choice.words);
  const read = element("span", { class: "reads" }, before, element("b", {}, choice.words), after);
  return [read, element("span", { class: isOver(choice) ? "length over" : "length" }, lengthWith(content, choice))];
}

/** What counts where something limits it; where nothing does, its length alone. */
function lengthWith({ text, span }: InsteadContent, { words, length }: Choice): string {
  return length === null ? t("card_length", { length: previewOf(text, span, words).length }) : sayRoom(length);
}
