import { offer, place } from "./lab.js";

const field = place();
field.contentEditable = "true";
field.setAttribute("role", "textbox");
field.setAttribute("aria-labelledby", "label");
const { changed } = offer({ element: field, text: () => field.textContent });
field.addEventListener("input", changed);
