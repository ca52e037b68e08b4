// Writes one alternative in place of one word, and only because the seller
// chose it. It goes through the editor's own door, as if typed: one undo takes
// it back, and the page hears of it. What came of it is read back and told.

import { maxLengthOf, readField } from "../collect/field.ts";
import type { EditableField, Field, ValueField } from "../paint/painter.ts";
import { locate } from "../ranges/text.ts";
import type { Span } from "../ranges/spans.ts";

/**
 * replaced: it stands there, and undo takes it back.
 * copied: the editor refused, so it is in the clipboard.
 * too-long: the field takes fewer characters; nothing was changed.
 * moved: the word is not there any more; nothing was changed.
 * failed: refused by the editor and by the clipboard.
 */
export type Outcome = "replaced" | "copied" | "too-long" | "moved" | "failed";

/** Whether the field takes the text with this alternative in it. */
export function fits(field: Field, text: string, span: Span, alternative: string): boolean {
  const most = maxLengthOf(field);
  return most === null || text.length - (span.end - span.start) + alternative.length <= most;
}

export async function replace(field: Field, span: Span, word: string, alternative: string): Promise<Outcome> {
  const before = readField(field);
  if (!field.element.isConnected || before.slice(span.start, span.end) !== word) return "moved";
  if (!fits(field, before, span, alternative)) return "too-long";
  const after = before.slice(0, span.start) + alternative + before.slice(span.end);
  field.element.focus({ preventScroll: true });
  if (field.kind === "value") writeValue(field, span, alternative);
  else if (!(await writeEditable(field, span, alternative))) return await copy(alternative);
  // An editor with a model of its own writes in its own time: by the next frame.
  if (field.kind === "editable" && !same(readField(field), after)) await frame();
  return same(readField(field), after) ? "replaced" : await copy(alternative);
}

function writeValue(field: ValueField, span: Span, alternative: string): void {
  field.element.setSelectionRange(span.start, span.end);
  document.execCommand("insertText", false, alternative);
}

async function writeEditable(field: EditableField, span: Span, alternative: string): Promise<boolean> {
  const range = rangeOf(field, span);
  const selection = getSelection();
  if (range === null || selection === null) return false;
  selection.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  // Editors take over the selection when they hear of it, which is a task later.
  await frame();
  const before = readField(field);
  if (document.execCommand("insertText", false, alternative) && readField(field) !== before) return true;
  await frame();
  if (readField(field) !== before) return true;
  return dispatchReplacement(field, span, alternative);
}

/** For editors that cancel what execCommand does: the event a spelling checker's replacement comes with. */
function dispatchReplacement(field: EditableField, span: Span, alternative: string): boolean {
  const range = rangeOf(field, span);
  if (range === null) return false;
  const data = new DataTransfer();
  data.setData("text/plain", alternative);
  const event = new InputEvent("beforeinput", {
    inputType: "insertReplacementText",
    data: alternative,
    dataTransfer: data,
    targetRanges: [new StaticRange(range)],
    bubbles: true,
    cancelable: true,
    composed: true,
  });
  return !field.element.dispatchEvent(event); // cancelled means the editor took it
}

function rangeOf(field: EditableField, span: Span): Range | null {
  readField(field);
  const found = locate(field.map, span.start, span.end);
  if (found === null) return null;
  const range = document.createRange();
  range.setStart(found[0].node, found[0].offset);
  range.setEnd(found[1].node, found[1].offset);
  return range;
}

/** Editors show a space beside a tag as a no-break space. */
function same(a: string, b: string): boolean {
  return a.replaceAll("\u00a0", " ") === b.replaceAll("\u00a0", " ");
}

async function copy(alternative: string): Promise<Outcome> {
  try {
    await navigator.clipboard.writeText(alternative);
    return "copied";
  } catch {
    return "failed";
  }
}

function frame(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}
