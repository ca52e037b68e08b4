// The options page: every setting, the sites, the lists, and what happens to
// what the seller writes.

import { element } from "../../shared/dom.ts";
import { t, type MessageKey } from "../../shared/i18n.ts";
import { readSettings, watchSettings, type Settings } from "../../shared/settings.ts";
import { addTones, look } from "../look.ts";
import { publishedCorpora, registers } from "./registers.ts";
import { brands, ignored } from "./decisions.ts";
import { file } from "./file.ts";
import { appearance, lists, marketplace, shown } from "./sections.ts";
import { shortcuts } from "./shortcuts.ts";
import { sites } from "./sites.ts";
import { storage } from "./storage.ts";

type Section = {
  readonly id: string;
  readonly title: MessageKey;
  /** Settings it shows and may be changed elsewhere while the page is open. */
  readonly shows: readonly (keyof Settings)[];
  readonly draw: (settings: Settings) => readonly HTMLElement[];
};

const sections: readonly Section[] = [
  { id: "brands", title: "options_brands", shows: ["ownBrands", "authorised"], draw: brands },
  { id: "marketplace", title: "marketplace", shows: ["marketplace"], draw: marketplace },
  { id: "shown", title: "options_shown", shows: ["shown"], draw: shown },
  { id: "ignored", title: "options_ignored", shows: ["ignored"], draw: ignored },
  { id: "file", title: "options_file", shows: ["ownBrands", "authorised", "ignored"], draw: file },
  { id: "sites", title: "options_sites", shows: ["sitesOff"], draw: sites },
  { id: "lists", title: "lists_heading", shows: [], draw: lists },
  { id: "registers", title: "options_registers", shows: ["registers", "registersByMarketplace"], draw: registers },
  { id: "corpora", title: "options_corpora", shows: ["corpora"], draw: publishedCorpora },
  { id: "appearance", title: "options_appearance", shows: [], draw: appearance },
  { id: "keys", title: "options_keys", shows: [], draw: shortcuts },
  { id: "privacy", title: "options_privacy", shows: [], draw: storage },
];

async function start(): Promise<void> {
  addTones();
  let settings: Settings | null = null;
  // Watched before it is read, so that no change falls in between.
  watchSettings((changed) => {
    const before = settings;
    settings = changed;
    if (before === null) return;
    if (before.language !== changed.language || before.theme !== changed.theme) drawPage(changed);
    else for (const section of sections) if (section.shows.some((member) => differs(before[member], changed[member]))) fill(section, changed);
  }, new AbortController().signal);
  const read = await readSettings();
  drawPage((settings ??= read));
  const permissionsChanged = () => sections.filter(({ id }) => id === "sites").forEach((section) => fill(section, settings ?? read));
  chrome.permissions.onAdded.addListener(permissionsChanged);
  chrome.permissions.onRemoved.addListener(permissionsChanged);
}

function drawPage(settings: Settings): void {
  const focused = document.activeElement?.id ?? "";
  look(settings);
  document.title = t("options_title");
  document.body.replaceChildren(
    element("header", {}, element("img", { src: "../icons/icon-48.png", width: 32, height: 32, alt: "" }), element("h1", {}, t("options_title"))),
    element("nav", { "aria-label": t("options_contents") }, ...sections.map(({ id, title }) => element("a", { href: `#${id}` }, t(title)))),
    element("main", {}, ...sections.map(drawSection)),
  );
  for (const section of sections) fill(section, settings);
  document.getElementById(focused)?.focus();
}

function drawSection({ id, title }: Section): HTMLElement {
  return element("section", { id, "aria-labelledby": `${id}-title` }, element("h2", { id: `${id}-title` }, t(title)), element("div", { class: "body" }));
}

/** A control that has the focus made the change itself and shows it already. */
function fill(section: Section, settings: Settings): void {
  const body = document.querySelector(`#${section.id} .body`);
  const active = document.activeElement;
  if (active instanceof HTMLElement && body?.contains(active) === true && active.dataset["keeps"] !== undefined) return;
  body?.replaceChildren(...section.draw(settings));
}

/** Settings are texts, numbers and flat lists of texts. */
function differs(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}

void start();
