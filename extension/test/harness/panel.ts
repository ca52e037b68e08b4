import type { Page } from "puppeteer-core";
import type { Browser } from "./browser.ts";
import { marketplace } from "./gate.ts";
import { onOwnPage } from "./settings.ts";
import { until } from "./until.ts";

/** Opens the panel about the marketplace's page, in a window of its own: no browser lets a test into the side of one. */
export async function openPanel(browser: Browser): Promise<Page> {
  const tab = await onOwnPage(browser, "options/options.html", (page) =>
    until("the tab with the form", () =>
      page.evaluate(async (host) => {
        for (const { id } of await chrome.tabs.query({})) {
          const state: unknown = id === undefined ? undefined : await chrome.tabs.sendMessage(id, { frame: "findings", request: {} }, { frameId: 0 }).catch(() => undefined);
          if (typeof state === "object" && state !== null && "host" in state && state.host === host) return id;
        }
        return undefined;
      }, new URL(marketplace).host),
    ),
  );
  return browser.openBeside(`${browser.origin}/panel/panel.html?tab=${tab}`);
}

/** The words of the findings that a page lists. */
export function listed(page: Page): Promise<string[]> {
  return page.$$eval(".finding .quote mark", (marks) => marks.map((mark) => mark.textContent ?? ""));
}
