import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerRichText } from "@lexical/rich-text";
import { $getRoot, createEditor } from "lexical";
import { offer, place } from "./lab.js";

const home = place();
home.contentEditable = "true";
home.setAttribute("role", "textbox");
home.setAttribute("aria-labelledby", "label");
const editor = createEditor({ namespace: "listing", onError: (error) => { throw error; } });
editor.setRootElement(home);
registerRichText(editor);
registerHistory(editor, createEmptyHistoryState(), 300);
const { changed } = offer({ element: home, text: () => editor.getEditorState().read(() => $getRoot().getTextContent()) });
editor.registerTextContentListener(changed);
