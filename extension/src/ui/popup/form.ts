// The fields of the popup: one text, or a listing.

import { element } from "../../shared/dom.ts";
import { modes, type Draft, type DraftText } from "../../shared/draft.ts";
import { t, type MessageKey } from "../../shared/i18n.ts";
import { labelled, marketplaceChoice } from "../controls.ts";

export type Form = {
  readonly root: HTMLElement;
  /** Selects part of a text in its field. */
  readonly select: (member: DraftText, start: number, end: number) => void;
  /** Replaces part of a text so that undo brings it back. */
  readonly replace: (member: DraftText, start: number, end: number, by: string) => void;
};

type TextField = { readonly member: DraftText; readonly label: MessageKey; readonly rows: number };

const fields: Readonly<Record<Draft["mode"], readonly TextField[]>> = {
  text: [{ member: "text", label: "popup_text", rows: 6 }],
  listing: [
    { member: "brand", label: "field_brand", rows: 1 },
    { member: "title", label: "field_title", rows: 2 },
    { member: "bullets", label: "popup_bullets", rows: 4 },
    { member: "description", label: "field_description", rows: 4 },
    { member: "searchTerms", label: "field_search_terms", rows: 1 },
  ],
};

/** Goods in words the core knows; the seller may write any other. */
const categories = ["clothing", "shoes", "bags", "jewelry", "beauty", "kitchen", "toys", "electronics", "phone", "sports", "pets", "baby", "garden", "tools", "car", "office"] as const;

export function drawForm(draft: Draft, changed: (change: Partial<Draft>) => void): Form {
  const texts = new Map<DraftText, HTMLTextAreaElement>();
  const root = element("section", { class: "form", "aria-label": t("popup_form") }, modeChoice(draft, changed), goods(draft, changed));
  for (const { member, label, rows } of fields[draft.mode]) {
    const area = element("textarea", { rows, spellcheck: "false", ...(member === "text" ? { placeholder: t("popup_placeholder") } : {}) });
    area.value = draft[member];
    area.addEventListener("input", () => changed({ [member]: area.value }));
    texts.set(member, area);
    root.append(labelled(t(label), area));
  }
  const select = (member: DraftText, start: number, end: number) => {
    const area = texts.get(member);
    area?.focus();
    area?.setSelectionRange(start, end);
  };
  const replace = (member: DraftText, start: number, end: number, by: string) => {
    select(member, start, end);
    // the only way that keeps the field's own undo
    document.execCommand(by === "" ? "delete" : "insertText", false, by);
  };
  return { root, select, replace };
}

function modeChoice(draft: Draft, changed: (change: Partial<Draft>) => void): HTMLElement {
  const group = element("div", { class: "modes", role: "radiogroup", "aria-label": t("popup_mode") });
  for (const mode of modes) {
    const radio = element("input", { type: "radio", name: "mode", value: mode, checked: draft.mode === mode });
    radio.addEventListener("change", () => changed({ mode }));
    group.append(element("label", {}, radio, element("span", {}, t(`popup_mode_${mode}`))));
  }
  return group;
}

function goods(draft: Draft, changed: (change: Partial<Draft>) => void): HTMLElement {
  const category = element("input", { type: "text", list: "categories", value: draft.category, placeholder: t("category_any"), autocomplete: "off" });
  category.addEventListener("input", () => changed({ category: category.value }));
  return element(
    "div",
    { class: "goods" },
    labelled(t("marketplace"), marketplaceChoice(draft.marketplace, (marketplace) => changed({ marketplace }))),
    labelled(t("category"), category),
    element("datalist", { id: "categories" }, ...categories.map((each) => element("option", { value: t(`category_${each}`) }))),
  );
}
