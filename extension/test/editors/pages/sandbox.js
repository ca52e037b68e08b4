// A frame without an origin: all that a sandbox takes away is taken away, but scripts.
import { place } from "./lab.js";

const frame = document.createElement("iframe");
frame.sandbox.add("allow-scripts");
frame.src = "/editors/textarea";
frame.style.cssText = "width:100%;height:640px";
place().append(frame);
