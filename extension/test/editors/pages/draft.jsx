import { Editor, EditorState } from "draft-js";
import "draft-js/dist/Draft.css";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { offer, place } from "./lab.js";

const held = { text: "" };
const { changed } = offer({ element: () => document.querySelector(".public-DraftEditor-content"), text: () => held.text });

function Form() {
  const [state, setState] = useState(() => EditorState.createEmpty());
  const take = (next) => {
    const text = next.getCurrentContent().getPlainText();
    if (text !== held.text) changed();
    held.text = text;
    setState(next);
  };
  return <Editor editorState={state} onChange={take} ariaLabel="Product description" />;
}

createRoot(place()).render(<Form />);
