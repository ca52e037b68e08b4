// "Replace all": the seller sees every place and chooses the words before
// anything is written.

import { sayRoom } from "../../shared/choices.ts";
import { button, element } from "../../shared/dom.ts";
import { t } from "../../shared/i18n.ts";
import type { Item } from "./view.ts";

/** Opens over the panel; Escape and Cancel write nothing. The choice is the number of the alternative. */
export function confirmReplace(items: readonly Item[], replace: (choice: number) => void): void {
  const [first] = items;
  if (first === undefined) return;
  const { text, suggestions } = first.finding;
  const count = items.length;
  const choices = suggestions.map((alternative, i) => {
    const radio = element("input", { type: "radio", name: "alternative", value: i, checked: i === 0 });
    radio.addEventListener("change", () => show(i));
    return element("label", {}, radio, element("span", {}, alternative || t("card_remove")));
  });
  const places = element("ul", { class: "places", tabindex: "0", "aria-label": t("panel_replace_where") });
  const show = (chosen: number) => places.replaceChildren(...items.map((item) => drawPlace(item, chosen)));
  show(0);
  const dialog = element(
    "dialog",
    { class: "confirm", "aria-labelledby": "confirm-title" },
    element("h2", { id: "confirm-title" }, t("panel_replace_title", { text, count })),
    element("fieldset", {}, element("legend", {}, t("panel_replace_with")), ...choices),
    element("h3", {}, t("panel_replace_where")),
    places,
    element(
      "div",
      { class: "ends" },
      button({ class: "quiet" }, () => dialog.close(), t("card_cancel")),
      button({ class: "primary" }, () => {
        const chosen = dialog.querySelector<HTMLInputElement>("input:checked")?.value;
        dialog.close();
        if (chosen !== undefined) replace(Number(chosen));
      }, t("panel_replace_do", { count })),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove(), { once: true });
  document.body.append(dialog);
  dialog.showModal();
}

/** The place with the words in it that are chosen, which may be too long there. */
function drawPlace({ finding, where, before, after, choices }: Item, chosen: number): HTMLElement {
  const words = finding.suggestions[chosen];
  const length = choices.find((each) => each.words === words)?.length ?? null;
  return element(
    "li",
    {},
    element("span", { class: "hint" }, where),
    element("span", {}, before, element("mark", {}, finding.text), after),
    length?.over === true ? element("span", { class: "trouble" }, sayRoom(length)) : null,
  );
}
