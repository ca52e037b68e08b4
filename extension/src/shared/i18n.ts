// Every wording a person reads. The browser's own i18n cannot change its
// language at run time, so the same catalogues are bundled and read here;
// params stand in braces, which the browser leaves alone.

import { catalogues } from "#locales";
import type en from "../../static/_locales/en/messages.json";

export type MessageKey = keyof typeof en;
export type Params = Readonly<Record<string, string | number>>;

/** What is not translated is said in this one. */
const fallback = "en";

let current = fallback;

/** Takes the language of the settings or else the browser's own, of another country where there is only that. */
export function useLanguage(chosen: string, browser?: string): string {
  const known = Object.keys(catalogues);
  if (known.includes(chosen)) return (current = chosen);
  const spoken = browser ?? navigator.language;
  const like = (part: (code: string) => string) => known.find((code) => part(code.toLowerCase()) === part(spoken.toLowerCase()));
  current = like((code) => code) ?? like((code) => code.replace(/-.*/, "")) ?? fallback;
  return current;
}

export function language(): string {
  return current;
}

/** The languages there are, each by its own name. */
export function languageNames(): readonly { readonly code: string; readonly name: string }[] {
  return Object.entries(catalogues).map(([code, catalogue]) => ({ code, name: catalogue["language_name"]?.message ?? code }));
}

/** The wording of a key in the language in use, params filled in. */
export function t(key: MessageKey, params: Params = {}): string {
  return tell(key, params) ?? key;
}

/** As t, for keys that come from a list and may be newer than this extension. */
export function tell(key: string, params: Params = {}): string | undefined {
  const message = catalogues[current]?.[key]?.message ?? catalogues[fallback]?.[key]?.message;
  return message?.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** "24 Nov 2026" or "2026年11月24日" of a day written 2026-11-24. */
export function day(date: string): string {
  const time = Date.parse(date);
  return Number.isNaN(time) ? date : new Intl.DateTimeFormat(current, { dateStyle: "medium", timeZone: "UTC" }).format(time);
}

/** "3 days ago" or "3天前"; the coarsest unit that fits. */
export function ago(time: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(current, { numeric: "auto" });
  const minutes = Math.round((time - now) / 60_000);
  if (Math.abs(minutes) < 60) return format.format(minutes, "minute");
  if (Math.abs(minutes) < 48 * 60) return format.format(Math.round(minutes / 60), "hour");
  return format.format(Math.round(minutes / (24 * 60)), "day");
}

/** "Germany" or "德国" of a country's code, "欧盟" of an office's; one that goes by another office names both: "德国 (WIPO)" of WO-DE. */
export function place(code: string): string {
  const [first = "", by] = code.split("-").toReversed();
  const name = tell(`place_${first.toLowerCase()}`) ?? countryName(first);
  return by === undefined ? name : `${name} (${place(by)})`;
}

function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (new Intl.DisplayNames(current, { type: "region", style: "short" }).of(code) ?? code) : code;
}

/** Bytes as megabytes, to a tenth: what is there is never 0. */
export function megabytes(bytes: number): string {
  return (Math.ceil((10 * bytes) / (1 << 20)) / 10).toLocaleString(current);
}

/** "A, B and C" or "A、B和C". */
export function join(items: readonly string[]): string {
  return new Intl.ListFormat(current).format(items);
}
