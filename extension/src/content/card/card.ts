// The one card of a document: opens at a word by pointer or keyboard, follows
// it, and goes when it is no more in view or the seller writes on.

import { t } from "../../shared/i18n.ts";
import type { Verdict } from "../../shared/verdict.ts";
import type { Layer } from "../paint/layer.ts";
import { overlap, type Box } from "../paint/painter.ts";
import { visibleBox } from "../paint/visible.ts";
import { fits, replace, type Outcome } from "../replace/replace.ts";
import type { Decision, Shown, Watched } from "../watch/watch.ts";
import { element } from "./element.ts";
import { placeCard } from "./place.ts";
import { cardStyle } from "./style.ts";
import { asText, drawCard, type CardActions } from "./view.ts";

export const cardRules = cardStyle;

/** Resting on a word this long opens its card, in milliseconds; passing over it does not. */
const rest = 280;
/** Leaving the word for the card may take this long. */
const grace = 320;

export type CardOptions = {
  readonly layer: () => Layer;
  readonly theme: () => "auto" | "light" | "dark";
  readonly all: () => readonly Shown[];
  readonly verdict: () => Verdict | null;
  /** Paints a field again, as it stands now. */
  readonly paint: (watched: Watched) => void;
  readonly ignoreHere: (shown: Shown) => void;
  readonly decide: (decision: Decision) => void;
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
}

/** By pointer, the focus stays with the writing; by keyboard it comes to the card and goes back. */
type Way = "pointer" | "keyboard";
type Open = { shown: Shown; readonly way: Way; readonly back: (() => void) | null };

