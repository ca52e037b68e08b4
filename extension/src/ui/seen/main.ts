// The page of the listings that were seen: the collecting switch, how many
// there are, search, export, erase, adding by hand, and two texts side by side.

import { element } from "../../shared/dom.ts";
import { t } from "../../shared/i18n.ts";
import { orElse } from "../../shared/parse.ts";
import { ask } from "../../shared/protocol.ts";
import { besideKey, parseBesides, type Beside } from "../../shared/seen.ts";
import { readSettings, watchSettings, type Settings } from "../../shared/settings.ts";
import { toggle } from "../controls.ts";
import { addTones, look } from "../look.ts";
import { drawAdd } from "./add.ts";
import { drawBeside } from "./beside.ts";
import { drawList } from "./list.ts";

async function start(): Promise<void> {
  addTones();
  let settings = await readSettings();
  await draw(settings);
  watchSettings((changed) => {
    const before = settings;
    settings = changed;
    const box = document.querySelector<HTMLInputElement>("#collect input");
    if (before.language !== changed.language || before.theme !== changed.theme) void draw(changed);
    else if (box !== null) box.checked = changed.collect;
  }, new AbortController().signal);
  addEventListener("hashchange", () => void draw(settings));
}

async function draw(settings: Settings): Promise<void> {
  look(settings);
  const beside = await asked();
  const title = t(beside === undefined ? "seen_title" : "copied_beside");
  document.title = title;
  document.body.replaceChildren(
    element("header", {}, element("img", { src: "../icons/icon-48.png", width: 32, height: 32, alt: "" }), element("h1", {}, title)),
    ...(beside === undefined ? all(settings) : [element("main", {}, drawBeside(beside.text, beside.key))]),
  );
}

/** What the side-by-side view was opened for; nothing after the browser was started anew. */
async function asked(): Promise<Beside | undefined> {
  const [, wanted] = /^#beside=(.+)$/.exec(location.hash) ?? [];
  if (wanted === undefined) return undefined;
  const stored = await chrome.storage.session.get(besideKey);
  return orElse(parseBesides, [])(stored[besideKey]).find(({ id }) => id === wanted);
}

function all(settings: Settings): readonly HTMLElement[] {
  const list = drawList();
  const collect = element(
    "section",
    { id: "collect" },
    toggle(t("seen_collect"), settings.collect, (on) => void ask("settings.set", { collect: on })),
    element("p", { class: "hint" }, t("seen_collect_hint")),
  );
  return [element("main", {}, element("p", { class: "intro" }, t("seen_intro")), collect, list.root, drawAdd(list.refresh))];
}

void start();
