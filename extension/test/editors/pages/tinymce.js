import tinymce from "tinymce";
import "tinymce/icons/default";
import "tinymce/models/dom";
import "tinymce/themes/silver";
import "tinymce/skins/ui/oxide/skin.js";
import "tinymce/skins/ui/oxide/content.js";
import "tinymce/skins/content/default/content.js";
import { offer, place } from "./lab.js";

const field = document.createElement("textarea");
place().append(field);
const [editor] = await tinymce.init({ target: field, license_key: "gpl", skin: "oxide", content_css: "default", height: 640, promotion: false });
const view = editor.getWin();
const { changed } = offer({ element: () => editor.getBody(), text: () => editor.getContent({ format: "text" }), view });
editor.on("input change undo redo", changed);