export function createCard(options: CardOptions, signal: AbortSignal): Card {
  const box = element("div", { class: "card", role: "dialog", tabindex: "-1", "aria-labelledby": "term", "aria-describedby": "why", hidden: true });
  const said = element("p", { class: "said", role: "status" });
  let open: Open | null = null;
  let timer = 0;

  const later = (run: () => void, ms: number) => {
    clearTimeout(timer);
    timer = window.setTimeout(run, ms);
  };

  const close = () => {
    clearTimeout(timer);
    if (open === null) return;
    const { back } = open;
    const had = hasFocus();
    open = null;
    box.hidden = true;
    if (had) back?.();
  };

  const hasFocus = () => box.contains(options.layer().root.activeElement);

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
    box.style.maxHeight = "";
    const { width, height } = box.getBoundingClientRect();
    const spot = placeCard(word, { width, height }, { width: document.documentElement.clientWidth, height: innerHeight });
    box.style.left = `${spot.left}px`;
    box.style.top = `${spot.top}px`;
    box.style.maxHeight = `${Math.min(spot.maxHeight, innerHeight * 0.7)}px`;
  };

  const draw = () => {
    if (open === null) return;
    const { shown } = open;
    const all = options.all();
    const content = {
      finding: shown.finding,
      verdict: options.verdict(),
      number: all.findIndex((each) => isSame(each, shown)) + 1,
      of: all.length,
      fits: (alternative: string) => fits(shown.watched.field, shown.watched.text, shown, alternative),
    };
    said.textContent = "";
    box.dataset["theme"] = options.theme();
    box.replaceChildren(...drawCard(content, actionsFor(shown)), said);
  };

  const show = (shown: Shown, way: Way) => {
    clearTimeout(timer);
    const layer = options.layer();
    if (box.parentNode === null) build(layer);
    const back = open?.back ?? (way === "keyboard" ? rememberFocus() : null);
    open = { shown, way, back };
    box.hidden = false;
    layer.raise(shown.watched.field.element);
    draw();
    place();
    if (way === "keyboard" && open !== null) box.focus({ preventScroll: true });
  };

  const actionsFor = (shown: Shown): CardActions => ({
    step,
    close,
    replace(alternative) {
      void replace(shown.watched.field, shown, shown.finding.text, alternative).then((outcome) => {
        if (outcome === "replaced") close();
        else tell(outcome, alternative);
      });
    },
    ignoreHere() {
      close();
      options.ignoreHere(shown);
    },
    ignoreTerm() {
      close();
      options.decide({ kind: "ignore-term", term: shown.finding.term });
    },
    ownBrand() {
      close();
      options.decide({ kind: "own-brand", term: shown.finding.term });
    },
    copy() {
      navigator.clipboard.writeText(asText(shown.finding, options.verdict())).then(
        () => (said.textContent = t("card_copied_text")),
        () => (said.textContent = t("card_failed")),
      );
    },
  });

  const tell = (outcome: Exclude<Outcome, "replaced">, alternative: string) => {
    const words = { copied: "card_copied", "too-long": "card_too_long", moved: "card_moved", failed: "card_failed" } as const;
    said.textContent = t(words[outcome], { text: alternative });
    place();
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
    box.addEventListener("pointerdown", (event) => open?.way === "pointer" && !inLink(event) && event.preventDefault(), { signal });
    box.addEventListener("mousedown", (event) => open?.way === "pointer" && !inLink(event) && event.preventDefault(), { signal });
    box.addEventListener("pointerenter", () => clearTimeout(timer), { signal });
    box.addEventListener("pointerleave", () => open?.way === "pointer" && later(close, grace), { signal });
  };

  // Keys are taken at the window, on their way in: what is typed in the card
  // reaches no handler of the page. Escape closes wherever the focus is, before
  // the page's own dialog takes it.
  addEventListener(
    "keydown",
    (event) => {
      if (open === null || event.isComposing) return;
      const inside = event.target === options.layer().host;
      if (!inside && event.key !== "Escape") return;
      event.stopImmediatePropagation();
      onKey(event, box, { close, step });
    },
    { signal, capture: true },
  );
  for (const type of ["keyup", "keypress"] as const) {
    addEventListener(type, (event) => open !== null && event.target === options.layer().host && event.stopImmediatePropagation(), {
      signal,
      capture: true,
    });
  }
  addEventListener("pointerdown", (event) => open !== null && event.target !== options.layer().host && close(), {
    signal,
    capture: true,
    passive: true,
  });
  addEventListener("resize", place, { signal, passive: true });
  signal.addEventListener("abort", close, { once: true });

  return {
    listen(watched, until) {
      const on = { signal: until, passive: true } as const;
      const target: HTMLElement = watched.field.element;
      let asked = false;
      target.addEventListener("pointermove", (event) => {
        if (asked || event.buttons !== 0 || event.pointerType === "touch") return;
        asked = true;
        requestAnimationFrame(() => {
          asked = false;
          hover(watched, event.clientX, event.clientY);
        });
      }, on);
      target.addEventListener("pointerleave", () => open?.way !== "keyboard" && later(close, grace), on);
      target.addEventListener("click", (event) => {
        const shown = at(watched, event.clientX, event.clientY);
        if (shown !== null && hasNoSelection(watched)) show(shown, "pointer");
      }, on);
    },
    written(watched) {
      if (open?.way === "pointer" || open?.shown.watched === watched) close();
      clearTimeout(timer);
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
  };

  function at(watched: Watched, x: number, y: number): Shown | null {
    const mark = watched.painter?.at(x, y);
    return options.all().find((each) => each.watched === watched && each.id === mark?.id) ?? null;
  }

  function hover(watched: Watched, x: number, y: number): void {
    if (open?.way === "keyboard" || signal.aborted) return;
    const shown = at(watched, x, y);
    if (shown === null) {
      if (open !== null) later(close, grace);
      else clearTimeout(timer);
      return;
    }
    if (open !== null && isSame(open.shown, shown)) clearTimeout(timer);
    else later(() => show(shown, "pointer"), rest);
  }
}

function isSame(a: Shown, b: Shown): boolean {
  return a.id === b.id && a.watched === b.watched;
}

