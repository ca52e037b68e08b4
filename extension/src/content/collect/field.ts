// What of a page can be written in and checked, and what it holds.

import type { Limit } from "../../shared/length.ts";
import type { Field, ValueField } from "../paint/painter.ts";
import { readEditable } from "../ranges/dom.ts";
import { rootsOf, upwards } from "../platform.ts";
import type { Hints } from "./guess.ts";

/** The only inputs read. Passwords, codes, mail addresses, numbers and dates are never looked at. */
const inputTypes = ["text", "search"];

/** What browsers fill in by themselves is about the seller, not about the goods. */
const harmlessAutofill = /^(on|off|)$/;

/** Values longer than this are not copied out of the page. */
export const maxRead = 200_000;

/** The field an element is or belongs to; null where there is nothing to check. */
export function fieldOf(element: Element): Field | null {
  if (element instanceof HTMLTextAreaElement) return element.readOnly || element.disabled ? null : { kind: "value", element };
  if (element instanceof HTMLInputElement) return isReadable(element) ? { kind: "value", element } : null;
  const root = editableRoot(element);
  return root === null ? null : { kind: "editable", element: root, map: { text: "", pieces: [] } };
}

function isReadable(input: HTMLInputElement): boolean {
  return (
    inputTypes.includes(input.type) &&
    !input.readOnly &&
    !input.disabled &&
    (input.inputMode === "" || input.inputMode === "text" || input.inputMode === "search") &&
    harmlessAutofill.test(input.autocomplete)
  );
}

/** The outermost element that is edited as one with this one. */
function editableRoot(element: Element): HTMLElement | null {
  let root: HTMLElement | null = null;
  for (let at: Element | null = element; at instanceof HTMLElement; at = at.parentElement) {
    if (!at.isContentEditable) break;
    root = at;
  }
  return root === document.documentElement ? document.body : root;
}

/** The text as it is now. */
export function readField(field: Field): string {
  if (field.kind === "value") return field.element.value;
  field.map = readEditable(field.element);
  return field.map.text;
}

/** The characters a field still takes with this text; null where it does not say. */
export function maxLengthOf(field: Field): number | null {
  return field.kind === "value" && field.element.maxLength >= 0 ? field.element.maxLength : null;
}

/** All that bounds a field's text: its page's own limit, and those of its marketplace. */
export function limitsOf(field: Field, allowed: readonly Limit[]): readonly Limit[] {
  const max = maxLengthOf(field);
  return max === null ? allowed : [{ max, unit: "units", hard: true, beside: 0 }, ...allowed];
}

export function hintsOf(field: Field): Hints {
  const { element } = field;
  return {
    labels: [...labelsOf(element)].map((label) => label.replace(/\s+/g, " ").trim()).filter((label) => label !== ""),
    attributes: [...attributesOf(element)].filter((each) => each !== ""),
    multiline: field.kind === "editable" || field.element instanceof HTMLTextAreaElement,
    maxLength: maxLengthOf(field) ?? 0,
  };
}

/** How far above a field its own elements reach: <kat-input label="..."><#shadow><div><input>. */
const nearby = 4;

function* labelsOf(element: HTMLElement): Generator<string> {
  if (isLabelled(element)) for (const label of element.labels ?? []) yield ownText(label);
  yield* referenced(element, element.getAttribute("aria-labelledby"));
  yield element.getAttribute("aria-label") ?? "";
  yield element.getAttribute("placeholder") ?? "";
  yield element.getAttribute("data-placeholder") ?? "";
  yield element.title;
  let steps = 0;
  for (const above of upwards(element)) {
    if (above === element) continue;
    if (steps++ >= nearby || above instanceof HTMLFormElement) return;
    yield above.getAttribute("label") ?? "";
    yield above.getAttribute("aria-label") ?? "";
    if (above.querySelectorAll(fieldSelector).length > 1) return; // labels above belong to several
    for (const label of above.querySelectorAll(":scope > label, :scope > legend, :scope > kat-label, :scope > * > label")) {
      yield label.getAttribute("text") ?? ownText(label);
    }
  }
}

export const fieldSelector = "textarea,input,[contenteditable=''],[contenteditable=true],[contenteditable=plaintext-only]";

function isLabelled(element: HTMLElement): element is ValueField["element"] {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

/** A label's words, without those of the field it may wrap. */
function ownText(label: Element): string {
  let text = "";
  for (const child of label.childNodes) {
    if (child instanceof Text) text += child.data;
    else if (child instanceof Element && !child.matches(fieldSelector) && child.querySelector(fieldSelector) === null) {
      text += ` ${child.textContent ?? ""}`;
    }
  }
  return text.slice(0, 400);
}

function* referenced(element: Element, ids: string | null): Generator<string> {
  const root = rootsOf(element)[0];
  for (const id of ids?.split(/\s+/) ?? []) yield root?.getElementById(id)?.textContent?.slice(0, 400) ?? "";
}

function* attributesOf(element: HTMLElement): Generator<string> {
  let steps = 0;
  for (const each of upwards(element)) {
    if (steps++ > nearby || each instanceof HTMLFormElement) return;
    yield each.getAttribute("name") ?? "";
    yield each.getAttribute("data-testid") ?? "";
    yield each.id;
    if (each.querySelectorAll(fieldSelector).length > 1) return;
  }
}
