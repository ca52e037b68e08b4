import { offer, place } from "./lab.js";

const field = document.createElement("textarea");
field.name = "product_description";
field.setAttribute("aria-label", "Product description");
place().append(field);
const { changed } = offer({ element: field, text: () => field.value });
field.addEventListener("input", changed);
