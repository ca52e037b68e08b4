// A finding that the seller calls wrong, as a file on their own disk.

import { ParseError, record, text, type Parser } from "./parse.ts";

export type Report = { readonly name: string; readonly content: string };

/** Far above a finding with its rights and the words around it. */
const maxContent = 1 << 20;

/** Only files of this name are saved, whoever asks. */
const named = /^clearlist-report-[\p{L}\p{N}-]{0,40}\.json$/u;

export const parseReport: Parser<Report> = (value, at = "report") => {
  const source = record(value, at);
  const [name, content] = [text(source["name"], `${at}.name`), text(source["content"], `${at}.content`)];
  if (!named.test(name)) throw new ParseError(`${at}.name: not that of a report`);
  if (content.length > maxContent) throw new ParseError(`${at}.content: too long`);
  return { name, content };
};

export function reportName(term: string): string {
  return `clearlist-report-${term.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 40)}.json`;
}

/** Saves it on the seller's disk. The link is in no document: no page sees it pressed. */
export function save({ name, content }: Report): void {
  const address = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the bytes when the next task runs.
  setTimeout(() => URL.revokeObjectURL(address));
}
