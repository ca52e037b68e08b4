// What the seller may decide about a word for good: two short forms that take
// the place of the buttons while they are filled in.

import { today } from "../../shared/day.ts";
import { button, element } from "../../shared/dom.ts";
import { termName } from "../../shared/form-rules.ts";
import { t } from "../../shared/i18n.ts";

export type FormActions<T> = { readonly save: (filled: T) => void; readonly cancel: () => void };

/** Asks why, and until when, a term is not to be marked. */
export function ignoreForm(term: string, { save, cancel }: FormActions<{ reason: string; until: string }>): HTMLFormElement {
  const reason = element("input", { type: "text", id: "reason", maxlength: 500, autocomplete: "off", placeholder: t("card_reason_hint") });
  const until = dayInput();
  return form(
    t("card_ignore_title", { term: termName(term) }),
    [row("reason", t("card_reason"), reason), row("until", t("card_until"), until, t("card_until_hint"))],
    () => save({ reason: reason.value.trim(), until: until.value }),
    cancel,
  );
}

/** Asks until when the seller may sell a brand. */
export function authorisedForm(term: string, { save, cancel }: FormActions<{ until: string }>): HTMLFormElement {
  const until = dayInput();
  return form(t("card_authorised_title", { term }), [row("until", t("card_until"), until, t("card_until_hint"))], () => save({ until: until.value }), cancel);
}

function dayInput(): HTMLInputElement {
  return element("input", { type: "date", id: "until", min: today(), "aria-describedby": "until-hint" });
}

function row(id: string, label: string, input: HTMLInputElement, hint?: string): HTMLElement {
  return element(
    "div",
    { class: "row" },
    element("label", { for: id }, label),
    input,
    hint === undefined ? null : element("span", { class: "hint", id: `${id}-hint` }, hint),
  );
}

function form(title: string, rows: readonly HTMLElement[], save: () => void, cancel: () => void): HTMLFormElement {
  const made = element(
    "form",
    { class: "decide", "aria-label": title },
    element("h3", {}, title),
    ...rows,
    element("div", { class: "ends" }, element("button", { type: "submit", class: "save" }, t("card_save")), button({}, cancel, t("card_cancel"))),
  );
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.isTrusted) save();
  });
  return made;
}
