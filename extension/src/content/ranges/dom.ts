// The page's own tree, as text.ts reads it.

import { buildText, type Role, type TextMap, type Tree } from "./text.ts";

export function readEditable(root: HTMLElement): TextMap {
  const map = buildText<Node>(root, domTree);
  return map as TextMap; // a node with characters is a Text, below
}

const domTree: Tree<Node> = {
  children: (node) => node.childNodes,
  characters: (node) => (node instanceof Text ? node.data : null),
  role: (node) => (node instanceof HTMLElement ? elementRole(node) : node instanceof Element ? "island" : "hidden"),
};

/** Elements whose role their name settles; the rest are asked for their computed display. */
const roles: Readonly<Record<string, Role>> = {
  BR: "break",
  ...named("hidden", "SCRIPT STYLE TEMPLATE NOSCRIPT DATALIST HEAD LINK META"),
  ...named("island", "IMG INPUT BUTTON SELECT TEXTAREA VIDEO AUDIO CANVAS IFRAME OBJECT EMBED METER PROGRESS HR"),
  ...named("inline", "A ABBR B BDI BDO CITE CODE DATA DEL DFN EM FONT I INS KBD MARK Q S SAMP SMALL STRIKE STRONG SUB SUP TIME TT U VAR WBR"),
  ...named(
    "block",
    "P DIV LI UL OL DL DT DD H1 H2 H3 H4 H5 H6 BLOCKQUOTE PRE TABLE THEAD TBODY TFOOT TR TD TH CAPTION SECTION ARTICLE ASIDE HEADER FOOTER MAIN NAV FIGURE FIGCAPTION DETAILS SUMMARY ADDRESS FORM FIELDSET",
  ),
};

function named(role: Role, tags: string): Record<string, Role> {
  return Object.fromEntries(tags.split(" ").map((tag) => [tag, role]));
}

function elementRole(element: HTMLElement): Role {
  if (element.hidden) return "hidden";
  if (element.getAttribute("contenteditable") === "false") {
    // A widget that cannot be written in may hold a caption that can.
    return element.querySelector('[contenteditable="true"]') === null ? "island" : "block";
  }
  const role = roles[element.tagName];
  // Editors build lines of <span style="display: block"> and of own elements.
  if (role !== undefined) return role;
  const display = getComputedStyle(element).display;
  if (display === "none") return "hidden";
  return display.startsWith("inline") || display === "contents" ? "inline" : "block";
}
