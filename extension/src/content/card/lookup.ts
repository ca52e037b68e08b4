// Of a mark that a register holds: whose it is, on the seller's click. A
// register's pack tells no more than that the words are registered.

import { button, element } from "../../shared/dom.ts";
import { day, join, place, t } from "../../shared/i18n.ts";
import type { LookUp } from "../../shared/protocol.ts";
import type { LookedUp, RegisteredMark } from "../../shared/registered.ts";
import type { Finding } from "../../shared/verdict.ts";
import { className } from "./evidence.ts";

/** Asks the registers; rejects where even that cannot be done. */
export type LookUpDoor = (finding: Finding) => Promise<LookUp>;

/** Marks shown at once; the rest unfold. */
const firstMarks = 3;

export function drawLookUp(finding: Finding, lookUp: LookUpDoor | undefined): readonly HTMLElement[] {
  if (lookUp === undefined || !finding.rule.startsWith("register.")) return [];
  const place = element("div", { class: "instead", tabindex: "-1" });
  const said = element("p", { class: "note", role: "status" });
  const press = button({ title: t("lookup_hint") }, () => void run(), t("lookup_ask"));
  const run = async () => {
    said.textContent = t("lookup_asking");
    try {
      const answer = await lookUp(finding);
      said.textContent = "";
      place.replaceChildren(...answerOf(answer, finding), said, ...(answer.failed.length > 0 ? [press] : []));
      if (answer.failed.length === 0) place.focus({ preventScroll: true });
    } catch {
      said.textContent = t("lookup_failed", { register: "", why: t("error_failed") });
    }
  };
  place.append(press, said);
  return [place];
}

function answerOf({ found, failed }: LookUp, finding: Finding): readonly HTMLElement[] {
  if (found.length === 0 && failed.length === 0) return [element("p", { class: "note" }, t("lookup_no_register", { offices: join(officesOf(finding).map(place)) }))];
  return [
    ...found.flatMap(drawRegister),
    ...failed.map(({ register, code }) => element("p", { class: "note" }, t("lookup_failed", { register: place(officeOf(register)), why: t(`update_${code}`) }))),
  ];
}

function drawRegister({ register, asOf, marks, incomplete }: LookedUp): readonly HTMLElement[] {
  const from = element("p", { class: "note" }, t(marks.length === 0 ? "lookup_none" : "lookup_from", { register: place(officeOf(register)), date: day(asOf) }));
  const more = marks.slice(firstMarks);
  return [
    from,
    ...(marks.length === 0 ? [] : [list(marks.slice(0, firstMarks))]),
    ...(more.length === 0 ? [] : [element("details", {}, element("summary", {}, t("card_more_rights", { count: more.length })), list(more))]),
    ...(incomplete ? [element("p", { class: "note" }, t("lookup_incomplete"))] : []),
  ];
}

function list(marks: readonly RegisteredMark[]): HTMLElement {
  return element("ul", { class: "facts" }, ...marks.map(drawMark));
}

function drawMark(mark: RegisteredMark): HTMLElement {
  const dates = [
    mark.filed === "" ? "" : t("lookup_filed", { date: day(mark.filed) }),
    mark.registered === "" ? "" : t("lookup_registered", { date: day(mark.registered) }),
    mark.expires === "" ? "" : t("lookup_expires", { date: day(mark.expires) }),
  ];
  const lines = [
    [mark.words, t(`status_${mark.status}`), mark.number, mark.registration].filter((part) => part !== "").join(" · "),
    mark.classes.length === 0 ? "" : t("card_classes", { classes: mark.classes.map(className).join(" · ") }),
    mark.goods,
    dates.filter((part) => part !== "").join(" · "),
    mark.disclaimed ? t("lookup_disclaimed") : "",
  ];
  return element(
    "li",
    {},
    element("b", {}, mark.owner === "" ? t("lookup_no_owner") : mark.owner),
    ...lines.map((line) => (line === "" ? null : element("span", {}, line))),
    mark.url === "" ? null : element("a", { href: mark.url, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" }, t("lookup_page")),
  );
}

function officesOf(finding: Finding): readonly string[] {
  return [...new Set(finding.rights.map(({ office }) => office))];
}

function officeOf(register: string): string {
  return register.slice(register.indexOf(":") + 1);
}
