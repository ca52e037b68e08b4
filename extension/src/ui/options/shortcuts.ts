// Keys: the browser's, which the seller may change there, and those of an open
// card.

import { button, element } from "../../shared/dom.ts";
import { t, tell } from "../../shared/i18n.ts";

export function shortcuts(): readonly HTMLElement[] {
  const place = element("dl", { class: "keys" });
  void drawCommands(place);
  return [
    place,
    button({ class: "quiet" }, change, t("keys_change")),
    element("h3", {}, t("keys_card")),
    element("dl", { class: "keys" }, ...key("Esc", t("keys_close")), ...key("← →", t("keys_step")), ...key("Tab ↑ ↓", t("keys_move")), ...key("Enter", t("keys_press"))),
  ];
}

async function drawCommands(place: HTMLElement): Promise<void> {
  for (const { name = "", shortcut = "" } of await chrome.commands.getAll()) {
    const what = tell(`ext_command_${name.replace(/-.*/, "").replace("open", "panel")}`);
    if (what !== undefined) place.append(...key(shortcut === "" ? t("keys_none") : shortcut, what));
  }
}

function key(keys: string, what: string): readonly HTMLElement[] {
  return [element("dt", {}, element("kbd", {}, keys)), element("dd", {}, what)];
}

type WithSettings = { openShortcutSettings(): Promise<void> };

/** Only the browser's own page changes them: Firefox opens it by name, Chrome and Edge by address. */
function change(): void {
  const commands: object = chrome.commands;
  if (hasSettings(commands)) void commands.openShortcutSettings();
  else void chrome.tabs.create({ url: "chrome://extensions/shortcuts" });
}

function hasSettings(commands: object): commands is WithSettings {
  return "openShortcutSettings" in commands;
}
