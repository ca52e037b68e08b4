import { Editor } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { offer, place } from "./lab.js";

const editor = new Editor({ element: place(), extensions: [StarterKit], onUpdate: () => changed() });
const { changed } = offer({ element: () => document.querySelector(".ProseMirror"), text: () => editor.getText() });
