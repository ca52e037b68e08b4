// The panel's list: every finding of the page, which of them are shown, and how
// many there are.

import { button, element } from "../../shared/dom.ts";
import { fieldLabel, severityLabel } from "../../shared/explain.ts";
import { t } from "../../shared/i18n.ts";
import { severities, type Severity } from "../../shared/severity.ts";
import { severityMark } from "../controls.ts";
import { summary, type Listed } from "../findings.ts";
import type { Frame } from "./tab.ts";

/** A finding of the page, and the way back to it. */
export type Item = Listed & { readonly frame: number; readonly id: string };

export function itemsOf(frames: readonly Frame[]): readonly Item[] {
  return frames.flatMap(({ id: frame, state }) =>
    state.findings.map((each) => ({ ...each, key: `${frame} ${each.id}`, frame, where: fieldLabel(each.finding) })),
  );
}

/** The same words with the same alternatives, but for capitals: what one choice can replace everywhere. */
export function alike(items: readonly Item[], { finding }: Listed): readonly Item[] {
  const fold = (text: string) => text.toLowerCase();
  const key = (each: Listed["finding"]) => fold([each.text, ...each.suggestions].join("\n"));
  return items.filter((each) => key(each.finding) === key(finding));
}

/** What is said of the page in one line, and announced when it changes. */
export function stateLine(frames: readonly Frame[], items: readonly Item[]): string {
  if (frames.length === 0) return t("panel_none");
  if (frames.every(({ state }) => !state.on)) return t("panel_off");
  const trouble = frames.find(({ state }) => state.trouble !== null)?.state.trouble ?? null;
  if (trouble !== null) return t(`error_${trouble}`);
  if (frames.every(({ state }) => state.verdict === null)) return t("panel_waiting");
  const what = summary(items.map(({ finding }) => finding));
  return items.length === 0 ? what : t("panel_count", { count: items.length, what });
}

/** One switch for each severity there is. */
export function drawFilter(items: readonly Item[], hidden: ReadonlySet<Severity>, press: (severity: Severity) => void): HTMLElement {
  const group = element("div", { class: "filter", role: "group", "aria-label": t("panel_filter") });
  for (const severity of severities.toReversed()) {
    const count = items.filter(({ finding }) => finding.severity === severity).length;
    if (count === 0) continue;
    const on = !hidden.has(severity);
    group.append(
      button(
        { class: "chip", "aria-pressed": on ? "true" : "false", "data-key": `filter ${severity}` },
        () => press(severity),
        severityMark(severity),
        t("count_of", { count, what: severityLabel(severity) }),
      ),
    );
  }
  return group;
}
