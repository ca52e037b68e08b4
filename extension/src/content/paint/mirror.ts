// Painter three, for browsers without ranges over a field's value (Firefox,
// older Chromium): a copy of the field's text, laid out the same and never
// seen, tells where the words are, and lines are drawn there in our own layer.
// The field itself is only read.

import { rank } from "../../shared/severity.ts";
import { upwards } from "../platform.ts";
import type { Layer } from "./layer.ts";
import { holds, meets, type Box, type Mark, type Painter, type ValueField } from "./painter.ts";
import { drawLine, strokeRules } from "./stroke.ts";
import { groundOf, type Ground, type Loud } from "./style.ts";
import { inView, visibleBox } from "./visible.ts";

/** Everything that decides where a character stands in a field. */
const copied = [
  ...["font-style", "font-variant", "font-weight", "font-stretch", "font-size", "font-size-adjust", "font-family"],
  ...["font-feature-settings", "font-variation-settings", "font-kerning", "font-optical-sizing", "text-rendering"],
  ...["letter-spacing", "word-spacing", "text-indent", "text-transform", "text-align", "text-align-last", "tab-size"],
  ...["direction", "unicode-bidi", "writing-mode", "text-orientation", "line-height", "line-break", "word-break"],
  ...["overflow-wrap", "hyphens", "white-space-collapse", "text-wrap-mode", "white-space"],
  ...["padding-top", "padding-right", "padding-bottom", "padding-left"],
] as const;

/** Marks drawn at once, at most: a screen holds fewer. */
const maxDrawn = 200;

export const mirrorRules = `.clip{position:fixed;overflow:hidden;contain:strict}
.plane{position:absolute;transform-origin:50% 50%;overflow:hidden}
.copy{position:absolute;top:0;left:0;box-sizing:border-box;visibility:hidden;user-select:none;margin:0;border:0}
.copy.input{display:flex;align-items:center;height:100%}
.line{position:absolute}
.line[hidden]{display:none}${strokeRules()}`;

export function paintMirror(field: ValueField, layer: Layer, signal: AbortSignal): Painter {
  const { element } = field;
  const clip = document.createElement("div");
  const plane = document.createElement("div");
  const copy = document.createElement("div");
  const written = document.createTextNode("");
  const inner = document.createElement("span");
  clip.className = "clip";
  clip.ariaHidden = "true";
  plane.className = "plane";
  copy.className = element instanceof HTMLInputElement ? "copy input" : "copy";
  inner.append(written);
  copy.append(inner);
  plane.append(copy);
  clip.append(plane);
  signal.addEventListener("abort", () => clip.remove(), { once: true });

  const drawn = new Map<string, { mark: Mark; lines: HTMLElement[] }>();

  const clear = () => {
    for (const each of drawn.values()) for (const line of each.lines) line.remove();
    drawn.clear();
  };

  return {
    paint(marks) {
      clear();
      const view = marks.length === 0 ? null : visibleBox(element);
      if (view === null || !copyLayout(element, copy, inner)) {
        clip.remove();
        return;
      }
      if (clip.parentNode === null) {
        layer.root.append(clip);
        layer.raise(element);
      }
      layer.fit();
      const frame = frameOf(element);
      setBox(clip, view);
      setPlane(plane, frame, view);
      writeText(written, element);
      const ground = groundOf(element);
      const origin = { x: -element.scrollLeft, y: -element.scrollTop };
      copy.style.transform = `translate(${origin.x}px,${origin.y}px)`;
      const boxOf = (mark: Mark) => rangeIn(written, mark)?.getBoundingClientRect() ?? null;
      const home = plane.getBoundingClientRect();
      const placed: Placed[] = [];
      for (const mark of inView(marks, view, boxOf)) {
        if (mark.severity === "none" || placed.length >= maxDrawn) continue;
        const boxes = boxesIn(frame, home, written, mark);
        if (boxes.length > 0) placed.push({ mark, severity: mark.severity, boxes });
      }
      for (const each of placed) drawn.set(each.mark.id, { mark: each.mark, lines: drawLines(plane, each, ground) });
      hideCovered(element, layer.host, drawn.values());
    },
    // What moves it, scrolling and resizing, is followed.
    stands: () => true,
    at(x, y) {
      let found: Mark | null = null;
      for (const { mark, lines } of drawn.values()) {
        if (found !== null && rank(mark.severity) <= rank(found.severity)) continue;
        if (lines.some((line) => holds(line.getBoundingClientRect(), x, y))) found = mark;
      }
      return found;
    },
    boxes(mark) {
      const range = clip.isConnected ? rangeIn(written, mark) : null;
      return range === null ? [] : Array.from(range.getClientRects());
    },
  };
}

