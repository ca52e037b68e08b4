// A verdict as a list that reads well aloud: what, where, why, what instead.

import { button, element, type Child } from "../../shared/dom.ts";
import { checkedLines, fieldLabel, kindLabel, matchNote, notCheckedLines, reason, rightLine, severityLabel, severityMeaning } from "../../shared/explain.ts";
import { join, t } from "../../shared/i18n.ts";
import { severities, type Severity } from "../../shared/severity.ts";
import type { Finding, Right, Verdict } from "../../shared/verdict.ts";
import { severityMark } from "../controls.ts";

export type FindingActions = {
  /** Selects the words in the field. */
  readonly show: (finding: Finding) => void;
  readonly replace: (finding: Finding, alternative: string) => void;
  readonly ignore: (finding: Finding) => void;
};

/** Words shown on either side of a finding. */
const around = 32;
/** A verdict may have thousands; nobody reads more than this in a popup. */
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

export function drawFindings(findings: readonly Finding[], textOf: (finding: Finding) => string, actions: FindingActions): HTMLElement {
  const rest = findings.length - maxDrawn;
  return element(
    "div",
    {},
    element("ol", { class: "findings" }, ...findings.slice(0, maxDrawn).map((each) => drawFinding(each, textOf(each), actions))),
    rest > 0 ? element("p", { class: "hint" }, t("findings_more", { count: rest })) : null,
  );
}

function drawFinding(finding: Finding, text: string, actions: FindingActions): HTMLElement {
  const note = matchNote(finding);
  return element(
    "li",
    { class: `finding tone-${finding.severity}` },
    element(
      "div",
      { class: "head" },
      severityMark(finding.severity),
      element("b", { class: "severity", title: severityMeaning(finding.severity) }, severityLabel(finding.severity)),
      element("span", { class: "kind" }, `${kindLabel(finding.kind)} · ${fieldLabel(finding)}`),
    ),
    quote(finding, text, actions),
    element("p", { class: "why" }, reason(finding)),
    note === undefined ? null : element("p", { class: "hint" }, note),
    drawActions(finding, actions),
    drawRights(finding.rights),
  );
}

function quote(finding: Finding, text: string, actions: FindingActions): HTMLElement {
  const { start, end } = finding;
  const from = Math.max(0, start - around);
  const to = Math.min(text.length, end + around);
  return button(
    { class: "quote", title: t("finding_show") },
    () => actions.show(finding),
    (from > 0 ? "…" : "") + text.slice(from, start),
    element("mark", {}, text.slice(start, end)),
    text.slice(end, to) + (to < text.length ? "…" : ""),
  );
}

function drawActions(finding: Finding, actions: FindingActions): HTMLElement {
  const suggestions = finding.suggestions.map((alternative) =>
    button(
      { class: "suggestion", title: t("card_replace", { text: finding.text, with: alternative }) },
      () => actions.replace(finding, alternative),
      alternative || t("card_remove"),
    ),
  );
  return element(
    "div",
    { class: "actions" },
    ...suggestions,
    button({ class: "quiet", title: t("card_ignore_term_hint", { term: finding.term }) }, () => actions.ignore(finding), t("card_ignore_term")),
  );
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
    element("span", {}, right.kind === "policy" ? right.office : rightLine(right)),
    right.url === ""
      ? null
      : element("a", { href: right.url, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" }, t("card_source")),
  ];
}

/** What was read, and what nobody looked into: said with every verdict, good or bad. */
export function drawChecked(verdict: Verdict): HTMLElement {
  const missing = notCheckedLines(verdict);
  return element(
    "details",
    { class: "checked" },
    element("summary", {}, t("card_checked")),
    element("ul", {}, ...checkedLines(verdict).map((line) => element("li", {}, line))),
    missing.length === 0 ? null : element("p", {}, t("card_not_checked")),
    missing.length === 0 ? null : element("ul", {}, ...missing.map((line) => element("li", {}, line))),
  );
}
