// Keys: the browser's, which the seller may change there, and those of an open
// card.

import { button, element } from "../../shared/dom.ts";
import { t, type MessageKey } from "../../shared/i18n.ts";

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

/** In the order a seller needs them; the browser gives them by name. */
const commands: readonly (readonly [name: string, what: MessageKey])[] = [
  ["next-finding", "ext_command_next"],
  ["previous-finding", "ext_command_previous"],
  ["open-panel", "ext_command_panel"],
];

async function drawCommands(place: HTMLElement): Promise<void> {
  const all = await chrome.commands.getAll();
  for (const [name, what] of commands) {
    const shortcut = all.find((each) => each.name === name)?.shortcut ?? "";
    place.append(...key(shortcut === "" ? t("keys_none") : shortcut, t(what)));
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
