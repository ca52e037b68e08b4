import assert from "node:assert/strict";
import test from "node:test";

import { placeOf } from "../../src/background/lists/registers.ts";
import { wantedRegisters } from "../../src/background/registers.ts";
import { defaultSettings } from "../../src/shared/settings.ts";

test("international marks of a country go with its own register", () => {
  const settings = { ...defaultSettings, registers: ["US"], registersByMarketplace: true };
  assert.deepEqual(wantedRegisters(settings, []), ["register:US"]);
  assert.deepEqual(wantedRegisters(settings, ["register:DE"]), ["register:US", "register:DE", "register:WO-DE"]);
  assert.deepEqual(wantedRegisters(settings, ["register:WO-DE", "register:DE"]), ["register:US", "register:WO-DE", "register:DE"]);
  assert.deepEqual(wantedRegisters({ ...settings, registersByMarketplace: false }, ["register:DE"]), ["register:US"]);
});

test("a register's place is its country", () => {
  assert.equal(placeOf("register:DE"), "DE");
  assert.equal(placeOf("register:WO-DE"), "DE");
});
