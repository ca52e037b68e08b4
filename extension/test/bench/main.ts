// Times in the built extension, in both browsers: npm run bench.

import { cpus } from "node:os";
import { closeLab, openLab } from "../harness/lab.ts";
import { type BrowserName, browserNames } from "../harness/programs.ts";
import { pause } from "../../src/content/watch/schedule.ts";
import { fields } from "../harness/field.ts";
import { heldByTab, type Held } from "./memory.ts";
import { keyToFrame, median, pauseToMirror, pauseToPaint, quantile } from "./samples.ts";
import { keysInLongText, markInLongText } from "./typing.ts";

/** Samples of each time; fewer where each costs a start of the background. */
const many = 40;
const starts = 30;
const keys = 200;
const sizes = [5000, 20_000];
const kinds = [fields.textarea, fields.contenteditable];

/** "npm run bench typing" is only what writing costs, "memory" only what a tab holds. */
const [only] = process.argv.slice(2);
const wanted = (part: string) => only === undefined || only === part;

const rows: string[][] = [["browser", "what", "n", "median ms", "p95 ms"]];
const row = (browser: string, what: string, times: readonly number[]) =>
  rows.push([browser, what, String(times.length), median(times).toFixed(1), quantile(times, 0.95).toFixed(1)]);

for (const name of browserNames) {
  if (wanted("times")) await times(name);
  if (wanted("typing")) await typing(name);
}
if (wanted("memory")) await memory();

async function typing(name: BrowserName): Promise<void> {
  const run = async (bare: boolean) => {
    const lab = await openLab(name, { online: false, bare });
    const all = new Map<string, number[]>();
    for (const field of kinds) {
      for (const size of sizes) {
        all.set(`key to frame, ${size / 1000} KB and 100 findings, ${field.slice(1)}`, await keysInLongText(lab.browser, field, size, keys, !bare));
      }
    }
    const marks = new Map<string, number[]>();
    if (!bare) {
      for (const size of sizes) {
        const times = await markInLongText(lab.browser, size, many);
        marks.set(`mark seen after the pause, ${size / 1000} KB and 100 findings`, times.map((time) => time - pause));
      }
    }
    await closeLab(lab);
    return { all, marks, version: lab.browser.version };
  };
  const without = await run(true);
  const within = await run(false);
  for (const [what, times] of within.all) {
    const bare = without.all.get(what) ?? [];
    row(within.version, `${what}, without`, bare);
    row(within.version, `${what}, with`, times);
    rows.push([within.version, "added", "", (median(times) - median(bare)).toFixed(1), (quantile(times, 0.95) - quantile(bare, 0.95)).toFixed(1)]);
  }
  for (const [what, times] of within.marks) row(within.version, what, times);
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
  for (const what of ["tab", "keys", "fields"] as const) {
    console.log(`memory, ${what}: ${megabytes(within[what])} MB with, ${megabytes(without[what])} without, ${megabytes(within[what] - without[what])} added`);
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
  rows.push([version, "added by the extension", "", (median(within) - median(without)).toFixed(1), (quantile(within, 0.95) - quantile(without, 0.95)).toFixed(1)]);
  await closeLab(lab);
}

const [cpu] = cpus();
console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpu?.model.trim() ?? "unknown processor"}\n`);
const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
for (const cells of rows) console.log(cells.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  "));
