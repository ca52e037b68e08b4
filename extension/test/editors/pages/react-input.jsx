import { useState } from "react";
import { createRoot } from "react-dom/client";
import { offer, place } from "./lab.js";

const held = { text: "" };
const { changed } = offer({ element: () => document.querySelector("input"), text: () => held.text });

function Form() {
  const [text, setText] = useState("");
  held.text = text;
  const take = (event) => (setText(event.target.value), changed());
  return <input aria-label="Product title" value={text} onChange={take} />;
}

createRoot(place("Product title")).render(<Form />);
