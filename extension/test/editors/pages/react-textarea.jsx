import { useState } from "react";
import { createRoot } from "react-dom/client";
import { offer, place } from "./lab.js";

const held = { text: "" };
const { changed } = offer({ element: () => document.querySelector("textarea"), text: () => held.text });

function Form() {
  const [text, setText] = useState("");
  held.text = text;
  const take = (event) => (setText(event.target.value), changed());
  return <textarea aria-label="Product description" value={text} onChange={take} />;
}

createRoot(place()).render(<Form />);