/** The box a field's text is laid out and clipped in, and how it stands on the screen. */
type Frame = {
  readonly left: number; // of the plane's box before it is transformed, in the viewport
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly matrix: DOMMatrix;
};

/**
 * A transform keeps the middle of a box the middle of its bounding box, so the
 * ancestors' matrices without their shifts, and that middle, place the plane
 * whatever the page does to the field.
 */
function frameOf(element: ValueField["element"]): Frame {
  const bounds = element.getBoundingClientRect();
  const matrix = matrixOf(element);
  const inner = innerBox(element);
  const fieldLeft = bounds.left + bounds.width / 2 - element.offsetWidth / 2;
  const fieldTop = bounds.top + bounds.height / 2 - element.offsetHeight / 2;
  // The plane's middle is off the field's: by borders, scrollbars, paddings.
  const offX = inner.left + inner.width / 2 - element.offsetWidth / 2;
  const offY = inner.top + inner.height / 2 - element.offsetHeight / 2;
  const shift = matrix.transformPoint({ x: offX, y: offY });
  return {
    left: fieldLeft + inner.left + shift.x - offX,
    top: fieldTop + inner.top + shift.y - offY,
    width: inner.width,
    height: inner.height,
    matrix,
  };
}

type Inner = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/**
 * A textarea scrolls its padding with its text; an input clips at its padding.
 * Firefox says so in an input's client box and Chromium does not, so that one
 * is counted from its style.
 */
function innerBox(element: ValueField["element"]): Inner {
  if (element instanceof HTMLTextAreaElement) {
    return { left: element.clientLeft, top: element.clientTop, width: element.clientWidth, height: element.clientHeight };
  }
  const style = getComputedStyle(element);
  const [top, right, bottom, left] = (["top", "right", "bottom", "left"] as const).map(
    (side) => pixels(style.getPropertyValue(`border-${side}-width`)) + pixels(style.getPropertyValue(`padding-${side}`)),
  );
  return {
    left: left ?? 0,
    top: top ?? 0,
    width: element.offsetWidth - (left ?? 0) - (right ?? 0),
    height: element.offsetHeight - (top ?? 0) - (bottom ?? 0),
  };
}

function pixels(length: string): number {
  return Number.parseFloat(length) || 0;
}

function matrixOf(element: Element): DOMMatrix {
  let matrix = new DOMMatrix();
  for (const each of upwards(element)) {
    const style = getComputedStyle(each);
    let own = new DOMMatrix();
    if (style.rotate !== "none") own = own.rotate(Number.parseFloat(style.rotate));
    if (style.scale !== "none") {
      const [x = 1, y = x] = style.scale.split(" ").map(Number);
      own = own.scale(x, y);
    }
    if (style.transform !== "none") own = own.multiply(new DOMMatrix(style.transform));
    own.e = 0;
    own.f = 0;
    matrix = own.multiply(matrix);
  }
  const zoom = element.currentCSSZoom;
  return zoom === undefined || zoom === 1 ? matrix : matrix.scale(zoom);
}

/** False where the field is not laid out at all. */
function copyLayout(element: ValueField["element"], copy: HTMLElement, inner: HTMLElement): boolean {
  const { width, height } = innerBox(element);
  if (width <= 0 || height <= 0) return false;
  const style = getComputedStyle(element);
  for (const property of copied) {
    const value = style.getPropertyValue(property);
    if (copy.style.getPropertyValue(property) !== value) copy.style.setProperty(property, value);
  }
  copy.style.width = `${width}px`;
  if (element instanceof HTMLInputElement) {
    // One line, centred by the browser; a flex item would drop its spaces.
    copy.style.padding = "0";
    copy.style.whiteSpace = "pre";
    inner.style.flex = "1 0 auto";
  }
  return true;
}

