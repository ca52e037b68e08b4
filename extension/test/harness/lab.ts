import { mkdtempSync, rmSync } from "node:fs";
import { after, before, describe } from "node:test";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, launch, type Launch } from "./browser.ts";
import { Gate } from "./gate.ts";
import { extension, ListServer } from "./product.ts";
import { type BrowserName, browserNames } from "./programs.ts";

/** A running browser with the built extension, its gate, and a list server whose keys the extension trusts. */
export type Lab = { readonly browser: Browser; readonly gate: Gate; readonly server: ListServer; readonly downloads: string };

export type Setting = {
  /** Whether the list server can be reached when the browser starts. */
  readonly online: boolean;
  /** Without the extension, for the pages that the server itself gives. */
  readonly bare?: boolean;
} & Pick<Launch, "language" | "storage">;

/** Runs the same tests in each browser; a browser and its profile live as long as the tests in here. */
export function inEachBrowser(setting: Setting, tests: (lab: () => Lab, name: BrowserName) => void): void {
  for (const name of browserNames) {
    describe(name, () => {
      let lab: Lab | undefined;
      before(async () => {
        lab = await openLab(name, setting);
      });
      after(async () => {
        if (lab !== undefined) await closeLab(lab);
      });
      tests(() => {
        if (lab === undefined) throw new Error(`${name} did not start`);
        return lab;
      }, name);
    });
  }
}

export async function openLab(name: BrowserName, setting: Setting): Promise<Lab> {
  const gate = await Gate.open();
  const server = await ListServer.ours();
  await server.start();
  if (setting.online) gate.lists = server.port;
  const downloads = mkdtempSync(join(tmpdir(), "clearlist-saved-"));
  try {
    const browser = await launch(name, {
      ...setting,
      gate,
      downloads,
      extension: setting.bare === true ? undefined : extension(name),
    });
    return { browser, gate, server, downloads };
  } catch (error) {
    gate.close();
    await server.close();
    throw error;
  }
}

export async function closeLab({ browser, gate, server, downloads }: Lab): Promise<void> {
  await browser.close();
  gate.close();
  await server.close();
  rmSync(downloads, { recursive: true, force: true });
}
