// Which registers and published corpora are fetched, how each stands, and what
// they take of the disk.

import { element } from "../../shared/dom.ts";
import { day, megabytes, place, t, type MessageKey } from "../../shared/i18n.ts";
import { ask, AskError, type ListStatus, type RegisterStatus } from "../../shared/protocol.ts";
import { corpusLabel } from "../../shared/seen.ts";
import type { Settings } from "../../shared/settings.ts";
import { toggle } from "../controls.ts";
import { trouble } from "../lists.ts";

/** What may be had beside the lists, one kind of it. */
type Offers = {
  readonly of: (status: ListStatus) => readonly RegisterStatus[];
  /** A value for each, as the setting has it. */
  readonly valueOf: (name: string) => string;
  readonly labelOf: (name: string) => string;
  readonly setting: "registers" | "corpora";
  readonly says: { readonly choose: MessageKey; readonly none: MessageKey; readonly unknown: MessageKey };
  readonly details: (register: RegisterStatus) => string;
};

const offices: Offers = {
  of: ({ registers }) => registers,
  valueOf: officeOf,
  labelOf: (name) => place(officeOf(name)),
  setting: "registers",
  says: { choose: "registers_choose", none: "registers_none", unknown: "registers_unknown" },
  details: ({ state, marks, asOf, bytes }) => detailed(bytes, "registers_detail", marks, asOf, t(`register_${state}`)),
};

const corpora: Offers = {
  of: (status) => status.corpora,
  valueOf: (name) => name,
  labelOf: corpusLabel,
  setting: "corpora",
  says: { choose: "corpora_choose", none: "corpora_none", unknown: "corpora_unknown" },
  details: ({ state, marks, asOf, bytes }) => detailed(bytes, "corpora_detail", marks, asOf, t(state === "no_room" ? "corpus_no_room" : `register_${state}`)),
};

export function registers(settings: Settings): readonly HTMLElement[] {
  const place = drawOffers(offices, settings);
  return [
    toggle(t("registers_by_marketplace"), settings.registersByMarketplace, (on) => void change(offices, place, { registersByMarketplace: on })),
    element("p", { class: "hint" }, t("registers_by_marketplace_hint")),
    place,
  ];
}

export function publishedCorpora(settings: Settings): readonly HTMLElement[] {
  return [element("p", { class: "hint" }, t("corpora_hint")), drawOffers(corpora, settings)];
}

function drawOffers(offers: Offers, settings: Settings): HTMLElement {
  const place = element("div", { class: "registers", role: "status" });
  void fill(offers, place, settings);
  followUpdates(offers, place, settings);
  return place;
}

/** A choice takes effect at once: the update that follows it fetches or drops. */
async function change(offers: Offers, place: HTMLElement, change: Partial<Settings>): Promise<void> {
  const settings = await ask("settings.set", change);
  place.setAttribute("aria-busy", "true");
  await ask("update", { chosen: true });
  place.removeAttribute("aria-busy");
  await fill(offers, place, settings);
}

/** An update that ends while the page is open shows in it. */
function followUpdates(offers: Offers, place: HTMLElement, settings: Settings): void {
  const listener = (changes: Record<string, unknown>) => {
    if (!place.isConnected) chrome.storage.onChanged.removeListener(listener);
    else if ("updates" in changes) void fill(offers, place, settings);
  };
  chrome.storage.onChanged.addListener(listener);
}

async function fill(offers: Offers, place: HTMLElement, settings: Settings): Promise<void> {
  try {
    place.replaceChildren(...rows(offers, place, await ask("status", {}), settings));
  } catch (error) {
    place.replaceChildren(element("p", { class: "trouble" }, t(error instanceof AskError ? `error_${error.code}` : "error_failed")));
  }
}

function rows(offers: Offers, place: HTMLElement, status: ListStatus, settings: Settings): readonly HTMLElement[] {
  const { setting, says } = offers;
  const use = element("p", { class: "hint" }, t("registers_use", { stored: megabytes(status.stored), room: megabytes(status.room) }));
  const after = setting === "registers" ? [use] : [];
  const all = offers.of(status);
  if (all.length === 0) return [element("p", { class: "hint" }, t(status.checkedAt === 0 ? says.unknown : says.none)), ...after];
  const group = element("fieldset", {}, element("legend", {}, t(says.choose)));
  for (const each of all) {
    const value = offers.valueOf(each.name);
    const box = element("input", { type: "checkbox", checked: settings[setting].includes(value), "data-keeps": true, value });
    box.addEventListener("change", () => {
      const others = settings[setting].filter((other) => other !== value);
      void change(offers, place, { [setting]: box.checked ? [...others, value] : others });
    });
    group.append(element("label", { class: "check" }, box, element("span", {}, element("b", {}, offers.labelOf(each.name)), " ", element("span", { class: "hint" }, offers.details(each)))));
  }
  return [group, ...(status.failure === null ? [] : [trouble(status.failure, Date.now())]), ...after];
}

function detailed(bytes: number, key: "registers_detail" | "corpora_detail", marks: number, asOf: string, state: string): string {
  if (bytes === 0) return state;
  return t("two_sentences", { one: t(key, { marks: marks.toLocaleString(document.documentElement.lang), date: day(asOf), size: megabytes(bytes) }), two: state });
}

function officeOf(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
