// Writes one alternative in place of one word, and only because the seller
// chose it. It goes through the editor's own door, as if typed: one undo takes
// it back, and the page hears of it. What came of it is read back and told.

import { measureOf } from "../../shared/length.ts";
import { copyText } from "../card/copy.ts";
import { limitsOf, readField } from "../collect/field.ts";
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
  return measureOf(limitsOf(field, []), text)({ ...span, words: alternative })?.over !== true;
}

export async function replace(field: Field, span: Span, word: string, alternative: string): Promise<Outcome> {
  const before = readField(field);
  if (!field.element.isConnected || before.slice(span.start, span.end) !== word) return "moved";
  if (!fits(field, before, span, alternative)) return "too-long";
  const after = before.slice(0, span.start) + alternative + before.slice(span.end);
  field.element.focus({ preventScroll: true });
  const write = field.kind === "value" ? writeValue(field, span, alternative) : await writeEditable(field, span, alternative);
  const stands = write && (field.kind === "value" ? same(readField(field), after) : await comes(field, after));
  return stands ? "replaced" : await copy(alternative);
}

function writeValue(field: ValueField, span: Span, alternative: string): boolean {
  field.element.setSelectionRange(span.start, span.end);
  return document.execCommand("insertText", false, alternative);
}

/**
 * Editors with a model of their own (Slate, CKEditor 5, Lexical, Quill) listen
 * for beforeinput, which browsers do not send for execCommand: what it writes
 * is unknown to their model. So they are asked first, with the event of a
 * spelling checker's replacement, and cancel it when they take it; in all
 * others the browser writes.
 */
async function writeEditable(field: EditableField, span: Span, alternative: string): Promise<boolean> {
  const range = rangeOf(field, span);
  const selection = getSelection();
  if (range === null || selection === null) return false;
  selection.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  // Editors take over the selection when they hear of it, which is a task later.
  await frame();
  const before = readField(field);
  if (dispatchReplacement(field, span, alternative)) return true;
  if (readField(field) !== before) return true; // taken, but not cancelled
  const tell = keepsOwnHistory(field.element) ? () => void field.element.dispatchEvent(replacement("input", alternative)) : () => undefined;
  tell();
  const written = document.execCommand("insertText", false, alternative);
  tell();
  return written;
}

/** True where the editor took it. */
function dispatchReplacement(field: EditableField, span: Span, alternative: string): boolean {
  const range = rangeOf(field, span);
  return range !== null && !field.element.dispatchEvent(replacement("beforeinput", alternative, range));
}

/**
 * Firefox keeps what a content script puts into a DataTransfer from the page,
 * whose editors would read an empty one; without one they read `data`.
 */
const isGuarded = "cloneInto" in globalThis;

function replacement(type: "beforeinput" | "input", alternative: string, range?: Range): InputEvent {
  const data = isGuarded ? null : new DataTransfer();
  data?.setData("text/plain", alternative);
  return new InputEvent(type, {
    inputType: "insertReplacementText",
    data: alternative,
    dataTransfer: data,
    targetRanges: range === undefined ? [] : [new StaticRange(range)],
    bubbles: true,
    cancelable: type === "beforeinput",
    composed: true,
  });
}

/**
 * TinyMCE keeps its undo steps by the keys and events it hears, and counts what
 * execCommand writes as more of the same typing; a spelling checker's
 * replacement ends a step, so one is told before and one after.
 */
function keepsOwnHistory(element: Element): boolean {
  return element.matches(".mce-content-body");
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
  return (await copyText(alternative)) ? "copied" : "failed";
}

/** Longest that an editor may take to draw what it took, in milliseconds: React does in some frames. */
const patience = 1000;

/** Whether this text comes to stand in the field; an editor with a model of its own writes in its own time. */
function comes(field: EditableField, text: string): Promise<boolean> {
  return new Promise((done) => {
    const look = () => same(readField(field), text) && end(true);
    const end = (stands: boolean) => {
      observer.disconnect();
      clearTimeout(timer);
      done(stands);
    };
    const observer = new MutationObserver(look);
    const timer = setTimeout(() => end(same(readField(field), text)), patience);
    observer.observe(field.element, { childList: true, characterData: true, subtree: true });
    // Text that stands there at once may be taken back: a frame later it is the editor's.
    void frame().then(look);
  });
}

function frame(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}
