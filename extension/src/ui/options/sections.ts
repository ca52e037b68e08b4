// The sections of the options page, one function each. A control writes its
// setting at once; there is no button to forget.

import { button, element } from "../../shared/dom.ts";
import { severityLabel, severityMeaning } from "../../shared/explain.ts";
import { t } from "../../shared/i18n.ts";
import { ask } from "../../shared/protocol.ts";
import { languages, themes, type Settings } from "../../shared/settings.ts";
import { severities } from "../../shared/severity.ts";
import { choice, labelled, marketplaceChoice, severityMark, toggle } from "../controls.ts";
import { showLists } from "../lists.ts";

export function set(change: Partial<Settings>): void {
  void ask("settings.set", change);
}

export function brands(settings: Settings): readonly HTMLElement[] {
  const area = element("textarea", { id: "own-brands", rows: 5, spellcheck: "false", "data-keeps": true });
  area.value = settings.ownBrands.join("\n");
  area.addEventListener("change", () => set({ ownBrands: linesOf(area.value) }));
  return [labelled(t("options_brands_label"), area, t("options_brands_hint"))];
}

/** One name a line, each once. */
function linesOf(text: string): readonly string[] {
  return [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => line !== "");
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

export function ignored(settings: Settings): readonly HTMLElement[] {
  if (settings.ignored.length === 0) return [element("p", { class: "hint" }, t("options_ignored_none"))];
  return [
    element("p", { class: "hint" }, t("options_ignored_hint")),
    removable(settings.ignored.map(({ term }) => term), t("options_ignored_remove"), (name) => void ask("decide", { kind: "forget", list: "ignored", name })),
  ];
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
    languages.map((value) => ({ value, label: value === "auto" ? t("options_as_browser") : t(`language_${value === "en" ? "en" : "zh"}`) })),
    settings.language,
    (value) => set({ language: languages.find((each) => each === value) ?? "auto" }),
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

export function privacy(): readonly HTMLElement[] {
  const points = [t("privacy_text"), t("privacy_network"), t("privacy_storage"), t("privacy_seen"), t("privacy_marks"), t("privacy_limits")];
  return [element("ul", { class: "prose" }, ...points.map((point) => element("li", {}, point)))];
}
