// What the extension does over a field, each as a test of one editor. They run
// in this order on one page, each from the text the one before has left.

import assert from "node:assert/strict";
import { until } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";
import type { Snapshot, Subject } from "./subject.ts";

export type Behaviour = {
  readonly name: string;
  readonly run: (subject: Subject) => Promise<void>;
};

const sentence = "Velcro straps, antibacterial";
const flagged = ["Velcro", "antibacterial"];
const alternative = "hook and loop fastener";

export const behaviours: readonly Behaviour[] = [
  { name: "paint", run: paint },
  { name: "untouched", run: untouched },
  { name: "follow", run: follow },
  { name: "scroll", run: scroll },
  { name: "zoom", run: zoom },
  { name: "card", run: card },
  { name: "replace", run: replace },
  { name: "undo", run: undo },
  { name: "ignore", run: ignore },
  { name: "IME", run: compose },
  { name: "killed", run: killed },
  { name: "reloaded", run: reloaded },
];

async function paint(subject: Subject): Promise<void> {
  await subject.enter();
  await subject.write(sentence);
  await subject.untilText("the text is written", sentence);
  await subject.untilMarked("marks", flagged);
}

/** The same is written with the extension paused and at work: the page's tree, the editor's value, the selection, what it saves are the same. */
async function untouched(subject: Subject): Promise<void> {
  await subject.pause(true);
  const without = await (async () => {
    await subject.untilMarked("no marks while paused", []);
    return written(subject);
  })().finally(() => subject.pause(false));
  const within = await written(subject, () => subject.untilMarked("marks", flagged));
  assert.deepEqual(within, without);
}

async function written(subject: Subject, marked?: () => Promise<void>): Promise<Snapshot> {
  await clear(subject);
  const { saves } = await subject.settled();
  await subject.write(sentence);
  await subject.untilText("the text is written", sentence);
  await marked?.();
  const now = await subject.settled();
  return { ...now, saves: now.saves - saves };
}

async function follow(subject: Subject): Promise<void> {
  await subject.chord("Control", "Home");
  await subject.write("New ");
  await subject.untilText("the text", `New ${sentence}`);
  await subject.untilMarked("marks moved along", flagged);
  await subject.chord("Control", "End");
  await subject.write(", Velcro");
  await subject.untilMarked("a new mark", [...flagged, "Velcro"]);
  for (let letter = 0; letter < ", Velcro".length; letter++) await subject.page.keyboard.press("Backspace");
  await subject.untilMarked("the new mark is gone", flagged);
  await clear(subject);
  await subject.write(sentence);
  await subject.untilMarked("marks of what is written anew", flagged);
}

async function scroll(subject: Subject): Promise<void> {
  const by = await subject.page.evaluate(() => (scrollTo({ top: 30, behavior: "instant" }), scrollY));
  await subject.untilMarked("marks on their words after scrolling", flagged);
  assert.ok(by > 0, "the page scrolls");
  await subject.page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
  await subject.untilMarked("marks after scrolling back", flagged);
}

async function zoom(subject: Subject): Promise<void> {
  const frame = await subject.frame();
  const set = (to: string) => frame.evaluate((to) => void (document.documentElement.style.zoom = to), to);
  await set("1.5");
  await subject.untilMarked("marks on their words at 150 %", flagged);
  await set("");
  await subject.untilMarked("marks at 100 %", flagged);
}

async function card(subject: Subject): Promise<void> {
  const { card, buttons } = await subject.openCard("Velcro");
  assert.match(card, /Velcro IP/, "the owner");
  assert.ok(buttons.length > 0);
  await subject.page.keyboard.press("Escape");
  await subject.cardGone();
}

async function replace(subject: Subject): Promise<void> {
  await subject.openCard("Velcro");
  const written = await subject.press(alternative);
  await until("the alternative stands in the editor's own text", async () =>
    (await subject.text()).toLowerCase() === sentence.replace("Velcro", alternative).toLowerCase() ? true : undefined,
  ).catch(async (error: unknown) => {
    throw new Error(`after “${written}” the text is “${await subject.text()}”, the card says “${(await subject.shown()).told}”`, { cause: error });
  });
  await subject.cardGone();
  await subject.untilMarked("marks after the replacement", flagged.slice(1));
}

async function undo(subject: Subject): Promise<void> {
  const replaced = await subject.text();
  await subject.chord("Control", "z");
  await subject.untilText("the editor's own undo", sentence).catch(async (error: unknown) => {
    throw new Error(`undo of “${replaced}” gives “${await subject.text()}”`, { cause: error });
  });
  await subject.untilMarked("marks after undo", flagged);
}

async function ignore(subject: Subject): Promise<void> {
  await subject.openCard("antibacterial");
  await subject.press(wording("card_ignore_here"));
  await subject.cardGone();
  await subject.untilMarked("the others stay", flagged.slice(0, 1));
}

/** Pinyin is composed beside a marked word: nothing ends the composition but its own end. */
async function compose(subject: Subject): Promise<void> {
  await subject.enter();
  await subject.chord("Control", "End");
  const ended = await subject.compositions();
  for (const text of ["n", "ni", "nih", "niha", "nihao"]) {
    await subject.browser.compose(subject.page, text);
    await subject.untilMarked("marks while composing", flagged.slice(0, 1));
  }
  assert.equal(await subject.compositions(), ended, "the composition goes on");
  await subject.browser.commit(subject.page, "\u4f60\u597d");
  await subject.untilText("what was composed", `${sentence}\u4f60\u597d`);
  // The word that was ignored here has other neighbours now, and is told of again.
  await until("marks after composing", async () => ((await subject.marks())[0] === "Velcro" ? true : undefined));
}

async function killed(subject: Subject): Promise<void> {
  await clear(subject);
  await subject.write("Strong straps, Velcr"); // long enough for a bullet point
  await subject.untilMarked("nothing yet", []);
  await subject.browser.killBackground();
  await subject.write("o");
  await subject.untilMarked("marks by a background started anew", ["Velcro"]);
}

/** What is left of the old extension goes without a trace; on a page loaded anew, the new one works. */
async function reloaded(subject: Subject): Promise<void> {
  await subject.browser.reload();
  await subject.write(" and Velcro");
  let marks: readonly string[] = [];
  await until("no stale marks", async () => {
    marks = await subject.marks();
    return marks.length === 0 || marks.join() === "Velcro,Velcro" ? true : undefined;
  }).catch((error: unknown) => {
    throw new Error(`stale marks on ${JSON.stringify(marks)}`, { cause: error });
  });
  await subject.untilText("the text", "Strong straps, Velcro and Velcro");
  await subject.page.reload({ waitUntil: "domcontentloaded" });
  await subject.enter();
  await subject.write(sentence);
  await subject.untilMarked("marks by the new one", flagged);
}

async function clear(subject: Subject): Promise<void> {
  await subject.enter();
  await subject.chord("Control", "a");
  await subject.page.keyboard.press("Backspace");
  await subject.untilText("an empty field", "");
}
