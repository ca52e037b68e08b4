import { offer, place } from "./lab.js";

const field = document.createElement("input");
field.name = "bullet_point#1.value";
field.setAttribute("aria-label", "Bullet point 1");
place("Bullet point 1").append(field);
const { changed } = offer({ element: field, text: () => field.value });
field.addEventListener("input", changed);
