import { accessSync, constants } from "node:fs";

export type BrowserName = "chromium" | "firefox";
const all: readonly BrowserName[] = ["chromium", "firefox"];
/** Both browsers, or those of the variable BROWSERS. */
export const browserNames = all.filter((name) => process.env["BROWSERS"]?.split(",").includes(name) ?? true);

const places: Readonly<Record<BrowserName, readonly string[]>> = {
  chromium: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-for-testing"],
  firefox: ["/usr/bin/firefox-esr", "/usr/bin/firefox"],
};

/** The browser's program: the variable CHROMIUM or FIREFOX, or the first place that has one. */
export function program(name: BrowserName): string {
  const named = process.env[name.toUpperCase()];
  const found = named === undefined ? places[name].find(runs) : runs(named) ? named : undefined;
  if (found !== undefined) return found;
  const where = named ?? places[name].join(", ");
  throw new Error(`no ${name} at ${where}: sudo apt-get install chromium firefox-esr, or set ${name.toUpperCase()}=/path/to/it`);
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
