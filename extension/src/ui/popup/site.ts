// The row about the page the popup was opened over: on, off, or not yet added.

import { button, element } from "../../shared/dom.ts";
import { t } from "../../shared/i18n.ts";
import type { Settings } from "../../shared/settings.ts";
import { covers, patternOf, patternsOf } from "../../shared/sites.ts";
import { drawSwitches } from "../switches.ts";
import { drawWholeForm } from "../whole.ts";

export type Page = { readonly tab: number; readonly window: number; readonly host: string; readonly covered: boolean };

/** The page under the popup, or undefined where no script can run (settings, stores, files). */
export async function currentPage(): Promise<Page | undefined> {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined || tab.url === undefined || !/^https?:/.test(tab.url)) return undefined;
  const { origins = [] } = await chrome.permissions.getAll();
  const kept = patternsOf("capture.js");
  const checked = [...patternsOf("content.js"), ...origins.filter((origin) => !kept.includes(origin))];
  return { tab: tab.id, window: tab.windowId, host: new URL(tab.url).hostname, covered: covers(checked, tab.url) };
}

export function drawSite(page: Page | undefined, settings: Settings, redraw: () => void): HTMLElement {
  if (page === undefined) return drawSwitches(undefined, settings, element("p", { class: "hint" }, t("site_none")));
  if (!page.covered) return drawSwitches(page.host, settings, addRow(page, redraw));
  return element("div", {}, drawSwitches(page.host, settings), drawWholeForm(page.tab));
}

function addRow(page: Page, redraw: () => void): HTMLElement {
  return element(
    "div",
    { class: "add" },
    element("span", {}, t("site_not_added"), element("span", { class: "host" }, page.host)),
    button({ class: "primary" }, () => void add(page).then(redraw), t("site_add")),
  );
}

/** Asks the browser first, within the click; then runs in the page that is already open. */
async function add(page: Page): Promise<void> {
  const pattern = patternOf(page.host);
  if (pattern === undefined || !(await chrome.permissions.request({ origins: [pattern] }))) return;
  const files = chrome.runtime.getManifest().content_scripts?.[0]?.js?.map((file) => `/${file}`) ?? []; // without the slash Firefox looks beside this page
  await chrome.scripting.executeScript({ target: { tabId: page.tab, allFrames: true }, files });
}
