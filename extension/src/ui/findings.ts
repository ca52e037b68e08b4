// A verdict as a list that reads well aloud: what, where, why, what instead.

import { isOver, sayLength, sayRoom, type Choice } from "../shared/choices.ts";
import { button, element, type Child } from "../shared/dom.ts";
import { checkedLines, kindLabel, matchNote, notCheckedLines, reason, rightLine, severityLabel, severityMeaning } from "../shared/explain.ts";
import { termName } from "../shared/form-rules.ts";
import { join, place, t } from "../shared/i18n.ts";
import { severities, type Severity } from "../shared/severity.ts";
import type { Finding, Right, Verdict } from "../shared/verdict.ts";
import { severityMark } from "./controls.ts";

/** A finding with the words on either side of it, and what may stand instead. */
export type Listed = {
  readonly key: string;
  readonly finding: Finding;
  /** The field it stands in, as sellers call it; empty where that is not known. */
  readonly where: string;
  readonly before: string;
  readonly after: string;
  readonly choices: readonly Choice[];
};

export type FindingActions = {
  /** Selects the words in the field. */
  readonly show: (listed: Listed) => void;
  readonly replace: (listed: Listed, alternative: string) => void;
  readonly ignore: (listed: Listed) => void;
  /** Another button for a finding. */
  readonly more?: (listed: Listed) => HTMLElement | null;
};

/** A verdict may have thousands; nobody reads more than this in a list. */
const maxDrawn = 100;

/** "1 critical, 2 high", or that nothing was found in what was read. */
export function summary(findings: readonly Finding[]): string {
  if (findings.length === 0) return t("severity_none_means");
  const count = (severity: Severity) => findings.filter((each) => each.severity === severity).length;
  const parts = severities.toReversed().flatMap((severity) => {
    const number = count(severity);
    return number === 0 ? [] : [t("count_of", { count: number, what: severityLabel(severity) })];
  });
  return join(parts);
}

export function drawFindings(findings: readonly Listed[], actions: FindingActions): HTMLElement {
  const rest = findings.length - maxDrawn;
  return element(
    "div",
    {},
    element("ol", { class: "findings" }, ...findings.slice(0, maxDrawn).map((each) => drawFinding(each, actions))),
    rest > 0 ? element("p", { class: "hint" }, t("findings_more", { count: rest })) : null,
  );
}

function drawFinding(listed: Listed, actions: FindingActions): HTMLElement {
  const { finding } = listed;
  const note = matchNote(finding);
  return element(
    "li",
    { class: `finding tone-${finding.severity}` },
    element(
      "div",
      { class: "head" },
      severityMark(finding.severity),
      element("b", { class: "severity", title: severityMeaning(finding.severity) }, severityLabel(finding.severity)),
      element("span", { class: "kind" }, [kindLabel(finding.kind), listed.where].filter((part) => part !== "").join(" · ")),
    ),
    quote(listed, actions),
    element("p", { class: "why" }, reason(finding)),
    note === undefined ? null : element("p", { class: "hint" }, note),
    drawActions(listed, actions),
    drawRights(finding.rights),
  );
}

function quote(listed: Listed, actions: FindingActions): HTMLElement {
  const { key, finding, before, after } = listed;
  return button({ class: "quote", title: t("finding_show"), "data-key": `${key} show` }, () => actions.show(listed), before, element("mark", {}, finding.text), after);
}

function drawActions(listed: Listed, actions: FindingActions): HTMLElement {
  const { key, finding } = listed;
  const suggestions = listed.choices.map((choice) =>
    button(
      { class: isOver(choice) ? "suggestion over" : "suggestion", title: sayChoice(finding, choice), "data-key": `${key} ${choice.words}` },
      () => actions.replace(listed, choice.words),
      choice.words || t("card_remove"),
      choice.length === null || !choice.length.over ? null : element("small", {}, sayLength(choice.length)),
    ),
  );
  return element(
    "div",
    { class: "actions" },
    ...suggestions,
    actions.more?.(listed) ?? null,
    button(
      { class: "quiet", title: t("card_ignore_term_hint", { term: termName(finding.term) }), "data-key": `${key} ignore` },
      () => actions.ignore(listed),
      t("finding_ignore"),
    ),
  );
}

function sayChoice({ text }: Finding, { words, length }: Choice): string {
  const what = t("card_replace", { text, with: words });
  return length === null ? what : `${what} (${sayRoom(length)})`;
}

function drawRights(rights: readonly Right[]): HTMLElement | null {
  if (rights.length === 0) return null;
  return element(
    "details",
    {},
    element("summary", {}, t("finding_evidence")),
    element("ul", {}, ...rights.map((right) => element("li", {}, ...rightParts(right)))),
  );
}

function rightParts(right: Right): readonly Child[] {
  return [
    right.owner === "" ? null : element("b", {}, right.owner),
    element("span", {}, right.kind === "policy" ? place(right.office) : rightLine(right)),
    right.url === ""
      ? null
      : element("a", { href: right.url, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" }, t("card_source")),
  ];
}

/** What was read, and what nobody looked into: said with every verdict, good or bad. */
export function drawChecked(verdict: Pick<Verdict, "checked" | "not_checked">): HTMLElement {
  const missing = notCheckedLines(verdict);
  return element(
    "details",
    { class: "checked" },
    element("summary", {}, t("card_checked", { checked: verdict.checked.length, missing: missing.length })),
    element("ul", {}, ...checkedLines(verdict).map((line) => element("li", {}, line))),
    missing.length === 0 ? null : element("p", {}, t("card_not_checked")),
    missing.length === 0 ? null : element("ul", {}, ...missing.map((line) => element("li", {}, line))),
  );
}
