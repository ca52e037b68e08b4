// Where the seller was before the card, and the way back there.

import { focused } from "../platform.ts";
import type { Watched } from "../watch/watched.ts";

/** The way back to the field that has the focus now and, in an editable, to its selection. */
export function rememberFocus(): () => void {
  const active = focused();
  const element = active instanceof HTMLElement && active !== document.body ? active : null;
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

/** A click that ends a selection is no click on a word. */
export function hasNoSelection({ field }: Watched): boolean {
  if (field.kind === "value") return field.element.selectionStart === field.element.selectionEnd;
  return getSelection()?.isCollapsed !== false;
}