/** Everything a page may listen for to guess at what is done in the card. */
const kept = [
  ...["beforeinput", "input", "click", "dblclick", "auxclick", "contextmenu", "wheel"],
  ...["pointerdown", "pointerup", "pointermove", "mousedown", "mouseup", "mousemove", "touchstart", "touchend", "touchmove"],
  ...["focusin", "focusout", "copy", "cut", "paste", "selectstart", "dragstart"],
];

function inLink(event: Event): boolean {
  return event.target instanceof Element && event.target.closest("a,summary") !== null;
}

type KeyActions = Pick<CardActions, "close" | "step">;

/** Tab goes round inside, up and down go through the buttons, left and right through the findings. */
function onKey(event: KeyboardEvent, box: HTMLElement, { close, step }: KeyActions): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  switch (event.key) {
    case "Escape":
      close();
      break;
    case "Tab":
      moveFocus(box, event.shiftKey ? -1 : 1);
      break;
    case "ArrowDown":
      moveFocus(box, 1);
      break;
    case "ArrowUp":
      moveFocus(box, -1);
      break;
    case "ArrowRight":
      step(1);
      break;
    case "ArrowLeft":
      step(-1);
      break;
    default:
      return;
  }
  event.preventDefault();
}

function moveFocus(box: HTMLElement, by: 1 | -1): void {
  const stops = Array.from(box.querySelectorAll<HTMLElement>("button,a,summary")).filter((each) => each.checkVisibility());
  const root = box.getRootNode();
  const active = root instanceof ShadowRoot ? root.activeElement : null;
  const at = stops.findIndex((each) => each === active);
  const next = at < 0 ? (by === 1 ? 0 : stops.length - 1) : (at + by + stops.length) % stops.length;
  stops[next]?.focus({ preventScroll: false });
}

/** The way back to where the seller was: the field and, in an editable, the selection. */
function rememberFocus(): () => void {
  const element = deepest(document.activeElement);
  const selection = getSelection();
  const range = element?.isContentEditable === true && selection !== null && selection.rangeCount > 0 ? selection.getRangeAt(0).cloneRange() : null;
  return () => {
    if (element === null || !element.isConnected) return;
    element.focus({ preventScroll: true });
    if (range === null) return;
    selection?.removeAllRanges();
    selection?.addRange(range);
  };
}

function deepest(active: Element | null): HTMLElement | null {
  let at = active;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at instanceof HTMLElement ? at : null;
}

function hasNoSelection(watched: Watched): boolean {
  const { field } = watched;
  if (field.kind === "value") return field.element.selectionStart === field.element.selectionEnd;
  return getSelection()?.isCollapsed !== false;
}

/** The number before the first finding after the caret (or after the last, going back). */
function beforeCaret(all: readonly Shown[], by: 1 | -1): number {
  const active = deepest(document.activeElement);
  const at = all.findIndex((each) => {
    const { field } = each.watched;
    return field.element === active && field.kind === "value" && each.end > (field.element.selectionEnd ?? 0);
  });
  if (at < 0) {
    const first = all.findIndex((each) => each.watched.field.element === active);
    return by === 1 ? (first < 0 ? -1 : first - 1) : first < 0 ? all.length : first;
  }
  return by === 1 ? at - 1 : at;
}

/** Brings a word into view, in its field and on the page. */
function scrollTo(shown: Shown, paint: () => void): void {
  const { watched } = shown;
  const target = watched.field.element;
  const wordBox = () => watched.painter?.boxes(shown)[0];
  target.scrollIntoView({ block: "nearest", inline: "nearest" });
  paint();
  const word = wordBox();
  if (word === undefined) return;
  const around = target.getBoundingClientRect();
  if (word.bottom > around.bottom || word.top < around.top) target.scrollTop += word.top - around.top - around.height / 2;
  if (word.right > around.right || word.left < around.left) target.scrollLeft += word.left - around.left - around.width / 2;
  paint();
  const now = wordBox() ?? word;
  // An editable grows with its text: then the page scrolls, not the field.
  if (now.top < 0 || now.bottom > innerHeight) {
    scrollBy({ top: now.top - innerHeight / 2, behavior: "instant" });
    paint();
  }
}
