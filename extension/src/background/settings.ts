// The only writer of the settings.

import { parseSettings, settingsKey, settingsParsers, type Settings } from "../shared/settings.ts";

let writes: Promise<unknown> = Promise.resolve();

/** Applies a change to what is stored now, after every change asked for before. */
export function changeSettings(change: (settings: Settings) => Partial<Settings>): Promise<Settings> {
  const write = writes.then(async () => {
    const stored = await chrome.storage.local.get(settingsKey);
    const before = parseSettings(stored[settingsKey]);
    const after = { ...before, ...change(before) };
    await chrome.storage.local.set({ [settingsKey]: after });
    return after;
  });
  writes = write.catch(() => undefined);
  return write;
}

/** Adds a term to the ignored ones, or takes it off; compared without case. */
export function withIgnored(settings: Settings, term: string, ignored: boolean): Partial<Settings> {
  const folded = term.toLowerCase();
  const others = settings.ignored.filter((each) => each.toLowerCase() !== folded);
  return { ignored: settingsParsers.ignored(ignored ? [...others, term] : others, "ignored") };
}

export function withOwnBrand(settings: Settings, brand: string): Partial<Settings> {
  const name = brand.trim();
  if (name === "" || settings.ownBrands.includes(name)) return {};
  return { ownBrands: settingsParsers.ownBrands([...settings.ownBrands, name], "ownBrands") };
}
