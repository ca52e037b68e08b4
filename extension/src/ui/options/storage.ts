// What of this extension is on the disk, what leaves the browser, and the way
// back to how it came.

import { button, element } from "../../shared/dom.ts";
import { t } from "../../shared/i18n.ts";
import { ask } from "../../shared/protocol.ts";
import { defaultSettings } from "../../shared/settings.ts";

export function storage(): readonly HTMLElement[] {
  const points = [t("privacy_text"), t("privacy_network"), t("privacy_storage"), t("privacy_seen"), t("privacy_marks"), t("privacy_limits")];
  const use = element("p", { class: "hint" });
  void drawUse(use);
  const said = element("p", { class: "hint", role: "status" });
  const confirm = element("div", { class: "buttons" });
  const ask1 = () => {
    const yes = button({ class: "primary" }, () => void reset().then(() => ((said.textContent = t("storage_was_reset")), cancel())), t("storage_reset_yes"));
    confirm.replaceChildren(element("span", {}, t("storage_reset_sure")), yes, button({ class: "quiet" }, cancel, t("card_cancel")));
    yes.focus();
  };
  const cancel = () => confirm.replaceChildren(button({ class: "quiet" }, ask1, t("storage_reset")));
  cancel();
  return [element("ul", { class: "prose" }, ...points.map((point) => element("li", {}, point))), use, confirm, said];
}

async function drawUse(place: HTMLElement): Promise<void> {
  const [settings, { usage = 0 }] = await Promise.all([chrome.storage.local.get(null), navigator.storage.estimate()]);
  const kilobytes = (bytes: number) => Math.ceil(bytes / 1000).toLocaleString(document.documentElement.lang);
  place.textContent = t("storage_use", { settings: kilobytes(new Blob([JSON.stringify(settings)]).size), lists: kilobytes(usage) });
}

/** Everything but the language and the looks, in which the seller reads this. */
async function reset(): Promise<void> {
  const { language: _, theme: __, ...rest } = defaultSettings;
  await ask("settings.set", rest);
}
