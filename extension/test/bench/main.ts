// Times in the built extension, in both browsers: npm run bench.

import { cpus } from "node:os";
import { closeLab, openLab } from "../harness/lab.ts";
import { type BrowserName, browserNames } from "../harness/programs.ts";
import { pause } from "../../src/content/watch/schedule.ts";
import { fields } from "../harness/field.ts";
import { heldByTab, type Held } from "./memory.ts";
import { endedToVerdict, marksHeld } from "./register.ts";
import { keyToFrame, median, pauseToMirror, pauseToPaint, quantile } from "./samples.ts";
import { findings, keysInLongText, markInLongText, workPerKey } from "./typing.ts";

/** Samples of each time; fewer where each costs a start of the background. */
const many = 40;
const starts = 30;
const keys = 200;
const sizes = [5000, 20_000];
const kinds = [fields.textarea, fields.contenteditable];

/** "npm run bench typing" is only what writing costs, "memory" only what a tab holds, "register" only the start beside one. */
const [only] = process.argv.slice(2);
const wanted = (part: string) => only === undefined || only === part;

/** Milliseconds that a key may take longer, and from the pause to the mark; megabytes of a tab. */
const budgets = { key: 2, mark: 50, tab: 3, start: 100, startBesideRegister: 150 };
/** More than this, over all keystrokes or all fields that came and went, is growth. */
const noise = 0.3;

const rows: string[][] = [["browser", "what", "n", "median ms", "p95 ms", "budget"]];
const row = (browser: string, what: string, times: readonly number[], budget = "") =>
  rows.push([browser, what, String(times.length), median(times).toFixed(1), quantile(times, 0.95).toFixed(1), budget]);

for (const name of browserNames) {
  if (wanted("times")) await times(name);
  if (wanted("typing")) await typing(name);
  if (wanted("register")) await starting(name);
}
if (wanted("memory")) await memory();

async function typing(name: BrowserName): Promise<void> {
  const run = async (bare: boolean) => {
    const lab = await openLab(name, { online: false, bare });
    const keyTimes = new Map<string, number[]>();
    const work = new Map<string, number>();
    const marks = new Map<string, number[]>();
    for (const field of kinds) {
      for (const size of sizes) {
        const where = `${size / 1000} KB and ${findings} findings, ${field.slice(1)}`;
        keyTimes.set(where, await keysInLongText(lab.browser, field, size, keys, !bare));
        if (name === "chromium") work.set(where, await workPerKey(lab.browser, field, size, keys, !bare));
      }
    }
    if (!bare) for (const size of sizes) marks.set(`${size / 1000} KB and ${findings} findings`, await markInLongText(lab.browser, size, many));
    await closeLab(lab);
    return { keyTimes, work, marks, version: lab.browser.version };
  };
  const without = await run(true);
  const within = await run(false);
  const { version } = within;
  for (const [where, times] of within.keyTimes) {
    const bare = without.keyTimes.get(where) ?? [];
    row(version, `key to frame without, ${where}`, bare);
    row(version, `key to frame with, ${where}`, times);
    added(version, median(times) - median(bare), quantile(times, 0.95) - quantile(bare, 0.95));
  }
  for (const [where, each] of within.work) {
    const more = each - (without.work.get(where) ?? Number.NaN);
    rows.push([version, `main thread a key, added, ${where}`, "", more.toFixed(2), "", `mean ${budgets.key} ms: ${verdictOn(more, budgets.key)}`]);
  }
  // A check starts when nothing was written for so long after the last key's own event: from there to the painted frame.
  for (const [where, times] of within.marks) {
    const after = times.map((time) => time - pause);
    row(version, `end of the pause (${pause} ms after the key) to painted mark, ${where}`, after, `median ${budgets.mark} ms: ${verdictOn(median(after), budgets.mark)}`);
  }
}

async function starting(name: BrowserName): Promise<void> {
  for (const [register, what, budget] of [
    [false, "the curated list", budgets.start],
    [true, `${marksHeld} marks besides`, budgets.startBesideRegister],
  ] as const) {
    const lab = await openLab(name, { online: false });
    const times = await endedToVerdict(lab, starts, register);
    row(lab.browser.version, `background killed, check to verdict, ${what}`, times, `median ${budget} ms: ${verdictOn(median(times), budget)}`);
    await closeLab(lab);
  }
}

function added(version: string, half: number, most: number): void {
  rows.push([version, "added", "", half.toFixed(1), most.toFixed(1), `p95 ${budgets.key} ms: ${verdictOn(most, budgets.key)}`]);
}

function verdictOn(figure: number, budget: number): string {
  return figure <= budget ? "kept" : "missed";
}

async function memory(): Promise<void> {
  const held = async (bare: boolean): Promise<Held> => {
    const lab = await openLab("chromium", { online: false, bare });
    const all = await heldByTab(lab.browser);
    await closeLab(lab);
    return all;
  };
  const [without, within] = [await held(true), await held(false)];
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(2);
  for (const [what, budget] of [["tab", budgets.tab], ["keys", noise], ["fields", noise]] as const) {
    const more = (within[what] - without[what]) / 1e6;
    console.log(`memory, ${what}: ${megabytes(within[what])} MB with, ${megabytes(without[what])} without, ${more.toFixed(2)} added; budget ${budget} MB: ${verdictOn(more, budget)}`);
  }
}

async function times(name: BrowserName): Promise<void> {
  const bare = await openLab(name, { online: false, bare: true });
  const without = await keyToFrame(bare.browser, many);
  await closeLab(bare);

  const lab = await openLab(name, { online: false });
  const { browser } = lab;
  const version = browser.version;
  row(version, "last key to painted mark, contenteditable", await pauseToPaint(browser, many, false));
  row(version, "last key to painted mark, textarea (seen from outside)", await pauseToMirror(browser, many));
  row(version, "background killed, last key to painted mark", await pauseToPaint(browser, starts, true));
  const within = await keyToFrame(browser, many);
  row(version, "key to frame in 5 KB of text, without the extension", without);
  row(version, "key to frame in 5 KB of text, with it", within);
  added(version, median(within) - median(without), quantile(within, 0.95) - quantile(without, 0.95));
  await closeLab(lab);
}

const [cpu] = cpus();
console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpu?.model.trim() ?? "unknown processor"}\n`);
const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
for (const cells of rows) console.log(cells.map((cell, column) => (column < 2 || column > 4 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ").trimEnd());
