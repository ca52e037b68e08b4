// Times in the built extension, in both browsers: npm run bench.

import { cpus } from "node:os";
import { closeLab, openLab } from "../harness/lab.ts";
import { browserNames } from "../harness/programs.ts";
import { keyToFrame, median, pauseToMirror, pauseToPaint, quantile } from "./samples.ts";

/** Samples of each time; fewer where each costs a start of the background. */
const many = 40;
const starts = 30;

const rows: string[][] = [["browser", "what", "n", "median ms", "p95 ms"]];
const row = (browser: string, what: string, times: readonly number[]) =>
  rows.push([browser, what, String(times.length), median(times).toFixed(1), quantile(times, 0.95).toFixed(1)]);

for (const name of browserNames) {
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
