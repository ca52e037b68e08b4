// The editors of the matrix, by the name of their page; what the table calls them.

export const editors = {
  textarea: "textarea",
  input: "input",
  contenteditable: "contenteditable",
  "react-input": "React input",
  "react-textarea": "React textarea",
  prosemirror: "ProseMirror",
  tiptap: "TipTap 3",
  slate: "Slate",
  quill: "Quill 2",
  lexical: "Lexical",
  draft: "Draft.js",
  ckeditor4: "CKEditor 4",
  ckeditor5: "CKEditor 5",
  tinymce: "TinyMCE 8",
  codemirror: "CodeMirror 6",
  kat: "open shadow in shadow",
  "kat-frame": "shadow in frame in shadow",
  closed: "closed shadow",
  frame: "frame",
  sandbox: "sandboxed frame",
} as const;

export type Editor = keyof typeof editors;

export function isEditor(name: string): name is Editor {
  return name in editors;
}
