// The editing experience of one document: finds the fields the seller goes to,
// keeps them checked, painted and explained. It does not know of the extension:
// the Try it page runs the same code.
//
//	const watch = watchPage({ check, context, isShown, decide, changed }, signal);
//
// Hooks that a person has too, and tests may use: the highlights "line-1" to
// "line-5" (critical to info; "-d" on dark ground) in CSS.highlights, and the
// card, a dialog named after its term.

import type { Decision } from "../../shared/decisions.ts";
import type { Change } from "../../shared/frames.ts";
import { save, type Report } from "../../shared/report.ts";
import type { Finding, Verdict } from "../../shared/verdict.ts";
import { createCard, cardRules } from "../card/card.ts";
import type { LookUpDoor } from "../card/lookup.ts";
import { fieldOf, hintsOf } from "../collect/field.ts";
import { fieldsIn, formAround } from "../collect/form.ts";
import { guessField, type Guess } from "../collect/guess.ts";
import type { Context } from "../collect/listing.ts";
import { isStale } from "../collect/named.ts";
import { choosePainter } from "../paint/choose.ts";
import { createLayer, type Layer } from "../paint/layer.ts";
import { mirrorRules } from "../paint/mirror.ts";
import type { Field } from "../paint/painter.ts";
import { createRegistry } from "../paint/registry.ts";
import { focused, hasHighlights } from "../platform.ts";
import { replaceAll } from "../replace/all.ts";
import { createForm, type Check, type Form, type Trouble } from "./form.ts";
import { ignoredHere } from "./ignored.ts";
import { listen } from "./listen.ts";
import type { Shown, Watched } from "./watched.ts";

export type Options = {
  readonly check: Check;
  /** What the page does not say: marketplace, category, own brands. */
  readonly context: () => Context;
  /** What is known of this page's fields; null where nothing is, and labels decide. */
  readonly name?: (element: Element) => Guess | null;
  /** What the seller wants to see. */
  readonly isShown: (finding: Finding) => boolean;
  /** The seller's theme: the card's, not the page's. */
  readonly theme: () => "auto" | "light" | "dark";
  /** Keeps a decision; the watch looks again when it is told to refresh. */
  readonly decide: (decision: Decision) => void;
  /** Shows a text beside the listing that was seen under a key. */
  readonly beside?: (text: string, key: number) => void;
  /** Asks registers whose a mark is. */
  readonly lookUp?: LookUpDoor;
  /** A field was entered, or is written in after a rest: a check is near. */
  readonly wake?: () => void;
  /** Saves a report where this frame may not. */
  readonly save?: (report: Report) => void;
  /** Escape was pressed where no card is open. */
  readonly escaped?: () => void;
  readonly changed?: (summary: Summary) => void;
};

export type Summary = {
  /** In the order of the page. */
  readonly findings: readonly Shown[];
  /** Of the form last checked; null before the first. */
  readonly verdict: Verdict | null;
  readonly trouble: Trouble;
  /** Fields under watch. */
  readonly fields: number;
  /** Nothing that is known of this page holds any more. */
  readonly stale: boolean;
};

export interface Watch {
  /** Checks all again: settings, lists or context have changed. */
  refresh(): void;
  /** Watches every field in an element, without waiting for the focus. */
  include(container: Element): void;
  /** Watches and checks every field of the page that holds text of a listing; resolves when that is done. */
  checkAll(): Promise<void>;
  /** Opens the card of the next or previous finding after where the seller is, and moves the focus there. */
  step(by: 1 | -1): void;
  /** Scrolls to a finding and opens its card. */
  reveal(id: string): void;
  closeCard(): void;
  /** Writes an alternative in place of each of these; answers how many it could. */
  replace(changes: readonly Change[]): Promise<number>;
  summary(): Summary;
}

