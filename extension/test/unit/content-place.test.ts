import assert from "node:assert/strict";
import { test } from "node:test";
import { placeCard } from "../../src/content/card/place.ts";
import { channels, loud, lines } from "../../src/content/paint/style.ts";
import { inView } from "../../src/content/paint/visible.ts";
import { strokePath } from "../../src/content/paint/stroke.ts";

const view = { width: 1000, height: 800 };
const card = { width: 360, height: 300 };
const word = (left: number, top: number) => ({ left, top, right: left + 60, bottom: top + 20 });

test("under the word where there is room", () => {
  const spot = placeCard(word(100, 100), card, view);
  assert.equal(spot.side, "below");
  assert.ok(spot.top >= 120);
  assert.equal(spot.left, 100);
});

test("over it at the foot of the window", () => {
  const spot = placeCard(word(100, 700), card, view);
  assert.equal(spot.side, "above");
  assert.ok(spot.top + card.height <= 700);
});

test("beside it in a frame too low for both", () => {
  const low = { width: 1000, height: 260 };
  const spot = placeCard(word(100, 120), card, low);
  assert.equal(spot.side, "beside");
  assert.equal(spot.maxHeight, 244);
  assert.equal(placeCard(word(900, 120), card, low).left + card.width, 892, "to the left at the right edge");
  assert.equal(placeCard(word(100, 120), card, { width: 420, height: 260 }).side, "below", "no room at either side");
});

test("never over the word, never out of the window", () => {
  for (const view of [{ width: 1000, height: 800 }, { width: 1000, height: 260 }, { width: 420, height: 260 }]) {
    for (const height of [60, 300, 2000]) {
      for (let top = 0; top <= view.height - 20; top += 20) {
        for (const left of [-40, 0, 500, 990]) {
          const at = word(left, top);
          const spot = placeCard(at, { width: 360, height }, view);
          const shown = Math.min(height, spot.maxHeight);
          const [right, bottom] = [spot.left + 360, spot.top + shown];
          const apart = spot.top >= at.bottom || bottom <= at.top || spot.left >= at.right || right <= at.left;
          assert.ok(apart, `${height} at ${left}, ${top}`);
          assert.ok(spot.left >= 0 && right <= view.width, `left ${spot.left}`);
          assert.ok(shown === 0 || (spot.top >= 0 && bottom <= view.height), `${height} at ${top}`);
        }
      }
    }
  }
});

test("few marks are all painted, many only in view and a margin", () => {
  const marks = Array.from({ length: 500 }, (_, line) => line);
  const boxOf = (line: number) => ({ left: 0, right: 50, top: line * 20, bottom: line * 20 + 20 });
  let asked = 0;
  const shown = inView(marks, { left: 0, right: 500, top: 4000, bottom: 4400 }, (line) => (asked++, boxOf(line)));
  assert.equal(shown[0], 190);
  assert.equal(shown.at(-1), 230);
  assert.ok(asked < 25, `asked for ${asked} boxes`);
  assert.equal(inView(marks.slice(0, 5), { left: 0, right: 1, top: 9000, bottom: 9001 }, boxOf).length, 5);
});

test("each severity has a line of its own, without its colour", () => {
  assert.equal(new Set(loud.map((each) => JSON.stringify(lines[each]))).size, loud.length);
  for (const severity of loud) assert.match(strokePath(severity, 40), /^M0 /);
});

test("colours as browsers compute them", () => {
  assert.deepEqual(channels("rgb(1, 2, 3)"), [1, 2, 3, 1]);
  assert.deepEqual(channels("rgba(1, 2, 3, 0.5)"), [1, 2, 3, 0.5]);
  assert.deepEqual(channels("color(srgb 1 0 0.2 / 0.5)"), [255, 0, 51, 0.5]);
  assert.equal(channels("transparent")[3], 0);
});
