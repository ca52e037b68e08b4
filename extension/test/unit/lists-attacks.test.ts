// Every attack of the table against the update client in this process. The
// browsers run the same table: make attacks.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { attacks } from "../attacks/cases.ts";
import { added, Material, refused, usual } from "../harness/material.ts";
import { Native } from "../harness/native.ts";
import { serving } from "../harness/replies.ts";
import type { World } from "../harness/world.ts";

let material: Material;
let world: World;
let native: Native;
const words = [usual, added, refused];

before(async () => {
  material = await Material.make();
  world = material.world().offer(material.good).release();
  native = await Native.start();
  native.play = serving(world);
  assert.equal(await native.update(), null);
});
after(() => {
  native.close();
  material.remove();
});

for (const attack of attacks.filter(({ slow }) => slow !== true)) {
  test(attack.name, async () => {
    const good = { version: material.good.target.custom.version, found: [usual, added] };
    native.play = attack.play(world.copy().offer(material.bait));
    assert.equal(await native.update(), attack.says);
    assert.deepEqual(await native.look(words), good);

    native.play = serving(world.skip().release());
    assert.equal(await native.update(), null, "the honest server is believed again");
    assert.deepEqual(await native.look(words), good);
  });
}
