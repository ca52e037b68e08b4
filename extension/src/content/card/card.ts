// The one card of a document: opens at a word by pointer or keyboard, follows
// it, and goes when it is no more in view or the seller writes on. Escape
// closes it wherever the focus is, and the focus is then where it was before.

import type { Decision } from "../../shared/decisions.ts";
import { element } from "../../shared/dom.ts";
import { t } from "../../shared/i18n.ts";
import type { Report } from "../../shared/report.ts";
import { publishedKey } from "../../shared/seen.ts";
import type { Finding, Verdict } from "../../shared/verdict.ts";
import { limitsOf } from "../collect/field.ts";
import type { Context } from "../collect/listing.ts";
import type { Layer } from "../paint/layer.ts";
import { overlap, type Box } from "../paint/painter.ts";
import { visibleBox } from "../paint/visible.ts";
import { replace, type Outcome } from "../replace/replace.ts";
import type { Shown, Watched } from "../watch/watched.ts";
import { authorisedForm, ignoreForm } from "./decide.ts";
import { rememberFocus } from "./focus.ts";
import { focusIn, onKey } from "./keys.ts";
import { placeCard } from "./place.ts";
import { createPointer } from "./pointer.ts";
import { cardStyle } from "./style.ts";
import type { LookUpDoor } from "./lookup.ts";
import { copyText } from "./copy.ts";
import { asText, reportOf } from "./text.ts";
import { drawCard, type CardActions } from "./view.ts";
import { beforeCaret, scrollTo } from "./walk.ts";

export const cardRules = cardStyle;

export type CardOptions = {
  readonly layer: () => Layer;
  readonly theme: () => "auto" | "light" | "dark";
  readonly all: () => readonly Shown[];
  readonly verdict: () => Verdict | null;
  readonly context: () => Context;
  /** Paints a field again, as it stands now. */
  readonly paint: (watched: Watched) => void;
  readonly ignoreHere: (shown: Shown) => void;
  readonly decide: (decision: Decision) => void;
  /** Shows a text beside the listing that was seen under a key. */
  readonly beside: ((text: string, key: number) => void) | undefined;
  readonly lookUp: LookUpDoor | undefined;
  readonly save: (report: Report) => void;
  /** Escape was pressed, and no card is open here. */
  readonly escaped: () => void;
};

export interface Card {
  /** Opens by pointer over this field's words. */
  listen(watched: Watched, signal: AbortSignal): void;
  /** The seller writes: a card that came by itself goes by itself. */
  written(watched: Watched): void;
  /** The field was painted, perhaps elsewhere. */
  moved(watched: Watched): void;
  /** Findings have changed: shows the new state of the one it is open for, or closes. */
  reconcile(all: readonly Shown[]): void;
  step(by: 1 | -1): void;
  reveal(id: string): void;
  close(): void;
}

/** By pointer, the focus stays with the writing; by keyboard it comes to the card. */
type Way = "pointer" | "keyboard";
type Open = { shown: Shown; readonly way: Way; readonly back: () => void };

/** Highest, in pixels: a card as high as the window hides what it is about. */
const maxHeight = (view: number) => Math.max(340, view * 0.7);
/** With less than this for what it says, in pixels, all of the card scrolls: its own edges would take the room. */
const leastBody = 110;

