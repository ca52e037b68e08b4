import type { Frame, Page } from "puppeteer-core";
import type { BrowserName } from "./programs.ts";
import type { Gate } from "./gate.ts";
import { launchChromium } from "./chromium.ts";
import { launchFirefox } from "./firefox.ts";

/** What a test may do to a running browser with the extension in it, said the same way for both. */
export type Browser = {
  readonly name: BrowserName;
  readonly version: string;
  /** The extension's own origin, as its pages see it; empty when none is loaded. */
  readonly origin: string;
  /** Opens an address in a new tab in front. */
  open(url: string): Promise<Page>;
  /** Opens an address in a window of its own, beside the page that is open: both are in view. */
  openBeside(url: string): Promise<Page>;
  /** Runs `look` over each closed shadow root of the page or frame, as only a debugger can, and gives the answers. */
  closedRoots<T>(page: Page | Frame, look: (root: ShadowRoot) => T): Promise<T[]>;
  /** Ends the extension's background as the browser does when it needs the memory. */
  killBackground(): Promise<void>;
  backgroundRuns(): Promise<boolean>;
  /** Sets the background's clock so far ahead of this machine's, until it ends; negative is behind. The page is one of the extension's. */
  shiftClock(page: Page, milliseconds: number): Promise<void>;
  /** Ends the extension and starts it again, as an update does; what it put into open pages is then an orphan. */
  reload(): Promise<void>;
  /** Presses the keys of one of the extension's commands: no page sees them, so no page can be asked to press them. */
  command(name: string): Promise<void>;
  /** Presses the toolbar button over the page in front, which lets the extension into that page. */
  action(page: Page): Promise<void>;
  /** Presses a button of the popup that this opened: only what the browser itself sends counts there. */
  pressInPopup(name: string): Promise<void>;
  /** Chooses an entry of the extension in the menu of a selection. */
  menu(entry: string, selection: string): Promise<void>;
  /** Composes text as an input method does, in the field with the focus: the last of the steps is what is shown then. */
  compose(page: Page, text: string): Promise<void>;
  /** Ends the composition with this text. */
  commit(page: Page, text: string): Promise<void>;
  /** What the toolbar button shows for the tab in front. */
  badge(): Promise<string>;
  /** Every address that the extension or a page asked for, as the browser itself says. */
  requests(): Promise<Request[]>;
  close(): Promise<void>;
};

/** A request with the origin that made it. */
export type Request = { readonly by: string; readonly url: string };

export type Launch = {
  /** The folder of the unpacked extension; none gives a browser without it. */
  readonly extension: string | undefined;
  readonly gate: Gate;
  /** The language of the browser, as its user chose it. */
  readonly language?: "en" | "zh-CN";
  /** Folder that files are saved to. */
  readonly downloads?: string;
  /** A disk so full that no list fits into the extension's storage, or one that a test can fill. */
  readonly storage?: "full" | "small";
};

export function launch(name: BrowserName, how: Launch): Promise<Browser> {
  return name === "chromium" ? launchChromium(how) : launchFirefox(how);
}

/** The size of each page, fixed so that pictures and positions do not depend on the machine. */
export const viewport = { width: 1100, height: 800 };

/**
 * Hosts that a browser asks for itself, without any extension, in spite of all switches: a control run without the
 * extension sees them too. Exact names, so that nothing else can pass as one of them.
 */
export const browsersOwn: readonly string[] = [
  "accounts.google.com",
  "clients2.google.com",
  "content-autofill.googleapis.com",
  "redirector.gvt1.com",
  "update.googleapis.com",
  "firefox.settings.services.mozilla.com",
];
