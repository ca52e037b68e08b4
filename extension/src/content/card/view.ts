// What a card says about one finding: what, why, what instead, on what
// evidence, and what nobody looked into.

import { checkedLines, kindLabel, matchNote, notCheckedLines, reason, severityLabel, severityMeaning } from "../../shared/explain.ts";
import { day, t, tell } from "../../shared/i18n.ts";
import { severityStyle } from "../../shared/severity.ts";
import type { Finding, Right, Verdict } from "../../shared/verdict.ts";
import { button, element, picture } from "./element.ts";

export type CardActions = {
  readonly step: (by: 1 | -1) => void;
  readonly close: () => void;
  readonly replace: (alternative: string) => void;
  readonly ignoreHere: () => void;
  readonly ignoreTerm: () => void;
  readonly ownBrand: () => void;
  readonly copy: () => void;
};

export type CardContent = {
  readonly finding: Finding;
  readonly verdict: Verdict | null;
  /** This finding's number from 1, of how many. */
  readonly number: number;
  readonly of: number;
  /** Whether the field takes the text with this alternative. */
  readonly fits: (alternative: string) => boolean;
};

/** Rights shown at once; the rest unfold. */
const firstRights = 1;

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
    element("h2", { id: "term" }, finding.text),
    element("p", { class: "why", id: "why" }, reason(finding)),
    note === undefined ? null : element("p", { class: "note" }, note),
    ...drawInstead(content, actions),
    drawRights(finding.rights.slice(0, firstRights)),
    drawMore(finding.rights.slice(firstRights)),
    drawChecked(content),
  );
}

function drawInstead({ finding, fits }: CardContent, actions: CardActions): readonly HTMLElement[] {
  if (finding.suggestions.length === 0) return [];
  const items = finding.suggestions.map((alternative) => {
    const fit = fits(alternative);
    const label = fit ? t("card_replace", { text: finding.text, with: alternative }) : t("card_too_long");
    return element(
      "li",
      {},
      button({ title: label, "aria-disabled": fit ? "false" : "true" }, () => actions.replace(alternative), alternative || t("card_remove")),
    );
  });
  return [element("h3", { id: "instead" }, t("card_instead")), element("ul", { class: "instead", "aria-labelledby": "instead" }, ...items)];
}

function drawRights(rights: readonly Right[]): HTMLElement | null {
  if (rights.length === 0) return null;
  return element("ul", { class: "facts" }, ...rights.map(drawRight));
}

function drawMore(rights: readonly Right[]): HTMLElement | null {
  if (rights.length === 0) return null;
  return element("details", {}, element("summary", {}, t("card_more_rights", { count: rights.length })), drawRights(rights));
}

function drawRight(right: Right): HTMLElement {
  const policy = right.kind === "policy";
  const where = [right.office, policy ? "" : t(`status_${right.status}`), right.number, right.as_of === "" ? "" : t("card_as_of", { date: day(right.as_of) })];
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

function drawChecked({ verdict }: CardContent): HTMLElement | null {
  if (verdict === null) return null;
  const missing = notCheckedLines(verdict);
  return element(
    "details",
    {},
    element("summary", {}, t("card_checked")),
    element("ul", {}, ...checkedLines(verdict).map((line) => element("li", {}, line))),
    missing.length === 0 ? null : element("p", {}, t("card_not_checked")),
    missing.length === 0 ? null : element("ul", {}, ...missing.map((line) => element("li", {}, line))),
  );
}

function drawActions(finding: Finding, actions: CardActions): HTMLElement {
  return element(
    "div",
    { class: "actions" },
    button({}, actions.ignoreHere, t("card_ignore_here")),
    button({ title: t("card_ignore_term_hint", { term: finding.term }) }, actions.ignoreTerm, t("card_ignore_term")),
    finding.kind === "trademark" ? button({ title: t("card_own_brand_hint", { term: finding.term }) }, actions.ownBrand, t("card_own_brand")) : null,
    button({}, actions.copy, t("card_copy")),
  );
}

/** A finding as plain text, for a colleague or a lawyer. */
export function asText(finding: Finding, verdict: Verdict | null): string {
  const lines = [
    `${severityLabel(finding.severity)} · ${kindLabel(finding.kind)}: ${finding.text}`,
    reason(finding),
    ...finding.rights.map((right) =>
      [right.owner, right.office, right.kind === "policy" ? "" : t(`status_${right.status}`), right.number, right.classes.map(className).join(" · "), right.url]
        .filter((part) => part !== "")
        .join(" · "),
    ),
    finding.suggestions.length === 0 ? "" : `${t("card_instead")}: ${finding.suggestions.join(" / ")}`,
    ...(verdict === null ? [] : checkedLines(verdict)),
    ...(verdict === null ? [] : notCheckedLines(verdict).map((line) => `${t("card_not_checked")} ${line}`)),
  ];
  return lines.filter((line) => line !== "").join("\n");
}
