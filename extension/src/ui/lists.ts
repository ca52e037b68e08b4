// Which list answers and how its updates go, in words.

import { button, element } from "../shared/dom.ts";
import { ago, day, t } from "../shared/i18n.ts";
import { ask, AskError, type ListStatus } from "../shared/protocol.ts";

const dayLong = 24 * 3600_000;
/** A list nobody could renew for this long is shown as old: metadata of a live server is never older. */
const oldAfter = 7 * dayLong;
/** The longest that any signed file but the root and the targets lives: after that, somebody or something holds updates back. */
const veryOldAfter = 30 * dayLong;

/** Draws the state into a place and lets the seller ask for newer lists. */
export function showLists(place: HTMLElement): void {
  const state = element("div", { class: "lists-state", role: "status" });
  const press = button({ class: "quiet" }, () => void run("update"), t("lists_update"));
  place.replaceChildren(state, press);

  const run = async (kind: "status" | "update") => {
    if (kind === "update") busy(true);
    try {
      state.replaceChildren(...lines(await (kind === "update" ? ask(kind, { chosen: false }) : ask(kind, {})), Date.now()));
    } catch (error) {
      state.replaceChildren(element("p", { class: "trouble" }, t(error instanceof AskError ? `error_${error.code}` : "error_failed")));
    } finally {
      busy(false);
    }
  };
  const busy = (on: boolean) => {
    press.disabled = on;
    press.textContent = t(on ? "lists_updating" : "lists_update");
  };
  void run("status");
}

function lines(status: ListStatus, clock: number): readonly HTMLElement[] {
  const now = Math.max(clock, status.checkedAt); // a clock set back makes nothing younger
  const checked = status.checkedAt === 0 ? t("lists_bundled") : t("lists_checked", { when: ago(status.checkedAt, now) });
  const seen = status.source === "bundled" && status.checkedAt === 0 ? Date.parse(status.asOf) : status.checkedAt;
  const age = now - seen > veryOldAfter ? "very-old" : now - seen > oldAfter ? "old" : "fresh";
  const warning = { fresh: "", old: ` ${t("lists_old")}`, "very-old": ` ${t("lists_very_old")}` }[age];
  return [
    element("p", {}, t("lists_line", { version: status.version, date: day(status.asOf), terms: status.terms.toLocaleString(document.documentElement.lang) })),
    element("p", { class: age === "fresh" ? "hint" : "trouble", "data-age": age }, checked + warning),
    ...(status.tooSoon ? [element("p", { class: "hint" }, t("lists_too_soon"))] : []),
    ...(status.failure === null ? [] : [trouble(status.failure, now)]),
  ];
}

/** Why the last update failed, in words. */
export function trouble({ code, at }: NonNullable<ListStatus["failure"]>, now: number): HTMLElement {
  return element("p", { class: "trouble" }, t("lists_failed", { when: ago(at, now), why: t(`update_${code}`) }));
}
