// Days, as settings and lists write them: YYYY-MM-DD, the seller's own calendar.

import { ParseError, text, type Parser } from "./parse.ts";

export function today(now = new Date()): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** A day, or empty: for good. */
export const dayOrNever: Parser<string> = (value, at = "value") => {
  const day = text(value, at);
  // Date.parse takes 30 February for a day of March; written back it shows.
  if (day !== "" && !(isWritten(day) && isReal(day))) throw new ParseError(`${at}: not a day such as 2027-01-31`);
  return day;
};

/** Whether what holds until a day, that day with it, still holds. */
export function holdsOn(until: string, day: string): boolean {
  return until === "" || day <= until;
}

/** The later of two ends; for good is latest. */
export function later(a: string, b: string): string {
  return a === "" || b === "" ? "" : a > b ? a : b;
}

function isWritten(day: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(day);
}

function isReal(day: string): boolean {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
