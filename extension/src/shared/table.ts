// Listings out of a file: CSV with a line of names, or JSON Lines. A line that
// is no listing is left out and named; the rest go on.

import { record } from "./parse.ts";
import { sides, type SeenInput, type Side } from "./seen.ts";

export type FileRow = { readonly line: number; readonly input: SeenInput; readonly side: Side | undefined };
export type BadLine = { readonly line: number; readonly why: "json" | "words" };
export type FileRead = { readonly rows: readonly FileRow[]; readonly bad: readonly BadLine[] };

export function readTable(text: string): FileRead {
  const body = text.replace(/^\ufeff/, "");
  return /^\s*\{/.test(body) ? readLines(body) : readCsv(body);
}

type Named = Readonly<Record<string, unknown>>;

function readLines(text: string): FileRead {
  const rows: FileRow[] = [];
  const bad: BadLine[] = [];
  text.split("\n").forEach((each, i) => {
    if (each.trim() === "") return;
    const line = i + 1;
    try {
      const named: Named = record(JSON.parse(each));
      keep(named, line, rows, bad);
    } catch {
      bad.push({ line, why: "json" });
    }
  });
  return { rows, bad };
}

function readCsv(text: string): FileRead {
  const [names, ...records] = csv(text);
  const rows: FileRow[] = [];
  const bad: BadLine[] = [];
  const keys = names?.cells.map((name) => name.trim().toLowerCase()) ?? [];
  for (const { line, cells } of records) {
    if (cells.every((cell) => cell.trim() === "")) continue;
    keep(Object.fromEntries(keys.map((key, i) => [key, cells[i] ?? ""])), line, rows, bad);
  }
  return { rows, bad };
}

function keep(named: Named, line: number, rows: FileRow[], bad: BadLine[]): void {
  const title = said(named, "title", "name");
  const parts = [said(named, "text"), said(named, "bullets", "bullet_points"), said(named, "description")].filter((part) => part !== "");
  // An exported text begins with its title; a table's columns do not.
  const text = parts[0]?.startsWith(title) === true ? parts.join("\n") : [title, ...parts].join("\n");
  if (text.trim() === "") {
    bad.push({ line, why: "words" });
    return;
  }
  const address = said(named, "address", "url", "link");
  const input = { address, title: title || (text.split("\n")[0] ?? ""), seller: said(named, "seller", "brand", "store"), text };
  rows.push({ line, input, side: sides.find((side) => side === said(named, "side").toLowerCase()) });
}

/** The first of some members that says something; a list is a line for each. */
function said(named: Named, ...keys: readonly string[]): string {
  for (const key of keys) {
    const value = named[key];
    const words = Array.isArray(value) ? value.filter((each) => typeof each === "string").join("\n") : typeof value === "string" ? value : "";
    if (words.trim() !== "") return words.trim();
  }
  return "";
}

type CsvRecord = { readonly line: number; readonly cells: readonly string[] };

/** RFC 4180, with commas, semicolons or tabs, whichever the first line has most of. */
function csv(text: string): readonly CsvRecord[] {
  const first = text.slice(0, text.indexOf("\n") + 1 || text.length);
  const comma = [",", ";", "\t"].reduce((best, each) => (first.split(each).length > first.split(best).length ? each : best));
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let line = 1;
  let start = 1;
  const end = () => {
    cells.push(cell);
    records.push({ line: start, cells });
    cells = [];
    cell = "";
  };
  // what lies between two signs is taken as a whole: letter by letter, a file of 20 MB takes 14 seconds
  const sign = new RegExp(`["\n\r${comma}]`, "g");
  let from = 0;
  for (let found = sign.exec(text); found !== null; found = sign.exec(text)) {
    const i = found.index;
    const c = found[0];
    if (i > from) cell += text.slice(from, i);
    from = i + 1;
    if (c === "\n") line++;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text.charAt(from) === '"') {
        cell += '"';
        sign.lastIndex = ++from;
      } else quoted = false;
    } else if (c === '"') {
      if (cell === "") quoted = true;
      else cell += c;
    } else if (c === comma) {
      cells.push(cell);
      cell = "";
    } else if (c === "\n") {
      end();
      start = line;
    }
  }
  cell += text.slice(from);
  if (cell !== "" || cells.length > 0) end();
  return records;
}
