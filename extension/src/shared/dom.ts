// Elements made one by one: what a list or a page says is text here, never markup.

export type Attributes = Readonly<Record<string, string | number | boolean>>;
export type Child = Node | string | null;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false) made.setAttribute(name, String(value));
  }
  for (const child of children) if (child !== null) made.append(child);
  return made;
}

/** A button that hears the seller only: a page cannot press it. */
export function button(attributes: Attributes, pressed: () => void, ...children: readonly Child[]): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", (event) => {
    if (event.isTrusted) pressed();
  });
  return made;
}

const svg = "http://www.w3.org/2000/svg";

/** A 16 by 16 picture that says nothing by itself. */
export function picture(path: string): SVGElement {
  const made = document.createElementNS(svg, "svg");
  const line = document.createElementNS(svg, "path");
  made.setAttribute("viewBox", "0 0 16 16");
  made.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  made.append(line);
  return made;
}
