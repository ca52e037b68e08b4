// Which sites are checked: the built-in ones, those the seller added (a
// permission each), and those switched off.

import { button, element } from "../../shared/dom.ts";
import { t } from "../../shared/i18n.ts";
import type { Settings } from "../../shared/settings.ts";
import { hostOf, patternOf, patternsOf } from "../../shared/sites.ts";
import { labelled } from "../controls.ts";
import { removable, set } from "./sections.ts";

export function sites(settings: Settings): readonly HTMLElement[] {
  const added = element("div", {});
  void drawAdded(added);
  return [
    adder(),
    added,
    ...(settings.sitesOff.length === 0
      ? []
      : [
          element("h3", {}, t("sites_off")),
          removable(settings.sitesOff, t("sites_turn_on"), (host) => set({ sitesOff: settings.sitesOff.filter((each) => each !== host) })),
        ]),
    builtIn(),
  ];
}

function adder(): HTMLElement {
  const input = element("input", { type: "text", inputmode: "url", placeholder: "seller.example.com", autocomplete: "off", spellcheck: "false" });
  const said = element("p", { class: "trouble", role: "alert" });
  const add = async () => {
    const pattern = patternOf(input.value);
    said.textContent = pattern === undefined ? t("sites_bad") : "";
    if (pattern !== undefined) await chrome.permissions.request({ origins: [pattern] });
  };
  const form = element("form", { class: "adder" }, labelled(t("sites_add_label"), input, t("sites_add_hint")), button({ class: "primary" }, () => void add(), t("site_add")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void add();
  });
  return element("div", {}, form, said);
}

/** What the browser holds beyond the built-in sites. */
async function drawAdded(place: HTMLElement): Promise<void> {
  const { origins = [] } = await chrome.permissions.getAll();
  const builtInPatterns = [...patternsOf("content.js"), ...patternsOf("capture.js")];
  const own = origins.filter((origin) => !builtInPatterns.includes(origin));
  if (own.length === 0) return;
  const byHost = new Map(own.map((origin) => [hostOf(origin), origin]));
  place.replaceChildren(
    element("h3", {}, t("sites_added")),
    removable([...byHost.keys()], t("sites_remove"), (host) => void chrome.permissions.remove({ origins: own.filter((origin) => hostOf(origin) === host) })),
  );
}

function builtIn(): HTMLElement {
  const hosts = [...new Set(patternsOf("content.js").map(hostOf))];
  return element(
    "details",
    {},
    element("summary", {}, t("sites_built_in", { count: hosts.length })),
    element("ul", { class: "hosts" }, ...hosts.map((host) => element("li", {}, host))),
  );
}
