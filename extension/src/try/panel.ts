// The findings of the form as a list: the view that needs no eye for lines
// under words, and the way to each of them by keyboard.

import type { Summary } from "../content/watch/watch.ts";
import type { Shown } from "../content/watch/watched.ts";
import { checkedLines, fieldLabel, notCheckedLines, reason, severityLabel } from "../shared/explain.ts";
import { t } from "../shared/i18n.ts";
import { rank, severities, severityStyle, type Severity } from "../shared/severity.ts";
import { part } from "./page.ts";

export type PanelState = {
  readonly summary: Summary;
  readonly empty: boolean;
  /** Where the list is from; null before it is known. */
  readonly source: string | null;
  readonly ignored: readonly string[];
};

export type PanelActions = { readonly reveal: (id: string) => void; readonly restore: () => void };

export interface Panel {
  show(state: PanelState): void;
}

export function createPanel(actions: PanelActions): Panel {
  const summary = part("summary", HTMLParagraphElement);
  const counts = part("counts", HTMLUListElement);
  const list = part("list", HTMLOListElement);
  const ignored = part("ignored", HTMLParagraphElement);
  const checked = part("checked", HTMLUListElement);
  const notChecked = part("not-checked", HTMLUListElement);
  let drawn = "";

  return {
    show(state) {
      const { findings, verdict } = state.summary;
      const order = [...findings].sort((a, b) => rank(b.severity) - rank(a.severity));
      const said = sayState(state);
      // Only what a visitor would see differently is drawn again: the focus in the list stays.
      const key = JSON.stringify([
        ...[said, t("try_findings"), state.ignored, state.source],
        order.map((each) => [each.id, each.severity, each.finding.field]),
        ...[verdict?.checked, verdict?.not_checked],
      ]);
      if (key === drawn) return;
      drawn = key;
      if (summary.textContent !== said) summary.textContent = said;
      counts.replaceChildren(...severities.toReversed().flatMap((severity) => drawCount(severity, findings)));
      const focus = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["id"] : undefined;
      list.replaceChildren(...order.map((each) => drawItem(each, actions)));
      if (focus !== undefined) list.querySelector<HTMLElement>(`[data-id="${CSS.escape(focus)}"]`)?.focus();
      ignored.hidden = state.ignored.length === 0;
      if (!ignored.hidden) ignored.replaceChildren(t("try_ignored", { terms: state.ignored.join(", ") }), " ", restore(actions));
      checked.replaceChildren(...(verdict === null ? [] : [...checkedLines(verdict), state.source ?? ""].flatMap(item)));
      notChecked.replaceChildren(...(verdict === null ? [] : notCheckedLines(verdict).flatMap(item)));
    },
  };
}

function sayState({ summary, empty }: PanelState): string {
  switch (summary.trouble) {
    case null:
      break;
    case "too_long":
      return t("try_too_long");
    default:
      return summary.verdict === null ? t("try_failed") : t("try_stale");
  }
  if (summary.verdict === null) return t("try_starting");
  if (empty) return t("try_empty");
  return summary.findings.length === 0 ? t("try_nothing") : t("try_total", { count: summary.findings.length });
}

function drawCount(severity: Severity, findings: readonly Shown[]): HTMLElement[] {
  const count = findings.filter((each) => each.severity === severity).length;
  if (count === 0) return [];
  const made = document.createElement("li");
  made.append(shapeOf(severity), t("count_of", { count, what: severityLabel(severity) }));
  tone(made, severity);
  return [made];
}

function drawItem(shown: Shown, actions: PanelActions): HTMLElement {
  const { finding } = shown;
  const made = document.createElement("li");
  const button = document.createElement("button");
  const word = document.createElement("b");
  const place = document.createElement("span");
  const why = document.createElement("small");
  button.type = "button";
  button.dataset["id"] = shown.id;
  place.textContent = fieldLabel(finding);
  word.append(finding.text, place);
  why.textContent = reason(finding);
  const shape = shapeOf(shown.severity);
  shape.setAttribute("role", "img");
  shape.setAttribute("aria-label", severityLabel(shown.severity));
  shape.removeAttribute("aria-hidden");
  button.append(shape, word, why);
  tone(button, shown.severity);
  button.addEventListener("click", () => actions.reveal(shown.id));
  made.append(button);
  return made;
}

function tone(element: HTMLElement, severity: Severity): void {
  const { light, dark } = severityStyle[severity];
  element.style.setProperty("--tone", `light-dark(${light}, ${dark})`);
}

const svg = "http://www.w3.org/2000/svg";

function shapeOf(severity: Severity): SVGElement {
  const made = document.createElementNS(svg, "svg");
  const path = document.createElementNS(svg, "path");
  made.setAttribute("viewBox", "0 0 16 16");
  made.setAttribute("aria-hidden", "true");
  path.setAttribute("d", severityStyle[severity].shape);
  made.append(path);
  return made;
}

function restore(actions: PanelActions): HTMLElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = t("try_restore");
  made.addEventListener("click", actions.restore);
  return made;
}

function item(line: string): HTMLElement[] {
  if (line === "") return [];
  const made = document.createElement("li");
  made.textContent = line;
  return [made];
}
