// What a card says about one finding: what, why, what instead, on what
// evidence, what nobody looked into, and what the seller may do about it.

import { button, element, picture } from "../../shared/dom.ts";
import { kindLabel, matchNote, reason, severityLabel, severityMeaning } from "../../shared/explain.ts";
import { termName } from "../../shared/form-rules.ts";
import { t } from "../../shared/i18n.ts";
import { severityStyle } from "../../shared/severity.ts";
import type { Finding, Verdict } from "../../shared/verdict.ts";
import { drawChecked, drawEvidence } from "./evidence.ts";
import { drawInstead, type InsteadContent } from "./instead.ts";
import { drawLookUp, type LookUpDoor } from "./lookup.ts";
import { drawSource, heading } from "./source.ts";

export type CardActions = {
  readonly step: (by: 1 | -1) => void;
  readonly close: () => void;
  readonly replace: (alternative: string) => void;
  readonly ignoreHere: () => void;
  readonly ignoreTerm: () => void;
  readonly ownBrand: () => void;
  readonly authorised: () => void;
  readonly report: () => void;
  readonly copy: () => void;
  /** Both texts of a copied passage; not everywhere there is a page for them. */
  readonly beside: (() => void) | undefined;
  /** Not everywhere there are registers. */
  readonly lookUp: LookUpDoor | undefined;
};

export type CardContent = InsteadContent & {
  readonly verdict: Verdict | null;
  /** This finding's number from 1, of how many. */
  readonly number: number;
  readonly of: number;
};

const arrows = { back: "M10 3 5 8l5 5", on: "m6 3 5 5-5 5", close: "m4 4 8 8M12 4l-8 8" };

export function drawCard(content: CardContent, actions: CardActions): readonly HTMLElement[] {
  return [drawTop(content, actions), drawBody(content, actions), drawActions(content.finding, actions)];
}

function drawTop({ finding, number, of }: CardContent, actions: CardActions): HTMLElement {
  const many = of > 1;
  return element(
    "div",
    { class: `top tone-${finding.severity}` },
    picture(severityStyle[finding.severity].shape),
    element("b", { title: severityMeaning(finding.severity) }, severityLabel(finding.severity)),
    element("span", { class: "kind" }, kindLabel(finding.kind)),
    element("span", { class: "space" }),
    many ? iconButton(t("card_previous"), arrows.back, () => actions.step(-1)) : null,
    many ? element("span", { class: "count" }, t("card_count", { number, of })) : null,
    many ? iconButton(t("card_next"), arrows.on, () => actions.step(1)) : null,
    iconButton(t("card_close"), arrows.close, actions.close),
  );
}

function iconButton(label: string, path: string, pressed: () => void): HTMLElement {
  return button({ class: "icon", "aria-label": label, title: label }, pressed, picture(path));
}

function drawBody(content: CardContent, actions: CardActions): HTMLElement {
  const { finding } = content;
  const note = matchNote(finding);
  return element(
    "div",
    { class: "body" },
    heading(finding),
    element("p", { class: "why", id: "why" }, reason(finding)),
    note === undefined ? null : element("p", { class: "note" }, note),
    ...drawSource(finding),
    ...drawInstead(content, actions.replace),
    ...drawEvidence(finding.rights),
    ...drawLookUp(finding, actions.lookUp),
    drawChecked(content.verdict),
  );
}

/** Brands are owned and lent; wordings that a policy bans are not. */
function drawActions({ kind, term }: Finding, actions: CardActions): HTMLElement {
  const brand = kind === "trademark";
  return element(
    "div",
    { class: "actions" },
    actions.beside === undefined ? null : button({ class: "first" }, actions.beside, t("copied_beside")),
    button({}, actions.ignoreHere, t("card_ignore_here")),
    button({ title: t("card_ignore_term_hint", { term: termName(term) }) }, actions.ignoreTerm, t("card_ignore_term")),
    brand ? button({ title: t("card_own_brand_hint", { term }) }, actions.ownBrand, t("card_own_brand")) : null,
    brand ? button({ title: t("card_authorised_hint", { term }) }, actions.authorised, t("card_authorised")) : null,
    button({ title: t("card_report_hint") }, actions.report, t("card_report")),
    button({}, actions.copy, t("card_copy")),
  );
}
