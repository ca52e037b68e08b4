// What browsers have of late and TypeScript's DOM does not know yet. Each is
// asked for by feature, at the time of use; a page cannot be trusted to have
// left a prototype alone, so an answer of another shape counts as absent.

/** A range over the value of a text field (whatwg/html #11741; Chromium from 148, by default from 156). */
export interface ValueRange extends AbstractRange {
  getClientRects(): DOMRectList;
  getBoundingClientRect(): DOMRect;
}

type WithValueRange = { createValueRange(start: number, end: number): ValueRange };

export type ValueElement = HTMLTextAreaElement | HTMLInputElement;

/** A range over part of the field's value, or null where the browser has none for this field. */
export function valueRange(field: ValueElement, start: number, end: number): ValueRange | null {
  if (!hasValueRange(field)) return null;
  try {
    return field.createValueRange(start, end);
  } catch {
    return null; // the type of the input does not support it, or the value is shorter by now
  }
}

export function hasValueRange(field: object): field is WithValueRange {
  return "createValueRange" in field && typeof field.createValueRange === "function";
}

/** Whether ranges can be painted without touching the page (CSS Custom Highlight API). */
export function hasHighlights(): boolean {
  return typeof Highlight === "function" && typeof CSS === "object" && "highlights" in CSS;
}

type WithPoint = {
  highlightsFromPoint(x: number, y: number, options: { shadowRoots: ShadowRoot[] }): { ranges: AbstractRange[] }[];
};

/** The ranges painted under a point; null where the browser cannot tell. */
export function rangesAt(x: number, y: number, root: Node): readonly AbstractRange[] | null {
  const registry: object = CSS.highlights;
  if (!hasPoint(registry)) return null;
  try {
    const shadowRoots = root instanceof ShadowRoot ? [root] : [];
    return registry.highlightsFromPoint(x, y, { shadowRoots }).flatMap((hit) => hit.ranges);
  } catch {
    return null;
  }
}

function hasPoint(registry: object): registry is WithPoint {
  return "highlightsFromPoint" in registry && typeof registry.highlightsFromPoint === "function";
}

type WithShadow = { openOrClosedShadowRoot: ShadowRoot | null };

/** The shadow root of an element, closed ones too where the browser lets extensions see them. */
export function shadowOf(element: Element): ShadowRoot | null {
  if (element.shadowRoot !== null) return element.shadowRoot;
  if (hasShadow(element)) return element.openOrClosedShadowRoot; // Firefox
  const chromeDom = typeof chrome === "object" ? chrome.dom : undefined; // absent outside an extension
  if (chromeDom === undefined || !(element instanceof HTMLElement)) return null;
  try {
    return chromeDom.openOrClosedShadowRoot(element);
  } catch {
    return null; // an element that cannot have one
  }
}

function hasShadow(element: object): element is WithShadow {
  return "openOrClosedShadowRoot" in element;
}

/** The parent across shadow roots: what is above this in what is seen. */
export function parentOf(node: Node): Element | null {
  if (node instanceof Element && node.assignedSlot !== null) return node.assignedSlot;
  const parent = node.parentNode;
  if (parent instanceof ShadowRoot) return parent.host;
  return parent instanceof Element ? parent : null;
}

/** An element and all above it, across shadow roots. */
export function* upwards(from: Element): Generator<Element> {
  for (let at: Element | null = from; at !== null; at = parentOf(at)) yield at;
}

/** The roots a node is in, innermost first; the document is last. */
export function rootsOf(node: Node): readonly (Document | ShadowRoot)[] {
  const roots: (Document | ShadowRoot)[] = [];
  for (let root = node.getRootNode(); ; root = root.host.getRootNode()) {
    if (root instanceof ShadowRoot) roots.push(root);
    else {
      if (root instanceof Document) roots.push(root);
      return roots;
    }
  }
}

/** The element that has the focus, inside shadow roots too. */
export function focused(within: DocumentOrShadowRoot = document): Element | null {
  const active = within.activeElement;
  if (active === null) return null;
  const inner = shadowOf(active);
  return inner === null ? active : (focused(inner) ?? active);
}
