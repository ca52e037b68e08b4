import Quill from "quill";
import "quill/dist/quill.snow.css";
import { offer, place } from "./lab.js";

// Its undo joins what is done within a second; a test is faster than a person and would undo its typing too. Nought
// would part the two changes, out and in, that Quill makes of one replacement.
const quill = new Quill(place(), { theme: "snow", modules: { history: { delay: 100 } } });
const { changed } = offer({ element: quill.root, text: () => quill.getText().replace(/\n$/, "") });
quill.on("text-change", changed);
