import { place } from "./lab.js";

const frame = document.createElement("iframe");
frame.src = "/editors/textarea";
frame.style.cssText = "width:100%;height:640px";
place().append(frame);
