import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOrNever, holdsOn, later, today } from "../../src/shared/day.ts";
import { allowedBrands, decided, merged, parseDecision, parseDecisions, type Decisions } from "../../src/shared/decisions.ts";
import { defaultSettings, isIgnored, parseSettings } from "../../src/shared/settings.ts";

const none: Decisions = { ownBrands: [], authorised: [], ignored: [] };

test("a day is one of the calendar", () => {
  for (const day of ["", "2027-01-31", "2028-02-29"]) assert.equal(dayOrNever(day), day);
  for (const day of ["2027-02-30", "2027-1-1", "31.01.2027", "soon", 7]) assert.throws(() => dayOrNever(day, "until"), /until: not a/);
  assert.equal(today(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
});

test("what holds until a day holds on that day", () => {
  assert.deepEqual(["2026-11-24", "2026-11-25", ""].map((until) => holdsOn(until, "2026-11-25")), [false, true, true]);
  assert.equal(later("2026-01-01", "2027-01-01"), "2027-01-01");
  assert.equal(later("2026-01-01", ""), "");
});

test("an ignored term is marked again after its day", () => {
  const settings = { ...defaultSettings, ignored: [{ term: "Velcro", reason: "licensed", until: "2026-11-25" }] };
  assert.equal(isIgnored(settings, "VELCRO", "2026-11-25"), true);
  assert.equal(isIgnored(settings, "velcro", "2026-11-26"), false);
});

test("an authorisation ends with its day", () => {
  const decisions = { ownBrands: ["Zibo"], authorised: [{ brand: "Yeti", until: "2026-12-31" }, { brand: "Lego", until: "2026-01-01" }] };
  assert.deepEqual(allowedBrands(decisions, "2026-11-25"), ["Zibo", "Yeti"]);
});

test("a word decided about again has the new decision, whatever its case", () => {
  const first = decided(none, { kind: "ignore", term: "Velcro", reason: "", until: "" });
  const again = decided(first, { kind: "ignore", term: "velcro", reason: "a test", until: "2027-01-01" });
  assert.deepEqual(again.ignored, [{ term: "velcro", reason: "a test", until: "2027-01-01" }]);
  assert.deepEqual(decided(again, { kind: "forget", list: "ignored", name: "VELCRO" }), none);
  const brands = decided(decided(none, { kind: "own", brand: "Zibo" }), { kind: "authorise", brand: "Zibo", until: "" });
  assert.deepEqual(decided(brands, { kind: "forget", list: "authorised", name: "zibo" }).ownBrands, ["Zibo"]);
});

test("merging loses no word and no reason, and the longer time counts", () => {
  const mine: Decisions = { ownBrands: ["Zibo"], authorised: [{ brand: "Yeti", until: "2026-12-31" }], ignored: [{ term: "Velcro", reason: "licensed", until: "2026-12-31" }] };
  const theirs: Decisions = {
    ownBrands: ["ZIBO", "Acme"],
    authorised: [{ brand: "yeti", until: "2027-06-30" }],
    ignored: [{ term: "velcro", reason: "", until: "" }, { term: "Polo", reason: "a shirt", until: "" }],
  };
  const both = merged(mine, theirs);
  assert.deepEqual(both, {
    ownBrands: ["Zibo", "Acme"],
    authorised: [{ brand: "Yeti", until: "2027-06-30" }],
    ignored: [{ term: "Velcro", reason: "licensed", until: "" }, { term: "Polo", reason: "a shirt", until: "" }],
  });
  assert.deepEqual(merged(both, theirs), both, "a second time changes nothing");
});

test("what does not parse is named", () => {
  assert.throws(() => parseDecisions({ ...none, ignored: [{ term: "a" }, { term: "b", until: "tomorrow" }] }, "file"), /file\.ignored\[1\]\.until: not a day/);
  assert.throws(() => parseDecisions({ ...none, ownBrands: [" "] }, "file"), /file\.ownBrands\[0\]: empty/);
  assert.throws(() => parseDecision({ kind: "own", brand: "x".repeat(201) }), /brand: longer than 200/);
  assert.throws(() => parseDecision({ kind: "buy" }), /kind/);
});

test("terms as an older version stored them are kept", () => {
  assert.deepEqual(parseSettings({ ignored: ["Velcro"] }).ignored, [{ term: "Velcro", reason: "", until: "" }]);
});
