// Every attack and every ordeal against the extension as it is built, in both
// browsers. A browser is started once: what one attack left must not help or
// hinder the next one, and that is part of the test.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { inEachBrowser } from "../harness/lab.ts";
import { added, Material, refused, usual } from "../harness/material.ts";
import { serving } from "../harness/replies.ts";
import { Subject } from "../harness/subject.ts";
import type { World } from "../harness/world.ts";
import { attacks } from "../attacks/cases.ts";
import { ordeals } from "../attacks/ordeals.ts";

const words = [usual, added, refused];
let material: Material;
before(async () => {
  material = await Material.make();
});
after(() => material.remove());

/** ATTACKS=all adds those that take seconds each, and every variant of the same attack: make attacks. */
const all = process.env["ATTACKS"] === "all";
const chosen = attacks.filter(({ slow }, i) => all || (slow !== true && i % 3 === 0));

describe("nothing bad is accepted, and the last good list goes on screening", () => {
  inEachBrowser({ online: true }, (lab) => {
    let subject: Subject;
    let world: World;
    const good = () => ({ version: material.good.target.custom.version, found: [usual, added] });
    const again = async () => {
      world = material.world().offer(material.good).release();
      await subject.fresh(world);
    };
    before(async () => {
      subject = await Subject.open(lab());
      await again();
    });

    for (const attack of chosen) {
      test(attack.name, async () => {
        const { gate } = lab();
        gate.play = attack.play(world.copy().offer(material.bait));
        assert.equal(await subject.update(), attack.says);
        assert.deepEqual(await subject.look(words), good());

        gate.play = serving(world.skip().release());
        assert.equal(await subject.update(), null, "the honest server is believed again");
        assert.deepEqual(await subject.look(words), good());
      });
    }

    for (const ordeal of ordeals.filter(({ slow }) => all || slow !== true)) {
      test(ordeal.name, async () => {
        await again();
        await ordeal.run({ subject, world, material });
      });
    }

    test("nobody but the list server was asked for anything", async () => {
      assert.deepEqual(lab().gate.strays().filter(({ host }) => host.includes("example")), []);
    });
  });
});
