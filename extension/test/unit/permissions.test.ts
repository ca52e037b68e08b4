import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

type Manifest = { readonly permissions?: readonly string[]; readonly optional_permissions?: readonly string[]; readonly host_permissions?: readonly string[] };

const manifests = ["manifest.json", "manifest.chromium.json", "manifest.firefox.json"].map(
  (name): Manifest => JSON.parse(readFileSync(new URL(`../../static/${name}`, import.meta.url), "utf8")),
);
const asked = new Set(manifests.flatMap(({ permissions = [], optional_permissions = [] }) => [...permissions, ...optional_permissions]));

test("every permission has its reason in the README, and the README names no other", () => {
  const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
  const [, section = ""] = /^## Privacy and permissions\n([^]*?)^## /m.exec(readme) ?? [];
  const rows = [...section.matchAll(/^\| (`[^|]+`) \| ([^|]+) \|$/gm)];
  const named = rows.flatMap(([, cell = ""]) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name));
  assert.deepEqual(named.toSorted(), [...asked].toSorted());
  for (const [, cell, reason = ""] of rows) assert.ok(reason.length > 10, `${cell} has a reason`);
});

test("no page is read by a permission of its own: only the sites of the content scripts, and those the seller adds", () => {
  for (const { host_permissions = [] } of manifests) assert.deepEqual(host_permissions, []);
  assert.ok(!asked.has("tabs") && !asked.has("webRequest") && !asked.has("history"));
});