/** Changes only the part of the copy that differs, so that the browser lays out little again. */
function writeText(node: Text, element: ValueField["element"]): void {
  // A last line break opens a line in a field, but not in a div.
  const next = element instanceof HTMLInputElement ? element.value : `${element.value}\n`;
  const before = node.data;
  if (before === next) return;
  const shorter = Math.min(before.length, next.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === next.charCodeAt(head)) head++;
  let tail = 0;
  while (tail < shorter - head && before.charCodeAt(before.length - 1 - tail) === next.charCodeAt(next.length - 1 - tail)) tail++;
  node.replaceData(head, before.length - head - tail, next.slice(head, next.length - tail));
}

function setBox(element: HTMLElement, box: Box): void {
  element.style.left = `${box.left}px`;
  element.style.top = `${box.top}px`;
  element.style.width = `${box.right - box.left}px`;
  element.style.height = `${box.bottom - box.top}px`;
}

function setPlane(plane: HTMLElement, frame: Frame, view: Box): void {
  const { style } = plane;
  style.left = `${frame.left - view.left}px`;
  style.top = `${frame.top - view.top}px`;
  style.width = `${frame.width}px`;
  style.height = `${frame.height}px`;
  style.transform = frame.matrix.isIdentity ? "none" : frame.matrix.toString();
}

type Placed = { readonly mark: Mark; readonly severity: Loud; readonly boxes: readonly Box[] };

/** The boxes of a mark's words in the plane; none where it is scrolled out of the field. */
function boxesIn(frame: Frame, home: DOMRect, written: Text, mark: Mark): readonly Box[] {
  const middle = { x: home.left + home.width / 2, y: home.top + home.height / 2 };
  const inside: Box = { left: 0, top: 0, right: frame.width, bottom: frame.height };
  return Array.from(rangeIn(written, mark)?.getClientRects() ?? [])
    .map((rect) => untransform(rect, middle, frame))
    .filter((box) => box.right - box.left >= 1 && meets(box, inside));
}

function drawLines(plane: HTMLElement, { severity, boxes }: Placed, ground: Ground): HTMLElement[] {
  return boxes.map((box) => {
    const line = drawLine(severity, ground, box.right - box.left);
    setBox(line, box);
    plane.append(line);
    return line;
  });
}

function rangeIn(written: Text, mark: Mark): Range | null {
  if (mark.end > written.length) return null;
  const range = document.createRange();
  range.setStart(written, mark.start);
  range.setEnd(written, mark.end);
  return range;
}

/** From a box on the screen to the plane's own coordinates. */
function untransform(rect: DOMRect, middle: { x: number; y: number }, frame: Frame): Box {
  const inverse = frame.matrix.inverse();
  if (inverse.isIdentity) {
    const left = rect.left - middle.x + frame.width / 2;
    const top = rect.top - middle.y + frame.height / 2;
    return { left, top, right: left + rect.width, bottom: top + rect.height };
  }
  const centre = inverse.transformPoint({
    x: rect.left + rect.width / 2 - middle.x,
    y: rect.top + rect.height / 2 - middle.y,
  });
  // |matrix| maps half sizes of an upright box to those of its bounding box; solved for the former.
  const { a, b, c, d } = frame.matrix;
  const det = Math.abs(a) * Math.abs(d) - Math.abs(b) * Math.abs(c);
  const width = Math.abs(det) < 1e-6 ? rect.width : (Math.abs(d) * rect.width - Math.abs(c) * rect.height) / det;
  const height = Math.abs(det) < 1e-6 ? rect.height : (Math.abs(a) * rect.height - Math.abs(b) * rect.width) / det;
  const x = centre.x + frame.width / 2;
  const y = centre.y + frame.height / 2;
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

/** Hides lines under something the page shows over the field: a menu, a sticky bar. */
function hideCovered(element: Element, layer: Element, drawn: Iterable<{ readonly lines: readonly HTMLElement[] }>): void {
  const root = element.getRootNode();
  if (!(root instanceof Document || root instanceof ShadowRoot)) return;
  const lines = Array.from(drawn).flatMap((each) => each.lines);
  const isCovered = (line: HTMLElement) => {
    const box = line.getBoundingClientRect();
    const top = root.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    return top !== null && top !== layer && top !== element && !top.contains(element) && !isLabelOver(top);
  };
  // All is read before anything is written: one layout, not one a line.
  const covered = lines.filter(isCovered);
  for (const line of covered) line.hidden = true;
}

/** Floating labels and counters let the pointer through or lie in the field's own label. */
function isLabelOver(top: Element): boolean {
  return top.closest("label") !== null;
}
