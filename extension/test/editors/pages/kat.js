// As Seller Central builds its fields: <kat-textarea> holds its own field in an
// open shadow root, and sits in another one.
import { offer, place } from "./lab.js";

export function defineKat() {
  customElements.define(
    "kat-textarea",
    class extends HTMLElement {
      connectedCallback() {
        const root = this.attachShadow({ mode: "open" });
        const field = document.createElement("textarea");
        field.part = "textarea";
        field.style.cssText = "box-sizing:border-box;width:100%;height:90px;padding:8px;font:14px/1.5 Arial";
        root.append(field);
      }
    },
  );
  customElements.define(
    "spl-hill-form",
    class extends HTMLElement {
      connectedCallback() {
        this.attachShadow({ mode: "open" });
      }
    },
  );
}

export function katField(within) {
  const label = document.createElement("kat-label");
  label.setAttribute("text", "Product description");
  const outer = document.createElement("kat-textarea");
  outer.setAttribute("name", "product_description-0-value");
  within.append(label, outer);
  const field = outer.shadowRoot.querySelector("textarea");
  const { changed } = offer({ element: field, text: () => field.value });
  field.addEventListener("input", changed);
}

if (!location.pathname.includes("kat-frame")) {
  defineKat();
  const form = document.createElement("spl-hill-form");
  place().append(form);
  katField(form.shadowRoot);
}
