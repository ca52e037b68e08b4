// The other fields of a field's form: the title tells what the goods are, and
// so what a word in the description means.

import { shadowOf, upwards } from "../platform.ts";
import type { Field } from "../paint/painter.ts";
import { fieldOf, fieldSelector } from "./field.ts";

/** A form has some tens of fields; a page made to hurt has more. */
const maxFields = 200;

/** Elements asked whether they have a shadow root, and how deep these nest. */
const maxElements = 20_000;
const maxNested = 20;

/** What holds a listing's fields together; the page where nothing does. */
export function formAround(element: Element): Element {
  for (const each of upwards(element)) {
    if (each.matches("form, dialog, [role=form], [role=dialog], main, [role=main]")) return each;
  }
  return document.body;
}

/** All fields in an element, in the order of the page, inside shadow roots too. */
export function fieldsIn(container: Element): readonly Field[] {
  const found: Field[] = [];
  let visited = 0;
  const search = (root: Element | ShadowRoot, depth: number): void => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (!(node instanceof Element)) continue;
      if (++visited > maxElements || found.length >= maxFields) return;
      if (node.matches(fieldSelector)) {
        const field = fieldOf(node);
        if (field !== null && !found.some((each) => each.element === field.element)) found.push(field);
      }
      const shadow = canHold(node) ? shadowOf(node) : null;
      if (shadow !== null && depth < maxNested) search(shadow, depth + 1);
    }
  };
  search(container, 0);
  return found;
}

/** Elements that the standard lets have a shadow root, and pages give one. */
function canHold(element: Element): boolean {
  return element.tagName.includes("-") || /^(DIV|SPAN|SECTION|ARTICLE|MAIN|ASIDE|HEADER|FOOTER|NAV|P|BODY)$/.test(element.tagName);
}
