import { EditorView, minimalSetup } from "codemirror";
import { offer, place } from "./lab.js";

const view = new EditorView({
  parent: place(),
  extensions: [minimalSetup, EditorView.lineWrapping, EditorView.updateListener.of((update) => update.docChanged && changed())],
});
const { changed } = offer({ element: view.contentDOM, text: () => view.state.doc.toString() });
