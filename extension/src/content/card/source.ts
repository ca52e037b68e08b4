// Of a copied passage: where it was seen, and which facts of it may stay.

import { element } from "../../shared/dom.ts";
import { factKinds, factsIn } from "../../shared/facts.ts";
import { day, t } from "../../shared/i18n.ts";
import { corpusLabel } from "../../shared/seen.ts";
import type { Finding } from "../../shared/verdict.ts";

/** A passage longer than this is shown from its start. */
const longPassage = 160;

export function heading(finding: Finding): HTMLElement {
  if (finding.kind !== "copied") return element("h2", { id: "term" }, finding.text);
  const text = finding.text.length <= longPassage ? finding.text : `${finding.text.slice(0, longPassage)}…`;
  return element("h2", { id: "term", class: "passage" }, text);
}

/** Where a copied passage was seen, a line each; none of other findings. */
export function sourceLines({ source }: Finding): readonly string[] {
  if (source === undefined) return [];
  const seen = source.seenAt === 0 ? "" : t("copied_first_seen", { date: day(new Date(source.seenAt).toISOString()) });
  const corpus = source.corpus === "" ? "" : t("copied_in_corpus", { corpus: corpusLabel(source.corpus) });
  const owners = source.owners > 1 ? t("copied_owners", { count: source.owners }) : "";
  return [[source.host, source.seller, seen].filter((part) => part !== "").join(" · "), corpus, owners].filter((line) => line !== "");
}

export function drawSource(finding: Finding): readonly HTMLElement[] {
  const { kind, text, source } = finding;
  if (kind !== "copied" || source === undefined) return [];
  const facts = factsIn(text);
  const kept = factKinds.flatMap((each) => {
    const some = facts.filter((fact) => fact.kind === each);
    return some.length === 0 ? [] : [element("span", {}, t("named", { name: t(`fact_${each}`), what: some.map((fact) => fact.text).join(" · ") }))];
  });
  return [
    element("ul", { class: "facts" }, element("li", {}, element("b", {}, source.title), ...sourceLines(finding).map((line) => element("span", {}, line)))),
    ...(kept.length === 0 ? [] : [element("ul", { class: "facts" }, element("li", {}, element("b", {}, t("copied_keep")), ...kept))]),
    element("p", { class: "note" }, t(kept.length === 0 ? "copied_rewrite" : "copied_change")),
  ];
}
