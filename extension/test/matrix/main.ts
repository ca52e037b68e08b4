// Editors by behaviours in both browsers, as a table: make matrix. The table is
// kept as Markdown in .build/matrix.md.
//
//	node --import tsx test/matrix/main.ts [--browser firefox] [editor...]

import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { closeLab, openLab, type Lab } from "../harness/lab.ts";
import { browserNames } from "../harness/programs.ts";
import { behaviours } from "./behaviours.ts";
import { editors, isEditor, type Editor } from "./editors.ts";
import { Subject } from "./subject.ts";

/** Why it fails; empty where it holds. */
type Cell = { readonly why: string };

const { values, positionals } = parseArgs({ options: { browser: { type: "string" } }, allowPositionals: true });
const chosen: readonly Editor[] = positionals.length > 0 ? positionals.filter(isEditor) : Object.keys(editors).filter(isEditor);
const table = new Map<string, Cell>();
const versions: string[] = [];
const heads = ["editor", ...behaviours.map(({ name }) => name)];

for (const name of browserNames.filter((each) => values.browser === undefined || each === values.browser)) {
  const lab = await openLab(name, { online: false });
  versions.push(lab.browser.version);
  try {
    for (const editor of chosen) await fill(lab, editor);
  } finally {
    await closeLab(lab);
  }
}

/** One row in one browser; after a failure the rest goes on, on a fresh page. */
async function fill(lab: Lab, editor: Editor): Promise<void> {
  let subject: Subject | null = null;
  let painted = true;
  for (const { name, run } of behaviours) {
    let cell: Cell = { why: "" };
    try {
      if (subject === null) {
        subject = await Subject.open(lab.browser, editor);
        if (name !== "paint") await begin(subject, painted);
      }
      await run(subject);
    } catch (error) {
      cell = { why: error instanceof Error ? error.message : String(error) };
      if (name === "paint") painted = false;
      await subject?.close().catch(() => undefined);
      subject = null;
    }
    table.set(`${lab.browser.name} ${editor} ${name}`, cell);
  }
  await subject?.close();
  const bad = behaviours.filter(({ name }) => !holds(table.get(`${lab.browser.name} ${editor} ${name}`)));
  console.error(`${lab.browser.name} ${editor}: ${bad.length === 0 ? "all hold" : `fails: ${bad.map(({ name }) => name).join(", ")}`}`);
}

async function begin(subject: Subject, painted: boolean): Promise<void> {
  if (!painted) throw new Error("not reached: nothing is painted");
  await behaviours[0]?.run(subject);
}

function holds(cell: Cell | undefined): boolean {
  return cell?.why === "";
}

/** A sign for each browser in a cell. */
function rowsWith(ok: string, fails: string): readonly (readonly string[])[] {
  return chosen.map((editor) => [
    editors[editor],
    ...behaviours.map(({ name }) => browserNames.flatMap((browser) => table.get(`${browser} ${editor} ${name}`) ?? []).map((cell) => (holds(cell) ? ok : fails)).join(" ")),
  ]);
}

/** Why each cell fails, and how many hold. */
function summary(): readonly string[] {
  const all = [...table.values()];
  const failed = [...table].filter(([, cell]) => !holds(cell)).map(([name, { why }]) => `${name}: ${why}`);
  return [`${versions.join(" and ")}: ${all.filter(holds).length} of ${all.length} cells hold`, ...failed];
}

function markdown(): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [`${summary()[0]}.`, "", line(heads), line(heads.map(() => "---")), ...rowsWith("\u2713", "\u2717").map(line), ""].join("\n");
}

function plain(): string {
  const rows = [heads, ...rowsWith("+", "FAIL")];
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()).join("\n");
}

const out = fileURLToPath(new URL("../../../.build/", import.meta.url));
mkdirSync(out, { recursive: true });
writeFileSync(`${out}matrix.md`, markdown());
console.log([plain(), "", ...summary()].join("\n"));
if (![...table.values()].every(holds)) process.exitCode = 1;
