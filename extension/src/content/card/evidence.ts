// On what a finding rests: the rights, each with its office, date and page, and
// which lists were read and what nobody looked into.

import { element } from "../../shared/dom.ts";
import { checkedLines, notCheckedLines } from "../../shared/explain.ts";
import { day, place, t, tell } from "../../shared/i18n.ts";
import type { Right, Verdict } from "../../shared/verdict.ts";

/** Rights shown at once; the rest unfold. */
const firstRights = 1;

export function drawEvidence(rights: readonly Right[]): readonly HTMLElement[] {
  if (rights.length === 0) return [];
  const more = rights.slice(firstRights);
  const shown = drawRights(rights.slice(0, firstRights));
  return more.length === 0 ? [shown] : [shown, element("details", {}, element("summary", {}, t("card_more_rights", { count: more.length })), drawRights(more))];
}

function drawRights(rights: readonly Right[]): HTMLElement {
  return element("ul", { class: "facts" }, ...rights.map(drawRight));
}

function drawRight(right: Right): HTMLElement {
  const policy = right.kind === "policy";
  const where = [place(right.office), policy ? "" : t(`status_${right.status}`), right.number, right.as_of === "" ? "" : t("card_as_of", { date: day(right.as_of) })];
  const classes = right.classes.includes(0) ? t("classes_all") : right.classes.map(className).join(" · ");
  const lines = [where.filter((part) => part !== "").join(" · "), classes === "" ? "" : t("card_classes", { classes })];
  return element(
    "li",
    {},
    right.owner === "" ? null : element("b", {}, right.owner),
    ...lines.map((line) => (line === "" ? null : element("span", {}, line))),
    right.url === ""
      ? null
      : element("a", { href: right.url, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" }, t("card_source")),
  );
}

/** "9 electronics" of a Nice class. */
export function className(number: number): string {
  const name = tell(`nice_${number}`);
  return name === undefined ? String(number) : `${number} ${name}`;
}

/** How much was read and how much was not is always in view; what it was unfolds. */
export function drawChecked(verdict: Verdict | null): HTMLElement | null {
  if (verdict === null) return null;
  const [read, missing] = [checkedLines(verdict), notCheckedLines(verdict)];
  return element(
    "details",
    {},
    element("summary", {}, t("card_checked", { checked: read.length, missing: missing.length })),
    element("ul", {}, ...read.map((line) => element("li", {}, line))),
    missing.length === 0 ? null : element("p", {}, t("card_not_checked")),
    missing.length === 0 ? null : element("ul", {}, ...missing.map((line) => element("li", {}, line))),
  );
}
