import { EditorView, minimalSetup } from "codemirror";
import { offer, place } from "./lab.js";

const view = new EditorView({
  parent: place(),
  extensions: [minimalSetup, EditorView.lineWrapping, EditorView.updateListener.of((update) => update.docChanged && changed())],
});
// What it announces, the two names between which its caret's blinking changes, and how the empty layer of the
// selection is hidden: only where a frame came between choosing all and deleting it.
const restless = /(?<= aria-live="polite">).*?(?=<\/div><div tabindex)|cm-blink2?|(?<=z-index: -2;) display: none;/g;
const { changed } = offer({ element: view.contentDOM, text: () => view.state.doc.toString(), restless });
