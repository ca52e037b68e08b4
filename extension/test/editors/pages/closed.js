import { offer, place } from "./lab.js";

const root = place().attachShadow({ mode: "closed" });
const field = document.createElement("textarea");
field.setAttribute("aria-label", "Product description");
field.style.cssText = "box-sizing:border-box;width:100%;height:90px;padding:8px;font:14px/1.5 Arial";
root.append(field);
const { changed } = offer({ element: field, text: () => field.value });
field.addEventListener("input", changed);
