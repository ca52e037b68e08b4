// One way to paint, three implementations. A painter shows marks over a field
// and changes nothing in it: not its DOM, its value, its selection or its
// undo history.

import type { Severity } from "../../shared/severity.ts";
import type { TextMap } from "../ranges/text.ts";
import type { Span } from "../ranges/spans.ts";

export type Mark = Span & { readonly id: string; readonly severity: Severity };

export type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

export interface Painter {
  /** Shows these marks over the field's text as it is now, in place of those before. */
  paint(marks: readonly Mark[]): void;
  /** Whether what was painted last lies there still, as far as can be told without a layout. */
  stands(): boolean;
  /** The mark under a point of the viewport, of the worst severity where several are. */
  at(x: number, y: number): Mark | null;
  /** Where a mark is, in viewport coordinates, a box a line; scrolled out of the field, too. */
  boxes(mark: Mark): readonly Box[];
}

/** A field that can be painted over and written to. */
export type Field = ValueField | EditableField;

export type ValueField = { readonly kind: "value"; readonly element: HTMLTextAreaElement | HTMLInputElement };

export type EditableField = {
  readonly kind: "editable";
  readonly element: HTMLElement;
  /** The text as last read, with the way back to the DOM. */
  map: TextMap;
};

export function holds(box: Box, x: number, y: number): boolean {
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

export function meets(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** What both boxes cover; null where they do not meet. */
export function overlap(a: Box, b: Box): Box | null {
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  const right = Math.min(a.right, b.right);
  const bottom = Math.min(a.bottom, b.bottom);
  return left < right && top < bottom ? { left, top, right, bottom } : null;
}
