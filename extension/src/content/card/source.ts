// Of a copied passage: where it was seen, and which facts of it may stay.

import { element } from "../../shared/dom.ts";
import { factKinds, factsIn } from "../../shared/facts.ts";
import { day, t } from "../../shared/i18n.ts";
import type { Finding } from "../../shared/verdict.ts";

/** A passage longer than this is shown from its start. */
const longPassage = 160;

export function heading(finding: Finding): HTMLElement {
  if (finding.kind !== "copied") return element("h2", { id: "term" }, finding.text);
  const text = finding.text.length <= longPassage ? finding.text : `${finding.text.slice(0, longPassage)}…`;
  return element("h2", { id: "term", class: "passage" }, text);
}

export function drawSource({ kind, text, source }: Finding): readonly HTMLElement[] {
  if (kind !== "copied" || source === undefined) return [];
  const seen = source.seenAt === 0 ? "" : t("copied_first_seen", { date: day(new Date(source.seenAt).toISOString()) });
  const lines = [[source.host, source.seller, seen].filter((part) => part !== "").join(" · "), source.owners > 1 ? t("copied_owners", { count: source.owners }) : ""];
  const facts = factsIn(text);
  const kept = factKinds.flatMap((each) => {
    const some = facts.filter((fact) => fact.kind === each);
    return some.length === 0 ? [] : [element("span", {}, `${t(`fact_${each}`)}: ${some.map((fact) => fact.text).join(" · ")}`)];
  });
  return [
    element("ul", { class: "facts" }, element("li", {}, element("b", {}, source.title), ...lines.map((line) => (line === "" ? null : element("span", {}, line))))),
    ...(kept.length === 0 ? [] : [element("ul", { class: "facts" }, element("li", {}, element("b", {}, t("copied_keep")), ...kept))]),
    element("p", { class: "note" }, t("copied_change")),
  ];
}
