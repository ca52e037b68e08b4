// What a text would read like with other words in one place.

/** Characters shown on either side. */
const around = 30;

export type Preview = {
  readonly before: string;
  readonly after: string;
  /** Of the whole text with the other words, in UTF-16 units, as fields count. */
  readonly length: number;
};

export function previewOf(text: string, { start, end }: { readonly start: number; readonly end: number }, words: string): Preview {
  return { before: tail(text.slice(0, start)), after: head(text.slice(end)), length: text.length - (end - start) + words.length };
}

/** The last words of a text, cut between words where one is near. */
function tail(text: string): string {
  const line = text.slice(text.lastIndexOf("\n") + 1);
  if (line.length <= around) return line;
  const cut = line.slice(-around);
  const space = cut.search(/\s/);
  return `…${space >= 0 && space < around / 2 ? cut.slice(space + 1) : whole(cut)}`;
}

function head(text: string): string {
  const [line = ""] = text.split("\n", 1);
  if (line.length <= around) return line;
  const cut = line.slice(0, around);
  const space = cut.lastIndexOf(" ");
  return `${space > around / 2 ? cut.slice(0, space) : whole(cut)}…`;
}

/** A cut may leave half of a character at either end. */
function whole(cut: string): string {
  return cut.replace(/^[\udc00-\udfff]/, "").replace(/[\ud800-\udbff]$/, "");
}
