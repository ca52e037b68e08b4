import { useState } from "react";
import { createRoot } from "react-dom/client";
import { createEditor, Node } from "slate";
import { withHistory } from "slate-history";
import { Editable, Slate, withReact } from "slate-react";
import { offer, place } from "./lab.js";

const empty = [{ type: "paragraph", children: [{ text: "" }] }];
const held = { text: "" };
const { changed } = offer({ element: () => document.querySelector("[data-slate-editor]"), text: () => held.text });

function Form() {
  const [editor] = useState(() => withHistory(withReact(createEditor())));
  const take = (value) => {
    const text = value.map((line) => Node.string(line)).join("\n");
    if (text !== held.text) changed();
    held.text = text;
  };
  return (
    <Slate editor={editor} initialValue={empty} onChange={take}>
      <Editable aria-labelledby="label" />
    </Slate>
  );
}

createRoot(place()).render(<Form />);
