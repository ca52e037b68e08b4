// What the seller has decided about words, to be read, added to and taken back:
// their own brands, brands they may sell, terms they do not want to hear of.

import { holdsOn, today } from "../../shared/day.ts";
import type { Authorised, Ignored } from "../../shared/decisions.ts";
import { button, element } from "../../shared/dom.ts";
import { termName } from "../../shared/form-rules.ts";
import { day, t } from "../../shared/i18n.ts";
import { ask } from "../../shared/protocol.ts";
import type { Settings } from "../../shared/settings.ts";
import { labelled, linesOf } from "../controls.ts";

export function brands(settings: Settings): readonly HTMLElement[] {
  const area = element("textarea", { id: "own-brands", rows: 3, spellcheck: "false", "data-keeps": true });
  area.value = settings.ownBrands.join("\n");
  area.addEventListener("change", () => void ask("settings.set", { ownBrands: linesOf(area.value) }));
  const brand = element("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: 200 });
  const until = element("input", { type: "date", min: today() });
  return [
    labelled(t("options_brands_label"), area, t("options_brands_hint")),
    element("h3", {}, t("options_authorised")),
    element("p", { class: "hint" }, t("options_authorised_hint")),
    table(settings.authorised.map(authorisedRow)),
    adder([labelled(t("field_brand"), brand), labelled(t("card_until"), until, t("card_until_hint"))], () => {
      if (brand.value.trim() !== "") void ask("decide", { kind: "authorise", brand: brand.value.trim(), until: until.value });
    }),
  ];
}

export function ignored(settings: Settings): readonly HTMLElement[] {
  const term = element("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: 200 });
  const reason = element("input", { type: "text", autocomplete: "off", maxlength: 500 });
  const until = element("input", { type: "date", min: today() });
  return [
    element("p", { class: "hint" }, t(settings.ignored.length === 0 ? "options_ignored_none" : "options_ignored_hint")),
    table(settings.ignored.map(ignoredRow)),
    adder([labelled(t("options_term"), term), labelled(t("card_reason"), reason, t("card_reason_hint")), labelled(t("card_until"), until, t("card_until_hint"))], () => {
      if (term.value.trim() !== "") void ask("decide", { kind: "ignore", term: term.value.trim(), reason: reason.value.trim(), until: until.value });
    }),
  ];
}

function authorisedRow({ brand, until }: Authorised): HTMLElement {
  return row(brand, "", until, t("sites_remove"), () => void ask("decide", { kind: "forget", list: "authorised", name: brand }));
}

function ignoredRow({ term, reason, until }: Ignored): HTMLElement {
  return row(termName(term), reason, until, t("options_ignored_remove"), () => void ask("decide", { kind: "forget", list: "ignored", name: term }));
}

function row(name: string, note: string, until: string, action: string, forget: () => void): HTMLElement {
  const over = !holdsOn(until, today());
  const end = until === "" ? t("decision_for_good") : t(over ? "decision_ended" : "decision_until", { date: day(until) });
  return element(
    "li",
    {},
    element("span", { class: "name" }, name, element("span", { class: "hint" }, [note, end].filter((part) => part !== "").join(" · "))),
    button({ class: "quiet", "aria-label": `${action}: ${name}` }, forget, action),
  );
}

function table(rows: readonly HTMLElement[]): HTMLElement {
  return rows.length === 0 ? element("div", { hidden: true }) : element("ul", { class: "rows" }, ...rows);
}

function adder(fields: readonly HTMLElement[], add: () => void): HTMLElement {
  const form = element("form", { class: "adder" }, ...fields, element("button", { type: "submit", class: "primary" }, t("options_add")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add();
  });
  return form;
}
