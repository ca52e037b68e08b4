import { offer, place, textOf } from "./lab.js";

// It loads its parts by itself, from where this says.
window.CKEDITOR_BASEPATH = "/editors/ckeditor4/";
const script = document.createElement("script");
script.src = "/editors/ckeditor4/ckeditor.js";
script.onload = () => {
  const field = document.createElement("textarea");
  place().append(field);
  const editor = window.CKEDITOR.replace(field, { versionCheck: false, language: "en", height: 560 });
  editor.on("instanceReady", () => {
    const view = editor.document.getWindow().$;
    const { changed } = offer({ element: () => view.document.body, text: () => textOf(editor.getData()), view });
    editor.on("change", changed);
  });
};
document.head.append(script);
