// The text of a contenteditable, and the way back from a place in it to the
// DOM. It is built from text nodes and keeps where each one went, so a range
// is exact; innerText guesses at layout and cannot be mapped back.
//
// What stands for one unit: a block boundary or a <br> is one "\n" (an empty
// line's filler <br> is the line itself, not one more), an island nobody can
// write in (a mention, an image) is one space.

export type Piece<N> = { readonly node: N; readonly start: number; readonly length: number };

/** A text and its pieces, in order of both. */
export type TextMap<N = Text> = { readonly text: string; readonly pieces: readonly Piece<N>[] };

/** The little of the DOM that building needs, so that a test can bring its own tree. */
export type Tree<N> = {
  readonly children: (node: N) => Iterable<N>;
  /** The characters of a text node; null of any other. */
  readonly characters: (node: N) => string | null;
  readonly role: (node: N) => Role;
};

/** block: its own line. inline: part of one. break: <br>. island: not written here. hidden: never shown. */
export type Role = "block" | "inline" | "break" | "island" | "hidden";

/** Text past this is not read: a page may hold megabytes in a field. One more than the limit tells that there is more. */
export const maxUnits = 200_000;

/** Nesting past this is not followed; editors nest some ten deep. */
const maxDepth = 200;

export function buildText<N>(root: N, tree: Tree<N>): TextMap<N> {
  const pieces: Piece<N>[] = [];
  const parts: string[] = [];
  let length = 0;
  let open = false; // the line has something in it
  let boundary = false; // a line ends before the next thing

  const put = (part: string) => {
    parts.push(part);
    length += part.length;
  };
  const begin = () => {
    if (boundary && length > 0) put("\n");
    boundary = false;
    open = true;
  };
  const endLine = () => {
    if (open) boundary = true;
    open = false;
  };
  const walk = (node: N, depth: number): void => {
    if (length > maxUnits || depth > maxDepth) return;
    const characters = tree.characters(node);
    if (characters !== null) {
      if (characters === "" || (!open && isIndentation(characters))) return;
      begin();
      pieces.push({ node, start: length, length: characters.length });
      put(characters);
      return;
    }
    switch (tree.role(node)) {
      case "hidden":
        return;
      case "break":
        begin(); // an empty line is a line
        endLine();
        return;
      case "island":
        begin();
        put(" ");
        return;
      case "block":
        endLine();
        for (const child of tree.children(node)) walk(child, depth + 1);
        endLine();
        return;
      case "inline":
        for (const child of tree.children(node)) walk(child, depth + 1);
        return;
    }
  };
  for (const child of tree.children(root)) walk(child, 0);
  return { text: parts.join(""), pieces };
}

/** White space with a line break between two blocks is how the source is laid out, not what is written. */
function isIndentation(characters: string): boolean {
  return characters.includes("\n") && !/[^\n\r\t ]/.test(characters);
}

export type Place<N> = { readonly node: N; readonly offset: number };

/** Where a span begins and ends in the DOM; null where the span has no written character. */
export function locate<N>(map: TextMap<N>, start: number, end: number): readonly [Place<N>, Place<N>] | null {
  const first = map.pieces[firstEndingAfter(map.pieces, start)];
  const last = map.pieces[firstEndingAfter(map.pieces, end - 1)];
  if (first === undefined || end <= start) return null;
  const from = { node: first.node, offset: Math.max(0, start - first.start) };
  const tail = last !== undefined && last.start < end ? last : pieceBefore(map.pieces, end);
  if (tail === undefined || tail.start < first.start) return null;
  return [from, { node: tail.node, offset: Math.min(tail.length, end - tail.start) }];
}

/** The place in the text of a place in the DOM; null where that text node is not part of it. */
export function placeInText<N>(map: TextMap<N>, node: N, offset: number): number | null {
  const piece = map.pieces.find((each) => each.node === node);
  return piece === undefined ? null : piece.start + Math.min(offset, piece.length);
}

function firstEndingAfter(pieces: readonly Piece<unknown>[], at: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const piece = pieces[middle];
    if (piece !== undefined && piece.start + piece.length <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function pieceBefore<N>(pieces: readonly Piece<N>[], end: number): Piece<N> | undefined {
  return pieces[firstEndingAfter(pieces, end - 1) - 1];
}
