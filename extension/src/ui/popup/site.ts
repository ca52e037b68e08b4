// The row about the page the popup was opened over: on, off, or not yet added.

import { button, element } from "../../shared/dom.ts";
import { t } from "../../shared/i18n.ts";
import { askFrame, type FrameState } from "../../shared/frames.ts";
import { ask } from "../../shared/protocol.ts";
import type { Settings } from "../../shared/settings.ts";
import { covers, patternOf, patternsOf } from "../../shared/sites.ts";
import { toggle } from "../controls.ts";

export type Page = { readonly tab: number; readonly host: string; readonly covered: boolean };

/** The page under the popup, or undefined where no script can run (settings, stores, files). */
export async function currentPage(): Promise<Page | undefined> {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined || tab.url === undefined || !/^https?:/.test(tab.url)) return undefined;
  const { origins = [] } = await chrome.permissions.getAll();
  const kept = patternsOf("capture.js");
  const checked = [...patternsOf("content.js"), ...origins.filter((origin) => !kept.includes(origin))];
  return { tab: tab.id, host: new URL(tab.url).hostname, covered: covers(checked, tab.url) };
}

export function drawSite(page: Page | undefined, settings: Settings, redraw: () => void): HTMLElement {
  const row = element("section", { class: "site", "aria-label": t("site_heading") });
  if (page === undefined) row.append(element("p", { class: "hint" }, t("site_none")));
  else if (!page.covered) row.append(addRow(page, redraw));
  else row.append(onOff(page, settings), wholeForm(page));
  row.append(pause(settings));
  return row;
}

function onOff(page: Page, settings: Settings): HTMLElement {
  return toggle(t("site_on"), !settings.sitesOff.includes(page.host), (on) => {
    const others = settings.sitesOff.filter((each) => each !== page.host);
    void ask("settings.set", { sitesOff: on ? others : [...others, page.host] });
  }, element("span", { class: "host" }, page.host));
}

/** The form of the page, entered or not; and whether it is still the one we know. */
function wholeForm(page: Page): HTMLElement {
  const said = element("p", { class: "hint", role: "status" });
  const show = (state: FrameState | undefined, checked: boolean) => {
    if (state?.stale === true) said.textContent = t("form_stale", { name: state.form });
    else if (checked) said.textContent = t(state === undefined ? "error_gone" : "form_checked");
  };
  void askFrame(page.tab, 0, "findings", {}).then((state) => show(state, false));
  const check = async () => {
    // To every frame; the top one's answer is shown, the others report their findings.
    void chrome.tabs.sendMessage(page.tab, { frame: "form", request: {} }).catch(() => undefined);
    show(await askFrame(page.tab, 0, "form", {}), true);
  };
  return element("div", { class: "whole" }, button({ class: "quiet" }, () => void check(), t("form_check")), said);
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
  const files = chrome.runtime.getManifest().content_scripts?.[0]?.js ?? [];
  await chrome.scripting.executeScript({ target: { tabId: page.tab, allFrames: true }, files });
}

/** One hour: longer than a listing takes, shorter than a forgotten switch. */
const pauseTime = 3600_000;

function pause(settings: Settings): HTMLElement {
  const paused = settings.pausedUntil > Date.now();
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(settings.pausedUntil);
  return button(
    { class: "quiet pause", "aria-pressed": paused ? "true" : "false" },
    () => void ask("settings.set", { pausedUntil: paused ? 0 : Date.now() + pauseTime }),
    paused ? t("pause_end", { time }) : t("pause_start"),
  );
}
