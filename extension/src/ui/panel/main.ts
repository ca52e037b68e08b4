// The side panel: all findings of the page in front, for eyes, keyboard and
// screen reader alike. It keeps nothing: it asks the page's frames, and asks
// again when one of them says that something changed.

import { button, element, picture } from "../../shared/dom.ts";
import { askFrame } from "../../shared/frames.ts";
import { t } from "../../shared/i18n.ts";
import { readSettings, watchSettings, type Settings } from "../../shared/settings.ts";
import { rank, type Severity } from "../../shared/severity.ts";
import { drawChecked, drawFindings } from "../findings.ts";
import { gear } from "../icons.ts";
import { drawIgnoring } from "../ignore.ts";
import { showLists } from "../lists.ts";
import { addTones, look } from "../look.ts";
import { drawSwitches } from "../switches.ts";
import { drawWholeForm } from "../whole.ts";
import { confirmReplace } from "./confirm.ts";
import { followReports, followTab, readFrames, type Frame } from "./tab.ts";
import { alike, drawFilter, itemsOf, stateLine, type Item } from "./view.ts";

async function start(): Promise<void> {
  addTones();
  const panel = new Panel(await readSettings());
  watchSettings((changed) => panel.settingsChanged(changed), new AbortController().signal);
  followReports((tab) => panel.reported(tab));
  await followTab((tab) => panel.show(tab));
}

class Panel {
  #settings: Settings;
  #tab: number | undefined;
  #frames: readonly Frame[] = [];
  /** Rises with every question, so that a late answer about an older page is dropped. */
  #edition = 0;
  readonly #hidden = new Set<Severity>();
  readonly #site = element("div", {});
  readonly #whole = element("div", {});
  readonly #said = element("p", { class: "summary", role: "status" });
  readonly #done = element("p", { class: "hint", role: "status" });
  readonly #ignoring = drawIgnoring();
  readonly #results = element("section", { class: "results" });

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#drawPage();
  }

  settingsChanged(settings: Settings): void {
    const before = this.#settings;
    this.#settings = settings;
    if (before.language !== settings.language || before.theme !== settings.theme) this.#drawPage();
    this.#ask();
  }

  show(tab: number): void {
    if (tab !== this.#tab) {
      this.#done.textContent = "";
      this.#ignoring.clear();
      this.#whole.replaceChildren(drawWholeForm(tab));
    }
    this.#tab = tab;
    this.#ask();
  }

  reported(tab: number): void {
    if (tab === this.#tab) this.#ask();
  }

  #ask(): void {
    const tab = this.#tab;
    if (tab === undefined) return;
    const edition = ++this.#edition;
    void readFrames(tab).then((frames) => {
      if (edition !== this.#edition) return;
      this.#frames = frames;
      this.#draw();
    });
  }

  #drawPage(): void {
    look(this.#settings);
    document.title = t("panel_title");
    const label = t("options_open");
    const lists = element("section", { class: "lists", "aria-label": t("lists_heading") });
    showLists(lists);
    document.body.replaceChildren(
      element(
        "header",
        {},
        element("img", { src: "../icons/icon-48.png", width: 24, height: 24, alt: "" }),
        element("h1", {}, t("ext_name")),
        button({ class: "icon", "aria-label": label, title: label }, () => void chrome.runtime.openOptionsPage(), picture(gear)),
      ),
      this.#site,
      element("main", {}, this.#whole, this.#said, this.#done, this.#ignoring.root, this.#results),
      lists,
    );
    this.#draw();
  }

  #draw(): void {
    const focus = focusedKey();
    const items = itemsOf(this.#frames);
    this.#whole.hidden = !this.#frames.some(({ state }) => state.on);
    const host = this.#frames.find(({ id }) => id === 0)?.state.host;
    this.#site.replaceChildren(drawSwitches(host, this.#settings));
    const line = stateLine(this.#frames, items);
    // A status is announced when its text changes, and only then.
    if (this.#said.textContent !== line) this.#said.textContent = line;
    this.#results.replaceChildren(...(items.length === 0 ? [] : this.#drawItems(items)), ...this.#drawChecked());
    restoreFocus(focus);
  }

  #drawItems(items: readonly Item[]): readonly HTMLElement[] {
    const seen = items.filter(({ finding }) => !this.#hidden.has(finding.severity));
    const worstFirst = seen.toSorted((a, b) => rank(b.finding.severity) - rank(a.finding.severity));
    const filter = drawFilter(items, this.#hidden, (severity) => {
      if (!this.#hidden.delete(severity)) this.#hidden.add(severity);
      this.#draw();
    });
    const list = drawFindings(worstFirst, {
      show: (listed) => void this.#reveal(itemOf(items, listed.key)),
      replace: (listed, alternative) => void this.#replace(items.filter(({ key }) => key === listed.key), () => alternative),
      ignore: ({ finding }) => void this.#ignoring.ignore(finding.term),
      more: (listed) => this.#drawAll(items, listed.key),
    });
    const rest = items.length - seen.length;
    return [filter, list, ...(rest === 0 ? [] : [element("p", { class: "hint" }, t("panel_hidden", { count: rest }))])];
  }

  /** Stands at the first of several findings that are alike. */
  #drawAll(items: readonly Item[], key: string): HTMLElement | null {
    const item = itemOf(items, key);
    if (item === undefined || item.finding.suggestions.length === 0) return null;
    const same = alike(items, item);
    if (same.length < 2 || same[0] !== item) return null;
    return button(
      { class: "quiet", "data-key": `${key} all`, "aria-haspopup": "dialog" },
      () => confirmReplace(same, (choice) => void this.#replace(same, ({ finding }) => finding.suggestions[choice])),
      t("panel_replace_all", { count: same.length }),
    );
  }

  #drawChecked(): readonly HTMLElement[] {
    const verdict = this.#frames.find(({ state }) => state.verdict !== null)?.state.verdict ?? null;
    return verdict === null ? [] : [drawChecked(verdict)];
  }

  async #reveal(item: Item | undefined): Promise<void> {
    if (item !== undefined && this.#tab !== undefined) await askFrame(this.#tab, item.frame, "reveal", { id: item.id });
  }

  async #replace(items: readonly Item[], alternativeOf: (item: Item) => string | undefined): Promise<void> {
    const tab = this.#tab;
    if (tab === undefined) return;
    let count = 0;
    for (const frame of new Set(items.map((each) => each.frame))) {
      const changes = items.flatMap((item) => {
        const alternative = alternativeOf(item);
        return item.frame !== frame || alternative === undefined ? [] : [{ id: item.id, alternative }];
      });
      count += (await askFrame(tab, frame, "replace", { changes }))?.count ?? 0;
    }
    this.#done.textContent = t("panel_replaced", { count, of: items.length });
  }
}

function itemOf(items: readonly Item[], key: string): Item | undefined {
  return items.find((each) => each.key === key);
}

/** Drawing again must not take the focus from where the seller is. */
function focusedKey(): string | undefined {
  const active = document.activeElement;
  return active instanceof HTMLElement ? active.dataset["key"] : undefined;
}

function restoreFocus(key: string | undefined): void {
  if (key === undefined) return;
  for (const each of document.querySelectorAll<HTMLElement>("[data-key]")) if (each.dataset["key"] === key) return each.focus();
}

void start();
