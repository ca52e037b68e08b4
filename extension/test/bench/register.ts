// From a check that finds the background ended to its verdict, by the list
// alone and beside a register of millions of marks.

import { existsSync, readFileSync } from "node:fs";
import { emptyListing, type Listing } from "../../src/shared/verdict.ts";
import { fields, fill, onForm } from "../harness/field.ts";
import type { Lab } from "../harness/lab.ts";
import { marks } from "../harness/marks.ts";
import { serving } from "../harness/replies.ts";
import { Subject } from "../harness/subject.ts";
import { untilEqual } from "../harness/until.ts";
import { hashOf, list, World } from "../harness/world.ts";

/** Names in the register that `go run ./server/internal/bench` leaves. */
export const marksHeld = 3_000_000;
const made = new URL("../../../.build/bench/", import.meta.url);
const file = new URL(`register-${marksHeld}.pack`, made);
const name = "register-us.pack";

/** Milliseconds from a message to the background, which was ended before, to the verdict on a listing of 5 KB. */
export async function endedToVerdict(lab: Lab, count: number, register: boolean): Promise<number[]> {
  const subject = await Subject.open(lab);
  if (register) await take(lab, subject);
  const listing = firstListing();
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    await lab.browser.killBackground();
    times.push(
      await subject.page.evaluate(async (listing) => {
        const from = performance.now();
        const { reply } = await chrome.runtime.sendMessage({ kind: "check", request: { listing } });
        if (reply.findings.length === 0) throw new Error("nothing was found");
        return performance.now() - from;
      }, listing),
    );
  }
  await subject.page.close();
  return times;
}

/** One of the listings that the core is timed with. */
function firstListing(): Listing {
  const [line = ""] = readFileSync(new URL("listings.jsonl", made), "utf8").split("\n");
  const { own_brands: ownBrands, ...rest } = JSON.parse(line) as Omit<Listing, "ownBrands"> & { own_brands: string[] };
  return { ...emptyListing, ...rest, ownBrands };
}

/** Offers the register, signed, and has the extension fetch it. */
async function take({ browser, server, gate }: Lab, subject: Subject): Promise<void> {
  if (!existsSync(file)) throw new Error("the register is missing: make bench makes it before");
  const pack = readFileSync(file);
  const world = World.of(server.state);
  const like = world.lists[list];
  if (like === undefined) throw new Error(`${list} is not published`);
  const custom = { list: "register:US", version: 1, as_of: like.custom.as_of, format: like.custom.format, terms: marksHeld };
  const hash = hashOf(pack);
  world.lists[name] = { length: pack.length, hashes: { sha256: hash }, custom };
  world.files.set(`/v1/p/${hash}.${name}`, pack);
  gate.play = serving(world.release());
  // The register of a country is taken once a listing for it was checked.
  await onForm(browser, async (page) => {
    await fill(page, fields.textarea, "Velcro");
    await untilEqual("marks", () => marks(browser, page, fields.textarea), ["Velcro"]);
  });
  const failure = await subject.update();
  const held = await subject.registers();
  if (held[0]?.state !== "in_use") throw new Error(`the register is not in use: ${failure ?? ""} ${JSON.stringify(held)}`);
}
