// What a finding means, in the seller's words. The core's rule id chooses the
// wording; a rule newer than this extension keeps the core's English message,
// and so does a marketplace's rule in English, where the list says more.

import { today } from "./day.ts";
import { day, join, language, place, t, tell, type MessageKey } from "./i18n.ts";
import { fieldOf, type Finding, type Right, type Verdict } from "./verdict.ts";

/** Catalogue key of a rule id: "mark.leads-title" is rule_mark_leads_title. */
export function ruleKey(rule: string): string {
  return `rule_${rule.replace(/[^a-zA-Z0-9]/g, "_")}`;
}

/** Why the words were found, one or two sentences. */
export function reason(finding: Finding): string {
  const [right] = finding.rights;
  if (finding.rule.startsWith("policy.") && !finding.rule.endsWith(".sense") && language().startsWith("en")) return finding.message;
  const wording = tell(ruleKey(finding.rule), {
    term: finding.term,
    text: finding.text,
    owner: right?.owner || finding.term,
    standing: standing(finding),
  });
  return wording ?? finding.message;
}

/** Where the rights to a product stand, and until when: "in force in US until 1 Jan 2031 and none listed for EU". */
function standing({ rights, kind, notListed = [] }: Finding): string {
  const now = today();
  const parts = rights.filter((right) => right.kind === kind).map((right) => standingOf(right, now));
  if (notListed.includes("*")) parts.push(t("standing_none_elsewhere"));
  else if (notListed.length > 0) parts.push(t("standing_none", { place: join(notListed.map(place)) }));
  return join(parts);
}

function standingOf({ office, status, from, until }: Right, now: string): string {
  const where = { place: place(office) };
  if (status === "dead" && until === undefined) return t("standing_dead", where);
  if (until !== undefined && until <= now) return t("standing_ended", { ...where, date: day(until) });
  if (from !== undefined && from > now) return t("standing_from", { ...where, date: day(from) });
  if (status === "pending") return t("standing_pending", where);
  return until === undefined ? t("standing_in_force", where) : t("standing_until", { ...where, date: day(until) });
}

export function fieldLabel(finding: Pick<Finding, "field">): string {
  const { name, index } = fieldOf(finding);
  return t(`field_${name}`, { number: index + 1 });
}

/** "US · registered · classes 25 and 35", one line a right. */
export function rightLine(right: Right): string {
  const parts = [place(right.office), t(`status_${right.status}`)];
  if (right.number !== "") parts.push(right.number);
  if (right.classes.includes(0)) parts.push(t("classes_all"));
  else if (right.classes.length > 0) parts.push(t("classes", { classes: join(right.classes.map(String)) }));
  return parts.filter((part) => part !== "").join(" · ");
}

/** How the words were found, where that is more than plain reading. */
export function matchNote(finding: Finding): string | undefined {
  if (finding.match === "exact" || finding.kind === "copied") return undefined;
  return t(`match_${finding.match}`, { text: finding.text, term: finding.term });
}

/** "curated 3, 24 Nov 2026" of each list that was read. */
export function checkedLines(verdict: Pick<Verdict, "checked">): readonly string[] {
  return verdict.checked.map((each) => t("checked_list", { list: each.list, version: each.version, date: day(each.as_of) }));
}

/** "register:US" is "the trademark register of US". */
export function notCheckedLines(verdict: Pick<Verdict, "not_checked">): readonly string[] {
  return verdict.not_checked.map((each) => {
    const [what = "", where = ""] = each.split(":");
    return tell(`not_checked_${what}`, { where: place(where) }) ?? each;
  });
}

export function severityLabel(severity: Finding["severity"]): string {
  return t(`severity_${severity}`);
}

/** One stable meaning for each severity, as the README has it. */
export function severityMeaning(severity: Finding["severity"]): string {
  return t(`severity_${severity}_means`);
}

export function kindLabel(kind: Finding["kind"]): string {
  return t(`kind_${kind}` satisfies MessageKey);
}
