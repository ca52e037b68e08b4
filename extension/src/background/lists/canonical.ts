// Canonical JSON as TUF's signers write it (OLPC): members sorted by their
// UTF-8 bytes, no white space, only quote and backslash escaped, whole numbers.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The bytes a signature is over. Throws on a number that is not whole: nobody signs one. */
export function canonical(value: Json): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(written(value));
}

function written(value: Json): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new RangeError("canonical: not a whole number");
    return String(value);
  }
  if (value === null || typeof value === "boolean") return String(value);
  if (isList(value)) return `[${value.map(written).join(",")}]`;
  const members = Object.entries(value).sort(([a], [b]) => byCodePoint(a, b));
  return `{${members.map(([name, each]) => `${quoted(name)}:${written(each)}`).join(",")}}`;
}

function isList(value: readonly Json[] | { readonly [name: string]: Json }): value is readonly Json[] {
  return Array.isArray(value);
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

/** UTF-8 bytes sort as code points do; UTF-16 units do not, past U+FFFF. */
function byCodePoint(a: string, b: string): number {
  const left = Array.from(a, (char) => char.codePointAt(0) ?? 0);
  const right = Array.from(b, (char) => char.codePointAt(0) ?? 0);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
