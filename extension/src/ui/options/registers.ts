// Which registers are fetched, how each stands, and what they take of the disk.

import { element } from "../../shared/dom.ts";
import { day, t } from "../../shared/i18n.ts";
import { ask, AskError, type ListStatus, type RegisterStatus } from "../../shared/protocol.ts";
import type { Settings } from "../../shared/settings.ts";
import { toggle } from "../controls.ts";

export function registers(settings: Settings): readonly HTMLElement[] {
  const place = element("div", { class: "registers", role: "status" });
  void fill(place, settings);
  followUpdates(place, settings);
  return [
    toggle(t("registers_by_marketplace"), settings.registersByMarketplace, (on) => void change(place, { registersByMarketplace: on })),
    element("p", { class: "hint" }, t("registers_by_marketplace_hint")),
    place,
  ];
}

/** A choice takes effect at once: the update that follows it fetches or drops. */
async function change(place: HTMLElement, change: Partial<Settings>): Promise<void> {
  const settings = await ask("settings.set", change);
  place.setAttribute("aria-busy", "true");
  await ask("update", {});
  place.removeAttribute("aria-busy");
  await fill(place, settings);
}

/** An update that ends while the page is open shows in it. */
function followUpdates(place: HTMLElement, settings: Settings): void {
  const listener = (changes: Record<string, unknown>) => {
    if (!place.isConnected) chrome.storage.onChanged.removeListener(listener);
    else if ("updates" in changes) void fill(place, settings);
  };
  chrome.storage.onChanged.addListener(listener);
}

async function fill(place: HTMLElement, settings: Settings): Promise<void> {
  try {
    place.replaceChildren(...rows(place, await ask("status", {}), settings));
  } catch (error) {
    place.replaceChildren(element("p", { class: "trouble" }, t(error instanceof AskError ? `error_${error.code}` : "error_failed")));
  }
}

function rows(place: HTMLElement, status: ListStatus, settings: Settings): readonly HTMLElement[] {
  const use = element("p", { class: "hint" }, t("registers_use", { stored: megabytes(status.stored), room: megabytes(status.room) }));
  if (status.registers.length === 0) return [element("p", { class: "hint" }, t(status.checkedAt === 0 ? "registers_unknown" : "registers_none")), use];
  const group = element("fieldset", {}, element("legend", {}, t("registers_choose")));
  for (const register of status.registers) {
    const office = officeOf(register);
    const box = element("input", { type: "checkbox", checked: settings.registers.includes(office), "data-keeps": true, value: office });
    box.addEventListener("change", () => {
      const others = settings.registers.filter((each) => each !== office);
      void change(place, { registers: box.checked ? [...others, office] : others });
    });
    group.append(element("label", { class: "check" }, box, element("span", {}, element("b", {}, office), " ", element("span", { class: "hint" }, details(register)))));
  }
  return [group, use];
}

function details({ state, marks, asOf, bytes }: RegisterStatus): string {
  const what = bytes === 0 ? "" : `${t("registers_detail", { marks: marks.toLocaleString(document.documentElement.lang), date: day(asOf), size: megabytes(bytes) })} `;
  return what + t(`register_${state}`);
}

function officeOf({ name }: RegisterStatus): string {
  return name.slice(name.indexOf(":") + 1);
}

function megabytes(bytes: number): string {
  return (bytes / (1 << 20)).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
}
