// What to write instead: the alternatives, those the field has room for first,
// and under them how the text would read with the one the seller points at, and
// how long it would be.

import { button, element } from "../../shared/dom.ts";
import { t } from "../../shared/i18n.ts";
import { lengthOf, type Length, type Limit } from "../../shared/length.ts";
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

/** An alternative, and the length that matters of the text with it. */
type Choice = { readonly words: string; readonly length: Length | null };

export function drawInstead(content: InsteadContent, replace: (alternative: string) => void): readonly HTMLElement[] {
  const { text, span, finding, limits } = content;
  const all = finding.suggestions.map((words) => ({ words, length: lengthOf(limits, { text, start: span.start, end: span.end, words }) }));
  const choices = [...all.filter((each) => !isOver(each)), ...all.filter(isOver)];
  const [first] = choices;
  if (first === undefined) return [];
  const preview = element("p", { class: "preview", "aria-label": t("card_preview") });
  const show = (choice: Choice) => preview.replaceChildren(...drawPreview(content, choice));
  const items = choices.map((choice) => {
    const { words } = choice;
    const refused = isOver(choice) && choice.length?.limit.hard === true;
    const label = `${t("card_replace", { text: finding.text, with: words })} (${sayLength(content, choice)})`;
    const chosen = button(
      { title: label, "aria-disabled": refused ? "true" : "false", class: isOver(choice) ? "over" : "" },
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
  return [read, element("span", { class: isOver(choice) ? "length over" : "length" }, sayLength(content, choice))];
}

function isOver({ length }: Choice): boolean {
  return length?.over === true;
}

/** "82 of 75 characters", and what is wrong with that. */
function sayLength({ text, span }: InsteadContent, { words, length: by }: Choice): string {
  if (by === null) return t("card_length", { length: previewOf(text, span, words).length });
  const { limit, length, over } = by;
  const said = t(limit.unit === "bytes" ? "card_bytes_of" : limit.unit === "part" ? "card_part_of" : "card_length_of", { length, max: limit.max });
  if (!over) return said;
  return `${said} \u00b7 ${t(limit.hard ? "card_too_long" : "card_over_allowed")}`;
}
