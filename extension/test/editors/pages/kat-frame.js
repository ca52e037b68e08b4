// Shadow in frame in shadow, as the forms of Brand Registry.
import { defineKat, katField } from "./kat.js";
import { place } from "./lab.js";

defineKat();
if (location.search === "?inner") {
  katField(place());
} else {
  const form = document.createElement("spl-hill-form");
  place().append(form);
  const frame = document.createElement("iframe");
  frame.src = "/editors/kat-frame?inner";
  frame.style.cssText = "width:100%;height:640px";
  form.shadowRoot.append(frame);
}
