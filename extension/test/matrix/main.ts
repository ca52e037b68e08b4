// Editors by behaviours in both browsers, as a table: make matrix.
//
//	node --import tsx test/matrix/main.ts [--browser firefox] [editor...]

import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { closeLab, openLab, type Lab } from "../harness/lab.ts";
import { browserNames } from "../harness/programs.ts";
import { behaviours, NotHere } from "./behaviours.ts";
import { editors, isEditor, type Editor } from "./editors.ts";
import { Subject } from "./subject.ts";

type Cell = { readonly is: "ok" | "fails" | "not here"; readonly why: string };

const { values, positionals } = parseArgs({ options: { browser: { type: "string" } }, allowPositionals: true });
const chosen: readonly Editor[] = positionals.length > 0 ? positionals.filter(isEditor) : Object.keys(editors).filter(isEditor);
const table = new Map<string, Cell>();
const versions: string[] = [];

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
    let cell: Cell = { is: "ok", why: "" };
    try {
      if (subject === null) {
        subject = await Subject.open(lab.browser, editor);
        if (name !== "paint") await begin(subject, painted);
      }
      await run(subject);
    } catch (error) {
      cell = { is: error instanceof NotHere ? "not here" : "fails", why: error instanceof Error ? error.message : String(error) };
      if (cell.is === "fails") {
        if (name === "paint") painted = false;
        await subject?.close().catch(() => undefined);
        subject = null;
      }
    }
    table.set(`${lab.browser.name} ${editor} ${name}`, cell);
  }
  await subject?.close();
  const cells = behaviours.map(({ name }) => `${name} ${table.get(`${lab.browser.name} ${editor} ${name}`)?.is}`);
  console.error(`${lab.browser.name} ${editor}: ${cells.join(", ")}`);
}

async function begin(subject: Subject, painted: boolean): Promise<void> {
  if (!painted) throw new Error("not reached: nothing is painted");
  await behaviours[0]?.run(subject);
}

const signs = { ok: "+", fails: "FAIL", "not here": "n/a" } as const;

function print(): string {
  const heads = ["editor", ...behaviours.map(({ name }) => name)];
  const rows = chosen.map((editor) => [
    editors[editor],
    ...behaviours.map(({ name }) =>
      browserNames.flatMap((browser) => table.get(`${browser} ${editor} ${name}`) ?? []).map(({ is }) => signs[is]).join("/"),
    ),
  ]);
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd();
  const notes = [...table].filter(([, { is }]) => is !== "ok").map(([cell, { is, why }]) => `${cell}: ${signs[is]}: ${why}`);
  const all = [...table.values()];
  const count = (is: Cell["is"]) => all.filter((cell) => cell.is === is).length;
  return [
    `${versions.join(" / ")}: ${count("ok")} of ${all.length} cells hold, ${count("fails")} fail, ${count("not here")} cannot be tested`,
    "",
    line(heads),
    ...rows.map(line),
    "",
    ...new Set(notes),
    "",
  ].join("\n");
}

const text = print();
const out = fileURLToPath(new URL("../../../.build/", import.meta.url));
mkdirSync(out, { recursive: true });
writeFileSync(`${out}matrix.txt`, text);
console.log(text);
if ([...table.values()].some(({ is }) => is === "fails")) process.exitCode = 1;
