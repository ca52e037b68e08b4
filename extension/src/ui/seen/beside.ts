// The seller's text and a listing that was seen, with the passages they share
// marked in both and numbered, and what of them may stay.

import { element } from "../../shared/dom.ts";
import { factKinds, factsIn } from "../../shared/facts.ts";
import { day, t } from "../../shared/i18n.ts";
import { ask, AskError } from "../../shared/protocol.ts";
import { cleanAddress, corpusLabel, publishedKey } from "../../shared/seen.ts";
import type { CopiedFrom, Copies, Finding } from "../../shared/verdict.ts";

export function drawBeside(text: string, key: number): HTMLElement {
  const root = element("section", {}, back());
  show(root, text, key).catch((error: unknown) => {
    root.append(element("p", { class: "trouble", role: "alert" }, t(error instanceof AskError ? `error_${error.code}` : "error_failed")));
  });
  return root;
}

function back(): HTMLElement {
  return element("p", {}, element("a", { href: "#" }, t("beside_back")));
}

type Passage = Finding & { readonly source: CopiedFrom };

async function show(root: HTMLElement, text: string, key: number): Promise<void> {
  if (key === publishedKey) {
    showTraced(root, text, await ask("seen.compare", { text, key }));
    return;
  }
  const [copies, { texts }] = await Promise.all([ask("seen.compare", { text, key }), ask("seen.read", { keys: [key] })]);
  const [theirs = ""] = texts;
  if (theirs === "") {
    root.replaceChildren(back(), element("p", {}, t("beside_gone")));
    return;
  }
  const passages = passagesOf(copies);
  showPair(root, text, copies, column(t("beside_theirs"), from(passages[0]?.source), theirs, passages.map(({ source }) => source)));
  for (const mark of root.querySelectorAll("mark")) mark.addEventListener("click", () => goToOther(root, mark));
}

/** Published corpora have no texts to show: whose the passages are stands in their place. */
function showTraced(root: HTMLElement, text: string, copies: Copies): void {
  const passages = passagesOf(copies);
  const corpora = [...new Set(passages.map(({ source }) => corpusLabel(source.corpus)))].join(", ");
  const theirs = element(
    "div",
    {},
    element("h2", {}, t("beside_theirs")),
    element("p", { class: "hint" }, passages.length === 0 ? "" : t("beside_no_text", { corpus: corpora })),
    element("ol", { class: "traces" }, ...passages.map(({ source }) => element("li", {}, element("b", {}, linkOf(source)), element("span", { class: "hint" }, from({ ...source, title: "" }))))),
  );
  showPair(root, text, copies, theirs);
}

/** The seller's text with its passages marked, and beside it where they are from. */
function showPair(root: HTMLElement, text: string, copies: Copies, theirs: HTMLElement): void {
  const passages = passagesOf(copies);
  root.replaceChildren(
    back(),
    element("p", { class: "state", role: "status" }, summary(copies, passages)),
    element("div", { class: "pair" }, column(t("beside_yours"), "", text, passages.map(({ start, end }) => ({ start, end }))), theirs),
    ...hints(passages),
  );
}

function linkOf({ id }: CopiedFrom): HTMLElement | string {
  const address = cleanAddress(id);
  return address === "" ? id : element("a", { href: address, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" }, id);
}

function passagesOf({ findings }: Copies): readonly Passage[] {
  return findings.filter((finding): finding is Passage => finding.source !== undefined);
}

function summary({ copied }: Copies, passages: readonly Passage[]): string {
  if (passages.length === 0) return t("beside_none");
  return t("beside_share", { share: copied.toLocaleString(document.documentElement.lang, { style: "percent" }) });
}

function from(source: CopiedFrom | undefined): string {
  if (source === undefined) return "";
  const seen = source.seenAt === 0 ? "" : t("copied_first_seen", { date: day(new Date(source.seenAt).toISOString()) });
  const corpus = source.corpus === "" ? "" : t("copied_in_corpus", { corpus: corpusLabel(source.corpus) });
  return [source.title, source.host, source.seller, seen, corpus].filter((part) => part !== "").join(" · ");
}

type Span = { readonly start: number; readonly end: number };

/** A text with its passages marked; each has its number, that of its other half. */
function column(title: string, note: string, text: string, spans: readonly Span[]): HTMLElement {
  const words = element("div", { class: "words", tabindex: "0", role: "group", "aria-label": title });
  let at = 0;
  for (const { start, end, number } of spans.map((span, i) => ({ ...span, number: i + 1 })).toSorted((a, b) => a.start - b.start)) {
    const from = Math.max(start, at);
    if (end <= from) continue;
    words.append(text.slice(at, from), element("mark", { "data-number": number }, element("sup", {}, String(number)), text.slice(from, end)));
    at = end;
  }
  words.append(text.slice(at));
  return element("div", {}, element("h2", {}, title), element("p", { class: "hint" }, note), words);
}

function hints(passages: readonly Passage[]): readonly HTMLElement[] {
  if (passages.length === 0) return [];
  const kinds = passages.map(({ source, text }, i) => element("li", {}, `${i + 1} · ${t("named", { name: t(`beside_kind_${source.kind}`), what: text.length > 120 ? `${text.slice(0, 120)}…` : text })}`));
  const facts = factsIn(passages.map(({ text }) => text).join("\n"));
  const kept = factKinds.flatMap((kind) => {
    const some = facts.filter((fact) => fact.kind === kind);
    return some.length === 0 ? [] : [element("p", {}, t("named", { name: t(`fact_${kind}`), what: some.map((fact) => fact.text).join(" · ") }))];
  });
  return [
    element("ul", { class: "passages" }, ...kinds),
    ...(kept.length === 0 ? [] : [element("div", { class: "keep" }, element("h3", {}, t("copied_keep")), ...kept)]),
    element("p", {}, t(kept.length === 0 ? "copied_rewrite" : "copied_change")),
  ];
}

/** Brings the other half of a passage into view, and shows it for as long as no other is asked for. */
function goToOther(root: HTMLElement, mark: HTMLElement): void {
  const halves = [...root.querySelectorAll<HTMLElement>("mark")];
  for (const each of halves) each.classList.toggle("other", each !== mark && each.dataset["number"] === mark.dataset["number"]);
  halves.find((each) => each.classList.contains("other"))?.scrollIntoView({ block: "nearest" });
}
