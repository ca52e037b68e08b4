import { Bold, ClassicEditor, Essentials, Italic, Paragraph } from "ckeditor5";
import "ckeditor5/ckeditor5.css";
import { offer, place, textOf } from "./lab.js";

const editor = await ClassicEditor.create(place(), {
  licenseKey: "GPL",
  plugins: [Essentials, Paragraph, Bold, Italic],
  toolbar: ["undo", "redo", "bold", "italic"],
});
const { changed } = offer({ element: editor.ui.getEditableElement(), text: () => textOf(editor.getData()) });
editor.model.document.on("change:data", changed);
