import assert from "node:assert/strict";
import { test } from "node:test";
import { badgeOf, withReport } from "../../src/background/badge.ts";
import { parseReports, type FrameReport } from "../../src/shared/protocol.ts";

const found = (count: number, worst: FrameReport["worst"] = "high"): FrameReport => ({ count, worst, trouble: null, fields: count, edition: 1 });

test("the frames of a tab are summed, and numbers of three digits are cut", () => {
  const frames = withReport(withReport({}, 0, found(2)), 7, found(1, "critical"));
  assert.equal(badgeOf(frames).text, "3");
  assert.equal(badgeOf(frames).color, badgeOf({ "7": found(1, "critical") }).color);
  assert.equal(badgeOf(withReport(frames, 8, found(97))).text, "99+");
});

test("a frame that watches nothing is dropped, one that could not check is not", () => {
  assert.deepEqual(withReport({ "0": found(2) }, 0, found(0)), {});
  const troubled = withReport({}, 0, { ...found(0), trouble: "too_long" });
  assert.deepEqual([badgeOf(troubled).text, badgeOf(troubled).trouble], ["!", "too_long"]);
  assert.equal(badgeOf(withReport(troubled, 1, found(4))).text, "4!");
});

test("what an older version stored is forgotten", () => {
  assert.deepEqual(parseReports({ "0": { count: 1, worst: "high" } }), {});
  assert.deepEqual(parseReports({ "0": found(1) }), { "0": found(1) });
});