export function watchPage(options: Options, signal: AbortSignal): Watch {
  const forms = new Map<Element, Form>();
  const registry = hasHighlights() ? createRegistry(signal) : null;
  const ignored = ignoredHere();
  let latest: Form | null = null;
  let made: Layer | null = null;
  const layer = () => (made ??= createLayer(mirrorRules + cardRules, signal));

  const shownOf = (watched: Watched): readonly Shown[] =>
    watched.found
      .filter((each) => options.isShown(each.finding) && !ignored.has(watched.text, each))
      .map((each) => ({ ...each, watched }));

  const allShown = () => [...forms.values()].flatMap((form) => form.fields.flatMap(shownOf));

  const allFields = () => [...forms.values()].flatMap((form) => form.fields);

  const paint = (watched: Watched) => {
    watched.painter?.paint(shownOf(watched));
    card.moved(watched);
  };

  const summary = (): Summary => ({ findings: allShown(), verdict: latest?.verdict ?? null, trouble: latest?.trouble ?? null, fields: allFields().length, stale: options.name !== undefined && isStale(allFields()) });

  const repaint = () => {
    for (const form of forms.values()) form.fields.forEach(paint);
    card.reconcile(allShown());
    options.changed?.(summary());
  };

  const changed = (form: Form) => {
    latest = form;
    repaint();
  };

  const card = createCard(
    {
      layer,
      theme: options.theme,
      all: allShown,
      verdict: () => latest?.verdict ?? null,
      paint: (watched) => watched.painter?.paint(shownOf(watched)),
      ignoreHere(shown) {
        ignored.add(shown.watched.text, shown);
        repaint();
      },
      decide: options.decide,
      beside: options.beside,
      lookUp: options.lookUp,
      save: options.save ?? save,
      escaped: () => options.escaped?.(),
      context: options.context,
    },
    signal,
  );

  const attach = (field: Field, guess: Guess, named: boolean, form: Form) => {
    const stop = new AbortController();
    const watched: Watched = { field, guess, named, painter: choosePainter(field, registry, layer, stop.signal), stop, text: "", found: [], limits: [] };
    form.add(watched);
    listen(watched, form, { paint, card, changed: () => options.changed?.(summary()), wake: () => options.wake?.() });
    form.update(watched);
  };

  const isWatched = (element: Element) =>
    [...forms.values()].some((form) => form.fields.some((each) => each.field.element === element));

  /** Watches the fields around one, or all of a container; of those that nothing names, long ones only where all are asked for. */
  const visit = (container: Element, entered: Field | null, all = false) => {
    for (const [element, form] of forms) {
      form.prune();
      if (form.fields.length > 0) continue;
      form.close();
      forms.delete(element);
    }
    const form = forms.get(container) ?? createForm({ check: options.check, context: options.context, changed });
    forms.set(container, form);
    const before = form.fields.length;
    for (const field of entered === null ? fieldsIn(container) : [entered, ...fieldsIn(container)]) {
      if (isWatched(field.element)) continue;
      const named = options.name?.(field.element) ?? null;
      const hints = hintsOf(field);
      const guess = named ?? guessField(hints);
      const wanted = guess.sure || (all && hints.multiline) || (field.element === entered?.element && !isSearch(field.element));
      if (guess.role !== "none" && wanted) attach(field, guess, named !== null, form);
    }
    if (form.fields.length > before) form.schedule.flush();
    if (form.fields.length > 0) return;
    form.close();
    forms.delete(container);
  };

  const enter = (element: Element | null) => {
    const field = element === null ? null : fieldOf(element);
    if (field === null || isOwn(element, made)) return;
    options.wake?.();
    visit(formAround(field.element), field);
  };

  document.addEventListener("focusin", (event) => enter(entered(event)), { signal, capture: true });
  signal.addEventListener("abort", () => forms.forEach((form) => form.close()), { once: true });
  enter(focused());

  return {
    refresh() {
      for (const form of forms.values()) form.schedule.flush();
      repaint();
    },
    include: (container) => visit(container, null),
    async checkAll() {
      const containers = new Set(fieldsIn(document.body).map((field) => formAround(field.element)));
      for (const container of containers) visit(container, null, true);
      const checked = [...forms.values()];
      for (const form of checked) form.schedule.flush();
      await Promise.all(checked.map((form) => form.schedule.idle()));
    },
    step: (by) => card.step(by),
    reveal: (id) => card.reveal(id),
    closeCard: () => card.close(),
    replace: (changes) => replaceAll(allShown(), changes),
    summary,
  };
}

/** The element inside all the shadow roots on the way, closed ones too where the browser lets us. */
function entered(event: Event): Element | null {
  const [first] = event.composedPath();
  if (!(first instanceof Element)) return null;
  return fieldOf(first) === null ? focused() : first;
}

function isOwn(element: Element | null, layer: Layer | null): boolean {
  return layer !== null && element === layer.host;
}

/** A site's own search box is not part of a listing. */
function isSearch(element: Element): boolean {
  return element.matches("[type=search],[role=searchbox],[role=combobox],[name=q]");
}
