import assert from "node:assert/strict";
import { test } from "node:test";
import { buildText, locate, maxUnits, placeInText, type Role, type TextMap } from "../../src/content/ranges/text.ts";

type Fake = string | { readonly role: Role; readonly children: readonly FakeNode[] };
type FakeNode = { readonly of: Fake };

const text = (of: string): FakeNode => ({ of });
const element = (role: Role, ...children: readonly (FakeNode | string)[]): FakeNode => ({
  of: { role, children: children.map((child) => (typeof child === "string" ? text(child) : child)) },
});
const p = (...children: readonly (FakeNode | string)[]) => element("block", ...children);
const b = (...children: readonly (FakeNode | string)[]) => element("inline", ...children);
const br = element("break");
const image = element("island", "never read");

function build(...children: readonly (FakeNode | string)[]): TextMap<FakeNode> {
  return buildText(element("block", ...children), {
    children: ({ of }) => (typeof of === "string" ? [] : of.children),
    characters: ({ of }) => (typeof of === "string" ? of : null),
    role: ({ of }) => (typeof of === "string" ? "inline" : of.role),
  });
}

const cases: readonly (readonly [what: string, children: readonly (FakeNode | string)[], want: string])[] = [
  ["plain text", ["one line"], "one line"],
  ["inline markup joins", [p("Vel", b("cro"), " strap")], "Velcro strap"],
  ["blocks are lines", [p("a"), p("b")], "a\nb"],
  ["nested blocks are one boundary", [p(p("a")), p(p(p("b")))], "a\nb"],
  ["text beside a block", ["a", p("b"), "c"], "a\nb\nc"],
  ["a break is a line", ["a", br, "b"], "a\nb"],
  ["two breaks are an empty line", ["a", br, br, "b"], "a\n\nb"],
  ["an empty line's filler is that line", [p("a"), p(br), p("b")], "a\n\nb"],
  ["a filler at a line's end is nothing", [p("a", br), p("b")], "a\nb"],
  ["a break between blocks", [p("a"), br, p("b")], "a\n\nb"],
  ["what is not written here is a space", [p("for ", image, "15")], "for  15"],
  ["what is hidden is nothing", [p("a", element("hidden", "x"), "b")], "ab"],
  ["the source's indentation is nothing", ["\n  ", p("a"), "\n  ", p("b"), "\n"], "a\nb"],
  ["a line break kept in text", [p("a\nb")], "a\nb"],
  ["empty", [], ""],
];

for (const [what, children, want] of cases) {
  test(what, () => assert.equal(build(...children).text, want));
}

test("every character is where the map says", () => {
  const map = build(p("Vel", b("cr", b("o")), " "), p(image, "x", br, "yz"), p(br), "end");
  for (let start = 0; start < map.text.length; start++) {
    for (let end = start + 1; end <= map.text.length; end++) {
      const found = locate(map, start, end);
      const written = map.pieces.some((piece) => piece.start < end && piece.start + piece.length > start);
      assert.equal(found !== null, written, `${start}-${end}`);
      if (found === null) continue;
      const [from, to] = found;
      const first = placeInText(map, from.node, from.offset) ?? -1;
      const last = placeInText(map, to.node, to.offset) ?? -1;
      // Units of boundaries at the ends are not in any text node.
      assert.equal(map.text.slice(first, last).trim(), map.text.slice(start, end).trim());
      assert.ok(first >= start && last <= end && first < last);
    }
  }
});

test("an empty span is nowhere", () => assert.equal(locate(build("abc"), 1, 1), null));

test("a page's megabytes and its depth are not followed to the end", () => {
  const long = build(...Array.from({ length: 50 }, () => p("x".repeat(10_000))));
  assert.ok(long.text.length > maxUnits && long.text.length < maxUnits + 10_002);
  let deep: FakeNode = p("bottom");
  for (let i = 0; i < 100_000; i++) deep = { of: { role: "inline", children: [deep] } };
  assert.equal(build(deep).text, "");
});
