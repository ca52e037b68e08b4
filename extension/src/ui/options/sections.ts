// The sections of the options page, one function each. A control writes its
// setting at once; there is no button to forget.

import { button, element } from "../../shared/dom.ts";
import { severityLabel, severityMeaning } from "../../shared/explain.ts";
import { languageNames, t } from "../../shared/i18n.ts";
import { ask } from "../../shared/protocol.ts";
import { themes, type Settings } from "../../shared/settings.ts";
import { severities } from "../../shared/severity.ts";
import { choice, labelled, marketplaceChoice, severityMark, toggle } from "../controls.ts";
import { showLists } from "../lists.ts";

export function set(change: Partial<Settings>): void {
  void ask("settings.set", change);
}

export function marketplace(settings: Settings): readonly HTMLElement[] {
  const select = marketplaceChoice(settings.marketplace, (chosen) => set({ marketplace: chosen }));
  return [labelled(t("options_marketplace_label"), select, t("options_marketplace_hint"))];
}

export function shown(settings: Settings): readonly HTMLElement[] {
  const group = element("fieldset", {}, element("legend", {}, t("options_shown_label")));
  for (const severity of severities.toReversed()) {
    if (severity === "none") continue;
    const box = element("input", { type: "checkbox", checked: settings.shown.includes(severity), "data-keeps": true, value: severity });
    box.addEventListener("change", () => set({ shown: chosen(group) }));
    const words = element("span", {}, element("b", {}, severityLabel(severity)), element("span", { class: "hint" }, severityMeaning(severity)));
    group.append(element("label", { class: "check" }, box, severityMark(severity), words));
  }
  return [group];
}

function chosen(group: HTMLElement): Settings["shown"] {
  const boxes = [...group.querySelectorAll("input")];
  return severities.filter((severity) => boxes.some((box) => box.value === severity && box.checked));
}

/** Names with a button each that takes the name off. */
export function removable(names: readonly string[], action: string, remove: (name: string) => void): HTMLElement {
  const rows = names.map((name) =>
    element("li", {}, element("span", {}, name), button({ class: "quiet", "aria-label": `${action}: ${name}` }, () => remove(name), action)),
  );
  return element("ul", { class: "rows" }, ...rows);
}

export function lists(settings: Settings): readonly HTMLElement[] {
  const place = element("div", { class: "lists" });
  showLists(place);
  return [place, toggle(t("options_updates"), settings.updates, (updates) => set({ updates })), element("p", { class: "hint" }, t("options_updates_hint"))];
}

export function appearance(settings: Settings): readonly HTMLElement[] {
  const language = choice(
    [{ value: "auto", label: t("options_as_browser") }, ...languageNames().map(({ code, name }) => ({ value: code, label: name }))],
    settings.language,
    (language) => set({ language }),
    { id: "language" },
  );
  const theme = choice(
    themes.map((value) => ({ value, label: value === "auto" ? t("options_as_browser") : t(`theme_${value}`) })),
    settings.theme,
    (value) => set({ theme: themes.find((each) => each === value) ?? "auto" }),
    { id: "theme" },
  );
  return [element("div", { class: "pair" }, labelled(t("options_language"), language), labelled(t("options_theme"), theme))];
}
