// A finding outside of the card: as plain text for a colleague or a lawyer, and
// as a file for whoever keeps the list.

import { checkedLines, kindLabel, notCheckedLines, reason, severityLabel } from "../../shared/explain.ts";
import { language, place, t } from "../../shared/i18n.ts";
import { reportName, type Report } from "../../shared/report.ts";
import type { Finding, Verdict } from "../../shared/verdict.ts";
import type { Context } from "../collect/listing.ts";
import { className } from "./evidence.ts";
import { sourceLines } from "./source.ts";

export function asText(finding: Finding, verdict: Verdict | null): string {
  const lines = [
    t("named", { name: `${severityLabel(finding.severity)} · ${kindLabel(finding.kind)}`, what: finding.text }),
    reason(finding),
    ...sourceLines(finding),
    ...finding.rights.map((right) =>
      [right.owner, place(right.office), right.kind === "policy" ? "" : t(`status_${right.status}`), right.number, right.classes.map(className).join(" · "), right.url]
        .filter((part) => part !== "")
        .join(" · "),
    ),
    finding.suggestions.length === 0 ? "" : t("named", { name: t("card_instead"), what: finding.suggestions.map((each) => each || t("card_remove")).join(" / ") }),
    ...(verdict === null ? [] : checkedLines(verdict)),
    ...(verdict === null ? [] : notCheckedLines(verdict).map((line) => `${t("card_not_checked")} ${line}`)),
  ];
  return lines.filter((line) => line !== "").join("\n");
}

/** Characters on either side that tell in which sense a word stands. */
const around = 80;

/** All that is needed to judge a finding again, and nothing of the page: no address, no account. */
export function reportOf(finding: Finding, text: string, verdict: Verdict | null, { marketplace, category }: Context): Report {
  const report = {
    format: "clearlist-report",
    version: 1,
    claim: "this finding is wrong",
    marketplace,
    category,
    text: text.slice(Math.max(0, finding.start - around), finding.end + around),
    finding,
    checked: verdict?.checked ?? [],
    not_checked: verdict?.not_checked ?? [],
    language: language(),
  };
  return { name: reportName(finding.term), content: `${JSON.stringify(report, null, 2)}\n` };
}
