// Every wording a person reads. The browser's own i18n cannot change its
// language at run time, so the same catalogues are bundled and read here;
// params stand in braces, which the browser leaves alone.

import en from "../../static/_locales/en/messages.json" with { type: "json" };
import zh from "../../static/_locales/zh_CN/messages.json" with { type: "json" };
import type { Settings } from "./settings.ts";

export type Language = "en" | "zh-CN";
export type MessageKey = keyof typeof en;
export type Params = Readonly<Record<string, string | number>>;

type Catalogue = Readonly<Record<string, { readonly message: string }>>;
const catalogues: Readonly<Record<Language, Catalogue>> = { en, "zh-CN": zh };

let current: Language = "en";

/** Takes the language of the settings, or else the browser's own. */
export function useLanguage(chosen: Settings["language"], browser = navigator.language): Language {
  current = chosen !== "auto" ? chosen : browser.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
  return current;
}

export function language(): Language {
  return current;
}

/** The wording of a key in the language in use, params filled in. */
export function t(key: MessageKey, params: Params = {}): string {
  return tell(key, params) ?? key;
}

/** As t, for keys that come from a list and may be newer than this extension. */
export function tell(key: string, params: Params = {}): string | undefined {
  const message = catalogues[current][key]?.message ?? catalogues.en[key]?.message;
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

/** "A, B and C" or "A、B和C". */
export function join(items: readonly string[]): string {
  return new Intl.ListFormat(current).format(items);
}