export function createCard(options: CardOptions, signal: AbortSignal): Card {
  const box = element("div", { class: "card", role: "dialog", tabindex: "-1", "aria-labelledby": "term", "aria-describedby": "why", hidden: true });
  const said = element("p", { class: "said", role: "status" });
  let open: Open | null = null;

  const hasFocus = () => focusIn(box) !== null;

  const close = () => {
    pointer.forget();
    if (open === null) return;
    const { back } = open;
    const had = hasFocus();
    open = null;
    box.hidden = true;
    if (had) back();
  };

  const at = (watched: Watched, x: number, y: number): Shown | null => {
    const mark = watched.painter?.at(x, y);
    return options.all().find((each) => each.watched === watched && each.id === mark?.id) ?? null;
  };

  const pointer = createPointer({
    at,
    isOpen: (shown) => open !== null && (shown === undefined || isSame(open.shown, shown)),
    stays: () => signal.aborted || (open !== null && (open.way === "keyboard" || hasFocus())),
    open: (shown) => show(shown, "pointer"),
    close,
  });

  const wordBox = (shown: Shown): Box | null => {
    const view = visibleBox(shown.watched.field.element);
    if (view === null) return null;
    for (const each of shown.watched.painter?.boxes(shown) ?? []) if (overlap(each, view) !== null) return each;
    return null;
  };

  const place = () => {
    if (open === null) return;
    const word = wordBox(open.shown);
    if (word === null) return close();
    options.layer().fit();
    box.style.maxHeight = `${maxHeight(innerHeight)}px`; // measured as high as it may be shown, or it would grow over its word
    box.classList.remove("low");
    const { width, height } = box.getBoundingClientRect();
    const spot = placeCard(word, { width, height }, { width: document.documentElement.clientWidth, height: innerHeight });
    const most = Math.min(spot.maxHeight, maxHeight(innerHeight));
    box.style.left = `${spot.left}px`;
    box.style.top = `${spot.top}px`;
    box.style.maxHeight = `${most}px`;
    const body = box.querySelector(".body");
    box.classList.toggle("more", body !== null && body.scrollHeight > body.clientHeight);
    box.classList.toggle("low", body !== null && body.clientHeight < Math.min(body.scrollHeight, leastBody));
  };

  const draw = () => {
    if (open === null) return;
    const { shown } = open;
    const all = options.all();
    const { field, text, limits } = shown.watched;
    const content = {
      ...{ finding: shown.finding, text, span: shown, limits: limitsOf(field, limits), verdict: options.verdict() },
      number: all.findIndex((each) => isSame(each, shown)) + 1,
      of: all.length,
    };
    said.textContent = "";
    box.dataset["theme"] = options.theme();
    box.replaceChildren(...drawCard(content, actionsFor(shown)), said);
  };

  const show = (shown: Shown, way: Way) => {
    pointer.forget();
    const layer = options.layer();
    if (box.parentNode === null) build(layer);
    const back = open?.back ?? rememberFocus();
    open = { shown, way, back };
    box.hidden = false;
    layer.raise(shown.watched.field.element);
    draw();
    place();
    if (way === "keyboard" && open !== null) box.focus({ preventScroll: true });
  };

  const decide = (decision: Decision) => {
    close();
    options.decide(decision);
  };

  const actionsFor = (shown: Shown): CardActions => {
    const { finding, watched } = shown;
    return {
      step,
      close,
      replace(alternative) {
        void replace(watched.field, shown, finding.text, alternative).then((outcome) => {
          if (outcome === "replaced") close();
          else tell(wordsOf[outcome], { text: alternative });
        });
      },
      ignoreHere() {
        close();
        options.ignoreHere(shown);
      },
      ignoreTerm: () => ask(ignoreForm(finding.term, { save: (filled) => decide({ kind: "ignore", term: finding.term, ...filled }), cancel: draw })),
      ownBrand: () => decide({ kind: "own", brand: finding.term }),
      authorised: () => ask(authorisedForm(finding.term, { save: (filled) => decide({ kind: "authorise", brand: finding.term, ...filled }), cancel: draw })),
      beside: options.beside === undefined || finding.source === undefined ? undefined : () => options.beside?.(watched.text, besideKeyOf(finding)),
      lookUp: options.lookUp === undefined ? undefined : (asked) => lookUp(asked),
      report() {
        const report = reportOf({ ...finding, start: shown.start, end: shown.end }, watched.text, options.verdict(), options.context());
        options.save(report);
        tell("card_reported", { file: report.name });
      },
      copy() {
        void copyText(asText(finding, options.verdict())).then((copied) => tell(copied ? "card_copied_text" : "card_failed"));
      },
    };
  };

  /** Puts a form in the place of the buttons, and the focus in it. */
  const ask = (form: HTMLFormElement) => {
    box.querySelector(".actions")?.replaceWith(form);
    place();
    form.querySelector("input")?.focus();
  };

  const tell = (key: Parameters<typeof t>[0], params: Parameters<typeof t>[1] = {}) => {
    said.textContent = t(key, params);
    place();
    if (box.classList.contains("low")) box.scrollTop = box.scrollHeight;
  };

  /** The card grows with what is found. */
  const lookUp: LookUpDoor = async (finding) => {
    try {
      if (options.lookUp === undefined) throw new Error("there are no registers here");
      return await options.lookUp(finding);
    } finally {
      requestAnimationFrame(place);
    }
  };

  const step = (by: 1 | -1) => {
    const all = options.all();
    if (all.length === 0) return;
    const from = open === null ? beforeCaret(all, by) : all.findIndex((each) => open !== null && isSame(each, open.shown));
    const next = all[(from + by + all.length) % all.length];
    if (next !== undefined) goTo(next);
  };

  const goTo = (shown: Shown) => {
    scrollTo(shown, () => options.paint(shown.watched));
    show(shown, "keyboard");
  };

  const build = (layer: Layer) => {
    layer.root.append(box);
    // What happens in the card is not for the page: no shortcut of it fires, no menu of it closes.
    for (const event of kept) box.addEventListener(event, (happened) => happened.stopPropagation(), { signal });
    // A press must not take the focus, and with it the selection, out of the field.
    for (const event of ["pointerdown", "mousedown"]) {
      box.addEventListener(event, (pressed) => open?.way === "pointer" && !takesFocus(pressed) && pressed.preventDefault(), { signal });
    }
    box.addEventListener("pointerenter", pointer.entered, { signal });
    box.addEventListener("pointerleave", pointer.left, { signal });
  };

  // Keys are taken at the window, on their way in: what is typed in the card
  // reaches no handler of the page. Escape closes wherever the focus is, before
  // the page's own dialog takes it.
  const inCard = (event: Event) => open !== null && event.target === options.layer().host;
  addEventListener(
    "keydown",
    (event) => {
      if (!event.isTrusted) return; // a page presses no key of the seller's
      if (open === null && event.key === "Escape" && !event.isComposing) options.escaped();
      if (open === null || (!inCard(event) && (event.key !== "Escape" || event.isComposing))) return;
      event.stopImmediatePropagation();
      onKey(event, box, { close, step });
    },
    { signal, capture: true },
  );
  addEventListener(
    "keyup",
    (event) => {
      if (inCard(event)) event.stopImmediatePropagation();
      // A page that took Escape before us has no hold on this.
      if (open !== null && event.isTrusted && event.key === "Escape" && !event.isComposing) close();
    },
    { signal, capture: true },
  );
  // A page's own dialog that takes back the focus whenever it leaves does not hear that the card has it.
  for (const event of ["focusin", "focus"]) addEventListener(event, (happened) => inCard(happened) && happened.stopImmediatePropagation(), { signal, capture: true });
  addEventListener("keypress", (event) => inCard(event) && event.stopImmediatePropagation(), { signal, capture: true });
  addEventListener("pointerdown", (event) => open !== null && !inCard(event) && close(), { signal, capture: true, passive: true });
  addEventListener("resize", place, { signal, passive: true });
  signal.addEventListener("abort", close, { once: true });

  return {
    listen: pointer.listen,
    written(watched) {
      if (open?.way === "pointer" || open?.shown.watched === watched) close();
      pointer.forget();
    },
    moved(watched) {
      if (open?.shown.watched === watched) place();
    },
    reconcile(all) {
      if (open === null) return;
      const now = all.find((each) => open !== null && isSame(each, open.shown));
      if (now === undefined) return close();
      const changed = now.finding !== open.shown.finding && JSON.stringify(now.finding) !== JSON.stringify(open.shown.finding);
      open = { ...open, shown: now };
      if (changed) draw();
      place();
    },
    step,
    reveal(id) {
      const shown = options.all().find((each) => each.id === id);
      if (shown !== undefined) goTo(shown);
    },
    close,
  };
}

const wordsOf = {
  copied: "card_copied",
  "too-long": "card_too_long",
  moved: "card_moved",
  failed: "card_failed",
} as const satisfies Readonly<Record<Exclude<Outcome, "replaced">, string>>;

function isSame(a: Shown, b: Shown): boolean {
  return a.id === b.id && a.watched === b.watched;
}

/** Everything a page may listen for to guess at what is done in the card. */
const kept = [
  ...["beforeinput", "input", "change", "submit", "click", "dblclick", "auxclick", "contextmenu", "wheel"],
  ...["pointerdown", "pointerup", "pointermove", "mousedown", "mouseup", "mousemove", "touchstart", "touchend", "touchmove"],
  ...["focusin", "focusout", "copy", "cut", "paste", "selectstart", "dragstart"],
  ...["compositionstart", "compositionupdate", "compositionend"],
];

function takesFocus(event: Event): boolean {
  return event.target instanceof Element && event.target.closest("a,summary,input,label") !== null;
}

/** Texts of a published corpus are not here: the view says so. */
function besideKeyOf({ source }: Finding): number {
  return source === undefined || source.corpus !== "" ? publishedKey : Number(source.id);
}
