import { offer, place } from "./lab.js";

const field = document.createElement("input");
field.name = "title_differentiation#1.value";
field.setAttribute("aria-label", "Item highlights");
place("Item highlights").append(field);
const { changed } = offer({ element: field, text: () => field.value });
field.addEventListener("input", changed);
