// This core beside Harper's published engine on the same text: the time of the
// first answer, of a check after an edit, and the memory of a process that
// holds nothing else. They look for different things; what they share is that
// a seller waits for them. npm run bench:harper
//
// Each engine runs in a process of its own: node --import tsx test/bench/harper.ts ours|harper

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadChecker } from "../../src/checker/checker.ts";
import { emptyListing } from "../../src/shared/verdict.ts";
import { table } from "./core/table.ts";
import { median, quantile } from "./samples.ts";
import { longText } from "./typing.ts";

type Check = (text: string) => unknown;
type Result = { readonly start: number; readonly checks: readonly (readonly number[])[]; readonly megabytes: number };

const sizes = [5000, 20_000];
const rounds = 30;
const root = new URL("../../../", import.meta.url);

const engines: Readonly<Record<string, () => Promise<Check>>> = {
  async ours() {
    const module = readFileSync(new URL(".build/core.wasm", root));
    const checker = await loadChecker(new Response(module, { headers: { "content-type": "application/wasm" } }));
    checker.open(readFileSync(new URL(".clearlist/published/base/curated.pack", root)));
    return (description) => checker.check({ ...emptyListing, marketplace: "amazon.com", description });
  },
  async harper() {
    const [{ LocalLinter }, { binary }] = await Promise.all([import("harper.js"), import("harper.js/binary")]);
    const linter = new LocalLinter({ binary });
    await linter.setup();
    return (text) => linter.organizedLints(text);
  },
};

async function measure(name: string): Promise<Result> {
  const before = process.memoryUsage().rss;
  const begun = performance.now();
  const check = await engines[name]?.();
  if (check === undefined) throw new Error(`no engine ${name}`);
  await check("Velcro straps");
  const start = performance.now() - begun;
  const checks: number[][] = [];
  for (const size of sizes) {
    const times: number[] = [];
    let text = longText(size);
    for (let n = 0; n < rounds; n++) {
      text += n % 5 === 4 ? " strap" : "s";
      const from = performance.now();
      await check(text);
      times.push(performance.now() - from);
    }
    checks.push(times);
  }
  return { start, checks, megabytes: (process.memoryUsage().rss - before) / 1e6 };
}

const [chosen] = process.argv.slice(2);
if (chosen !== undefined) {
  console.log(JSON.stringify(await measure(chosen)));
} else {
  const rows = [["engine", "start and first answer ms", ...sizes.flatMap((size) => [`${size / 1000} KB edited ms`, "p95"]), "memory MB"]];
  for (const name of Object.keys(engines)) {
    const out = execFileSync(process.execPath, ["--import", "tsx", fileURLToPath(import.meta.url), name], { encoding: "utf8" });
    const { start, checks, megabytes } = JSON.parse(out) as Result;
    rows.push([name, start.toFixed(0), ...checks.flatMap((times) => [median(times).toFixed(2), quantile(times, 0.95).toFixed(2)]), megabytes.toFixed(0)]);
  }
  console.log(table(rows));
}
