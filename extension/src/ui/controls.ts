// Controls both pages are made of.

import { element, picture, type Attributes, type Child } from "../shared/dom.ts";
import { t } from "../shared/i18n.ts";
import { families } from "../shared/marketplaces.ts";
import { severityStyle, type Severity } from "../shared/severity.ts";

/** A control under its label. */
export function labelled(label: string, control: HTMLElement, hint?: string): HTMLElement {
  const id = `control-${label}`;
  if (hint !== undefined) control.setAttribute("aria-describedby", id);
  return element(
    "label",
    { class: "field" },
    element("span", { class: "label" }, label),
    control,
    hint === undefined ? null : element("span", { class: "hint", id }, hint),
  );
}

/** One name a line, each once. */
export function linesOf(text: string): readonly string[] {
  return [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => line !== "");
}

/** The keys of a command as the browser has them now, or empty. */
export async function shortcutOf(command: string): Promise<string> {
  return (await chrome.commands.getAll()).find(({ name }) => name === command)?.shortcut ?? "";
}

/** A switch: a check box that says on or off. */
export function toggle(label: string, on: boolean, changed: (on: boolean) => void, ...more: readonly Child[]): HTMLElement {
  const box = element("input", { type: "checkbox", role: "switch", checked: on });
  box.addEventListener("change", () => changed(box.checked));
  return element("label", { class: "toggle" }, element("span", { class: "label" }, label, ...more), box);
}

export function choice(
  options: readonly { readonly value: string; readonly label: string }[],
  chosen: string,
  changed: (value: string) => void,
  attributes: Attributes = {},
): HTMLSelectElement {
  const select = element("select", attributes, ...options.map(({ value, label }) => optionOf(value, label, chosen)));
  select.addEventListener("change", () => changed(select.value));
  return select;
}

export function marketplaceChoice(chosen: string, changed: (value: string) => void): HTMLSelectElement {
  const select = choice([{ value: "", label: t("marketplace_any") }], chosen, changed);
  for (const { name, ids } of families) {
    select.append(element("optgroup", { label: name }, ...ids.map((id) => optionOf(id, id, chosen))));
  }
  return select;
}

function optionOf(value: string, label: string, chosen: string): HTMLOptionElement {
  return element("option", { value, selected: value === chosen }, label);
}

export function severityMark(severity: Severity): HTMLElement {
  return element("span", { class: `mark tone-${severity}` }, picture(severityStyle[severity].shape));
}
