import { exampleSetup } from "prosemirror-example-setup";
import { schema } from "prosemirror-schema-basic";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { offer, place } from "./lab.js";

const view = new EditorView(place(), {
  state: EditorState.create({ schema, plugins: exampleSetup({ schema, menuBar: false }) }),
  dispatchTransaction(change) {
    view.updateState(view.state.apply(change));
    if (change.docChanged) changed();
  },
});
const { changed } = offer({ element: view.dom, text: () => view.state.doc.textBetween(0, view.state.doc.content.size, "\n") });
