// What is read of product pages, of those that lie about their structure too.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Window } from "happy-dom";

import type { SeenInput } from "../../src/shared/seen.ts";

const window = new Window({ settings: { disableJavaScriptEvaluation: true, disableCSSFileLoading: true, disableJavaScriptFileLoading: true, disableIframePageLoading: true } });
Object.assign(globalThis, { NodeFilter: window.NodeFilter, Element: window.Element, Text: window.Text, DOMParser: window.DOMParser });
const { readPage } = await import("../../src/capture/page.ts");
const { maxSeenText } = await import("../../src/shared/seen.ts");

const amazon = "https://www.amazon.com/Some-Words/dp/B0FLASK001/ref=sr_1_1?keywords=flask";
const shop = "https://shop.example/things/7?session=secret#here";

function parsed(html: string): Document {
  return new window.DOMParser().parseFromString(html, "text/html") as unknown as Document;
}

function read(html: string, address: string, asked = false): SeenInput | undefined {
  return readPage(parsed(html), new URL(address), asked);
}

const linked = (value: unknown) => `<script type="application/ld+json">${(typeof value === "string" ? value : JSON.stringify(value)).replaceAll("</", "<\\/")}</script>`;
const product = (more: object) => linked({ "@context": "https://schema.org", "@type": "Product", name: "Towel", ...more });
const shown = (more: string) => `<html><body><span id="productTitle"> Zorvelo  flask </span>${more}</body></html>`;

test("the product's own address, title, seller, bullets and description, in lines", () => {
  const page = read(
    shown(`<a id="bylineInfo">Zorvelo Store</a><div id="feature-bullets"><ul><li><span class="a-list-item">Keeps hot</span></li><li><span class="a-list-item">Keeps cold</span></li></ul></div>
      <div id="productDescription"><p>First.</p><p>Second<br>line.</p></div>`),
    amazon,
  );
  assert.deepEqual(page, { address: "https://www.amazon.com/dp/B0FLASK001", title: "Zorvelo flask", seller: "Zorvelo Store", text: "Zorvelo flask\nKeeps hot\nKeeps cold\nFirst.\nSecond\nline." });
});

test("scripts, styles, templates and what is hidden in a description say nothing", () => {
  const page = read(
    shown(`<div id="productDescription">Read <script>var stolen = 1</script><style>.a{}</style><template>no</template><noscript>no</noscript><p hidden>no</p><p aria-hidden="true">no</p><b>this</b><button>Buy</button><svg><text>no</text></svg></div>`),
    amazon,
  );
  assert.equal(page?.text, "Zorvelo flask\nRead this");
  const other = read(product({ description: "Dry<script>alert(1)</script><style>p{}</style>&lt;b&gt; <img src=x onerror=alert(2)>hands" }), shop);
  assert.equal(other?.text, "Towel\nDry<b> hands");
});

test("what a page shows counts more than what it says of itself", () => {
  const page = read(shown(product({ name: "Another thing", description: "Another text", brand: { name: "Nobody" } })), amazon);
  assert.deepEqual([page?.title, page?.seller], ["Zorvelo flask", "Nobody"]);
});

test("a page that is no product page gives nothing, unless it is asked for", () => {
  const html = "<html><head><title>About us</title></head><body><main><p>We sell lamps.</p></main><footer>Imprint</footer></body></html>";
  assert.equal(read(html, shop), undefined);
  assert.equal(read(html, "https://www.amazon.com/gp/help"), undefined);
  assert.deepEqual(read(html, shop, true), { address: "https://shop.example/things/7", title: "About us", seller: "", text: "About us\nWe sell lamps." });
  assert.equal(read("", shop, true), undefined);
});

test("structures that are none, or lie, are passed over, and the next one is read", () => {
  const nested = (levels: number) => `${'{"a":'.repeat(levels)}{"@type":"Product","name":"Deep"}${"}".repeat(levels)}`;
  const wide = JSON.stringify(Array.from({ length: 50_000 }, () => ({ "@type": "Thing" })));
  const lies: readonly string[] = [
    "not JSON",
    "null",
    "[]",
    '{"@type":"Product"}',
    '{"@type":"Product","name":7,"description":["x"],"offers":"free"}',
    '{"@type":{"toString":"Product"},"name":"x"}',
    '{"__proto__":{"@type":"Product","name":"x"}}',
    nested(5_000),
    nested(100_000),
    wide,
    `{"@type":"Product","name":"Huge","description":"${"x ".repeat(400_000)}"}`,
  ];
  for (const lie of lies) {
    const started = performance.now();
    const page = read(`${linked(lie)}<meta property="og:type" content="product"><meta property="og:title" content="Open">`, shop);
    assert.ok(page === undefined || page.title === "Open" || page.text.length <= maxSeenText, lie.slice(0, 50));
    assert.equal(Object.hasOwn(Object.prototype, "name"), false);
    assert.ok(performance.now() - started < 5_000, lie.slice(0, 50));
  }
});

test("microdata and OpenGraph stand in where there is no JSON-LD", () => {
  const micro = `<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Lamp</h1><p itemprop="description">Warm <i>light</i></p><meta itemprop="brand" content="Brundell"></div>`;
  assert.deepEqual(read(micro, shop), { address: "https://shop.example/things/7", title: "Lamp", seller: "Brundell", text: "Lamp\nWarm light" });
  const open = `<meta property="og:type" content="product.item"><meta property="og:title" content="Tray &amp;amp; box"><meta property="og:description" content="Holds &lt;b&gt;pens&lt;/b&gt;">`;
  assert.equal(read(open, shop)?.text, "Tray & box\nHolds pens");
});

test("a page without end is read in bounded time, and no more of it is kept than of any", () => {
  const paragraph = "<p>Words of a page that goes on and on, with <b>markup</b> in it.</p>";
  const long = parsed(shown(`<div id="productDescription">${paragraph.repeat(15_000)}</div>`));
  const started = performance.now();
  const page = readPage(long, new URL(amazon), false);
  assert.ok(page !== undefined && page.text.length <= maxSeenText && page.text.length > maxSeenText / 2);
  const flat = read(product({ description: `Dry ${"hands and feet ".repeat(30_000)}` }), shop);
  assert.ok(flat !== undefined && flat.text.length <= maxSeenText);
  assert.ok(performance.now() - started < 10_000);
});

test("a title, a seller or a list without end is cut", () => {
  const page = read(
    `<html><body><span id="productTitle">${"title ".repeat(10_000)}</span><a id="bylineInfo">${"seller ".repeat(10_000)}</a><div id="feature-bullets"><ul>${`<li><span class="a-list-item">${"bullet ".repeat(1_000)}</span></li>`.repeat(500)}</ul></div></body></html>`,
    amazon,
  );
  assert.ok(page !== undefined);
  assert.ok(page.title.length <= 500 && page.seller.length <= 500 && page.text.length <= maxSeenText);
});

test("an address that is no page's is no link, and one without a number is its own", () => {
  assert.equal(read(product({}), "https://shop.example/a%20b/?q=1")?.address, "https://shop.example/a%20b/");
  assert.equal(read(shown(""), "https://www.amazon.com/gp/aw/d/B0FLASK001?psc=1")?.address, "https://www.amazon.com/dp/B0FLASK001");
});
