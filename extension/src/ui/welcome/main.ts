// The first-run page: what it does, tried on the spot. The example field is an
// ordinary field, and the content script that runs over it (welcome.html) is
// the one that runs over a marketplace's.

import { button, element } from "../../shared/dom.ts";
import { t } from "../../shared/i18n.ts";
import { ask } from "../../shared/protocol.ts";
import { readSettings, watchSettings, type Settings } from "../../shared/settings.ts";
import { openPanel } from "../../shared/side.ts";
import { labelled, marketplaceChoice, shortcutOf } from "../controls.ts";
import { addTones, look } from "../look.ts";

/** In English whatever the page's language: so are most listings. */
const example = "Velcro straps compatible with iPhone 15, antibacterial";

async function start(): Promise<void> {
  addTones();
  let settings = await readSettings();
  const { id: windowId } = await chrome.windows.getCurrent();
  const next = await shortcutOf("next-finding");
  const draw = () => drawPage(settings, windowId, next);
  draw();
  watchSettings((changed) => {
    const before = settings;
    settings = changed;
    if (before.language !== changed.language || before.theme !== changed.theme) draw();
  }, new AbortController().signal);
}

function drawPage(settings: Settings, windowId: number | undefined, next: string): void {
  look(settings);
  document.title = t("welcome_title");
  const field = element("textarea", { id: "title", name: "title", rows: 2, lang: "en", spellcheck: "false" });
  field.value = example;
  const marketplace = marketplaceChoice(settings.marketplace, (chosen) => void ask("settings.set", { marketplace: chosen }));
  document.body.replaceChildren(
    element(
      "header",
      {},
      element("img", { src: "../icons/icon-128.png", width: 56, height: 56, alt: "" }),
      element("h1", {}, t("welcome_title")),
      element("p", { class: "lead" }, t("welcome_lead")),
    ),
    element(
      "main",
      {},
      section("welcome_try", element("form", { class: "example" }, element("label", { for: "title" }, t("field_title")), field), element("p", { class: "hint" }, next === "" ? t("welcome_point") : t("welcome_keys", { keys: next }))),
      section(
        "welcome_how",
        element("ol", { class: "steps" }, ...[t("welcome_step_write"), t("welcome_step_read"), t("welcome_step_panel")].map((each) => element("li", {}, each))),
        button({ class: "quiet" }, () => openPanel(windowId), t("ext_command_panel")),
      ),
      section("welcome_first", labelled(t("options_marketplace_label"), marketplace, t("options_marketplace_hint")), button({ class: "primary" }, () => void chrome.runtime.openOptionsPage(), t("welcome_options"))),
      section("options_privacy", element("ul", { class: "prose" }, ...[t("privacy_text"), t("privacy_network"), t("privacy_limits")].map((each) => element("li", {}, each)))),
    ),
  );
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

function section(title: "welcome_try" | "welcome_how" | "welcome_first" | "options_privacy", ...content: readonly HTMLElement[]): HTMLElement {
  return element("section", { "aria-labelledby": title }, element("h2", { id: title }, t(title)), ...content);
}

void start();
