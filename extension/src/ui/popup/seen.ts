// The row about listings that were seen: how many, this page, all of them.

import { button, element } from "../../shared/dom.ts";
import { t } from "../../shared/i18n.ts";
import { oneOf } from "../../shared/parse.ts";
import { ask } from "../../shared/protocol.ts";

const outcomes = ["added", "known", "nothing", "full"] as const;
const wordings = { added: "popup_kept", known: "popup_kept_known", nothing: "popup_kept_nothing", full: "seen_full" } as const;

export function drawSeen(tab: number | undefined): HTMLElement {
  const link = element("a", { href: chrome.runtime.getURL("seen/seen.html"), target: "_blank" }, t("popup_seen", { count: "…" }));
  const said = element("p", { class: "hint", role: "status" });
  const total = async () => {
    const { competitor, supplier, mine, full } = await ask("seen.state", {});
    link.textContent = t("popup_seen", { count: competitor + supplier + mine });
    if (full) said.textContent = t("seen_full");
  };

  /** The click lets us into the page in front, whatever site it is of. */
  const keep = async (id: number) => {
    await chrome.scripting.executeScript({ target: { tabId: id }, files: ["/once.js"] }); // without the slash Firefox looks beside this page
    const [answer] = await chrome.scripting.executeScript({ target: { tabId: id }, func: () => globalThis.clearlistKept });
    await total();
    said.textContent = t(wordings[oneOf(outcomes)(answer?.result)]);
  };

  void total().catch(() => undefined);
  return element(
    "section",
    { class: "seen", "aria-label": t("seen_title") },
    link,
    tab === undefined ? null : button({ class: "quiet" }, () => void keep(tab).catch(() => (said.textContent = t("popup_kept_nothing"))), t("popup_keep")),
    said,
  );
}
