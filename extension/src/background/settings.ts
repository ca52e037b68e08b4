// The only writer of the settings.

import { parseSettings, settingsKey, type Settings } from "../shared/settings.ts";

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
