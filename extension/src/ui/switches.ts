// On or off for a site, and a pause for all of them: the same switches in the
// popup and in the panel.

import { button, element } from "../shared/dom.ts";
import { t } from "../shared/i18n.ts";
import { ask } from "../shared/protocol.ts";
import type { Settings } from "../shared/settings.ts";
import { toggle } from "./controls.ts";

/** Without a host, where no page is checked, only the pause. */
export function drawSwitches(host: string | undefined, settings: Settings, instead?: HTMLElement): HTMLElement {
  const row = element("section", { class: "site", "aria-label": t("site_heading") });
  row.append(instead ?? (host === undefined ? element("span", {}) : onOff(host, settings)), pause(settings));
  return row;
}

function onOff(host: string, settings: Settings): HTMLElement {
  return toggle(t("site_on"), !settings.sitesOff.includes(host), (on) => {
    const others = settings.sitesOff.filter((each) => each !== host);
    void ask("settings.set", { sitesOff: on ? others : [...others, host] });
  }, element("span", { class: "host" }, host));
}

/** One hour: longer than a listing takes, shorter than a forgotten switch. */
const pauseTime = 3600_000;

function pause(settings: Settings): HTMLElement {
  const paused = settings.pausedUntil > Date.now();
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(settings.pausedUntil);
  return button(
    { class: "quiet pause", "aria-pressed": paused ? "true" : "false", "data-key": "pause" },
    () => void ask("settings.set", { pausedUntil: paused ? 0 : Date.now() + pauseTime }),
    paused ? t("pause_end", { time }) : t("pause_start"),
  );
}
