// Findings outlive the text they were found in by a keystroke or two: until
// the next check answers, each span moves with the edit, or goes. A span that
// the edit touches is dropped, because the word in it may be another one now.

export type Span = { readonly start: number; readonly end: number };

/** What changed between two texts, as one replacement; units are UTF-16. */
export type Edit = { readonly start: number; readonly removed: number; readonly inserted: number };

/** The smallest single replacement that turns one text into the other; null when they are equal. */
export function editBetween(before: string, after: string): Edit | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < shorter - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  return { start: head, removed: before.length - head - tail, inserted: after.length - head - tail };
}

/**
 * Where a span of the old text lies in the new one, or null where it was
 * touched. Writing a space or a comma right beside a word leaves the word be;
 * writing a letter there makes it another word.
 */
export function moveSpan(span: Span, edit: Edit, after: string): Span | null {
  const editEnd = edit.start + edit.removed;
  if (span.end <= edit.start) {
    return span.end === edit.start && joinsWord(after, span.end) ? null : span;
  }
  if (span.start < editEnd) return null;
  const shift = edit.inserted - edit.removed;
  const moved = { start: span.start + shift, end: span.end + shift };
  return span.start === editEnd && joinsWord(after, moved.start) ? null : moved;
}

/** Whether the places before and after this one are of the same word. */
function joinsWord(text: string, at: number): boolean {
  return isWord(text.slice(0, at).slice(-2), "end") && isWord(text.slice(at, at + 2), "start");
}

function isWord(pair: string, side: "start" | "end"): boolean {
  return (side === "start" ? /^[\p{L}\p{N}\p{M}]/u : /[\p{L}\p{N}\p{M}]$/u).test(pair);
}

/** Moves everything that has a span across the change between two texts. */
export function moveSpans<T extends Span>(all: readonly T[], before: string, after: string): readonly T[] {
  const edit = editBetween(before, after);
  if (edit === null) return all;
  const moved: T[] = [];
  for (const each of all) {
    const span = moveSpan(each, edit, after);
    if (span === null) continue;
    if (before.slice(each.start, each.end) !== after.slice(span.start, span.end)) continue;
    moved.push(span.start === each.start ? each : { ...each, ...span });
  }
  return moved;
}
