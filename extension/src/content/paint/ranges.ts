// Painters one and two: CSS Custom Highlights over ranges. The browser moves
// the ranges while text is written, so an untouched mark keeps its range and
// costs nothing on a keystroke.

import { rank } from "../../shared/severity.ts";
import { rangesAt, valueRange } from "../platform.ts";
import { locate } from "../ranges/text.ts";
import { holds, type Box, type EditableField, type Mark, type Painter, type ValueField } from "./painter.ts";
import type { Registry } from "./registry.ts";
import { groundOf, type Ground, type Loud } from "./style.ts";
import { inView, visibleBox } from "./visible.ts";

type Painted = { mark: Mark; readonly range: MarkRange; readonly severity: Loud; readonly ground: Ground };
type MarkRange = AbstractRange & { getClientRects(): DOMRectList };

/** How to make a range of a field's text, and whether one still lies where the text now says. */
type Source = {
  readonly make: (start: number, end: number) => MarkRange | null;
  readonly fits: (range: MarkRange, start: number, end: number) => boolean;
};

export function paintEditable(field: EditableField, registry: Registry, signal: AbortSignal): Painter {
  return paintRanges(field.element, editableSource(field), registry, signal);
}

/** Null where the browser makes no ranges over this field's value. */
export function paintValue(field: ValueField, registry: Registry, signal: AbortSignal): Painter | null {
  if (valueRange(field.element, 0, 0) === null) return null;
  return paintRanges(field.element, valueSource(field), registry, signal);
}

function editableSource(field: EditableField): Source {
  return {
    make(start, end) {
      const found = locate(field.map, start, end);
      if (found === null) return null;
      const range = document.createRange();
      range.setStart(found[0].node, found[0].offset);
      range.setEnd(found[1].node, found[1].offset);
      return range;
    },
    fits(range, start, end) {
      const found = locate(field.map, start, end);
      return (
        found !== null &&
        found[0].node === range.startContainer &&
        found[0].offset === range.startOffset &&
        found[1].node === range.endContainer &&
        found[1].offset === range.endOffset
      );
    },
  };
}

function valueSource(field: ValueField): Source {
  return {
    make: (start, end) => valueRange(field.element, start, end),
    // A value set by the page collapses every range over it.
    fits: (range, start, end) => range.startOffset === start && range.endOffset === end,
  };
}

function paintRanges(element: HTMLElement, source: Source, registry: Registry, signal: AbortSignal): Painter {
  const painted = new Map<string, Painted>();
  const forget = (id: string, each: Painted) => {
    registry.delete(each.range);
    painted.delete(id);
  };
  signal.addEventListener("abort", () => painted.forEach((each, id) => forget(id, each)), { once: true });

  /** A range made to look where a mark is, and then painted if it is in view: making one is most of the cost. */
  const rangeOf = (mark: Mark): MarkRange | null => {
    const before = painted.get(mark.id);
    if (before !== undefined && source.fits(before.range, mark.start, mark.end)) return before.range;
    return source.make(mark.start, mark.end);
  };

  return {
    paint(marks) {
      const view = marks.length === 0 ? null : visibleBox(element);
      const made = new Map<Mark, MarkRange | null>();
      const range = (mark: Mark) => {
        if (!made.has(mark)) made.set(mark, rangeOf(mark));
        return made.get(mark) ?? null;
      };
      const shown = view === null ? [] : inView(marks, view, (mark) => firstBox(range(mark)));
      const ground = shown.length === 0 ? "light" : groundOf(element);
      const keep = new Set<string>();
      for (const mark of shown) {
        if (mark.severity === "none") continue;
        const now = range(mark);
        if (now === null) continue;
        keep.add(mark.id);
        const before = painted.get(mark.id);
        if (before?.range === now && before.severity === mark.severity && before.ground === ground) {
          before.mark = mark;
          continue;
        }
        if (before !== undefined) forget(mark.id, before);
        registry.add(now, mark.severity, ground);
        painted.set(mark.id, { mark, range: now, severity: mark.severity, ground });
      }
      for (const [id, each] of painted) if (!keep.has(id)) forget(id, each);
      if (painted.size > 0) registry.keep();
    },
    stands: () => [...painted.values()].every(({ mark, range }) => source.fits(range, mark.start, mark.end)),
    at(x, y) {
      const hits = rangesAt(x, y, element.getRootNode());
      let found: Mark | null = null;
      for (const each of painted.values()) {
        if (found !== null && rank(each.severity) <= rank(found.severity)) continue;
        // The browser may answer with the range itself or, for a field's value, with one over its insides.
        const hit = hits?.includes(each.range) === true || boxesOf(each.range).some((box) => holds(box, x, y));
        if (hit) found = each.mark;
      }
      return found;
    },
    boxes(mark) {
      const range = rangeOf(mark);
      return range === null ? [] : boxesOf(range);
    },
  };
}

function boxesOf(range: MarkRange): readonly Box[] {
  return Array.from(range.getClientRects());
}

function firstBox(range: MarkRange | null): Box | null {
  return range?.getClientRects()[0] ?? null;
}
