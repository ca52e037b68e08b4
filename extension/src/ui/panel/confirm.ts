// "Replace all": the seller sees every place and chooses the words before
// anything is written.

import { button, element } from "../../shared/dom.ts";
import { fieldLabel } from "../../shared/explain.ts";
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
    return element("label", {}, radio, element("span", {}, alternative || t("card_remove")));
  });
  const dialog = element(
    "dialog",
    { class: "confirm", "aria-labelledby": "confirm-title" },
    element("h2", { id: "confirm-title" }, t("panel_replace_title", { text, count })),
    element("fieldset", {}, element("legend", {}, t("panel_replace_with")), ...choices),
    element("h3", {}, t("panel_replace_where")),
    element("ul", { class: "places", tabindex: "0", "aria-label": t("panel_replace_where") }, ...items.map(drawPlace)),
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

function drawPlace({ finding, before, after }: Item): HTMLElement {
  return element("li", {}, element("span", { class: "hint" }, fieldLabel(finding)), element("span", {}, before, element("mark", {}, finding.text), after));
}
