// What each page offers to the matrix, in the window its field is in:
// the editing element, the text as the editor's own model has it, and how
// often the page would have saved. `restless` is what an editor changes in its
// own tree whenever it likes.

export function offer({ element, text, view = window, restless = /(?!)/ }) {
  const counts = { saves: 0, compositions: 0 };
  const at = () => (typeof element === "function" ? element() : element);
  view.addEventListener("compositionend", () => counts.compositions++, true);
  view.lab = {
    element: at,
    text: () => text().replaceAll("\u00a0", " "),
    saves: () => counts.saves,
    compositions: () => counts.compositions,
    /** All that a page could see of a change: its own tree, and the one the field is in. */
    markup() {
      const root = at().getRootNode();
      const around = root instanceof view.ShadowRoot ? root.innerHTML : "";
      return (view.document.body.outerHTML + around).replace(restless, "");
    },
  };
  return { changed: () => counts.saves++ };
}

/** A place on the page with a label beside it, as forms have one. */
export function place(label = "Product description", within = document.body) {
  const line = document.createElement("div");
  line.className = "label";
  line.id = "label";
  line.textContent = label;
  const made = document.createElement("div");
  made.className = "place";
  within.append(line, made);
  return made;
}

/** The characters of HTML that an editor gives as its value. */
export function textOf(html) {
  const read = new DOMParser().parseFromString(html, "text/html");
  return [...read.body.querySelectorAll("p,div")].map((line) => line.textContent).join("\n") || read.body.textContent;
}
