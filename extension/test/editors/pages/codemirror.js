import { EditorView, minimalSetup } from "codemirror";
import { offer, place } from "./lab.js";

const view = new EditorView({
  parent: place(),
  extensions: [minimalSetup, EditorView.lineWrapping, EditorView.updateListener.of((update) => update.docChanged && changed())],
});
// What it announces, and the two names between which its caret's blinking changes.
const restless = /(?<= aria-live="polite">).*?(?=<\/div><div tabindex)|cm-blink2?/g;
const { changed } = offer({ element: view.contentDOM, text: () => view.state.doc.toString(), restless });
