// The popup: checks any text, switches the page's site, says which list answers.

import { button, element, picture } from "../../shared/dom.ts";
import { t } from "../../shared/i18n.ts";
import { keepDraft, readDraft, type Draft } from "../../shared/draft.ts";
import { ask, AskError } from "../../shared/protocol.ts";
import { isShown, readSettings, watchSettings, type Settings } from "../../shared/settings.ts";
import { rank } from "../../shared/severity.ts";
import { choicesOf } from "../../shared/choices.ts";
import { measureOf, type Measure } from "../../shared/length.ts";
import { previewOf } from "../../shared/preview.ts";
import { fieldOf, fieldText, type Finding, type Verdict } from "../../shared/verdict.ts";
import { openPanel } from "../../shared/side.ts";
import { addTones, look } from "../look.ts";
import { drawChecked, drawFindings, summary, type FindingActions, type Listed } from "../findings.ts";
import { gear, sidePanel } from "../icons.ts";
import { drawIgnoring } from "../ignore.ts";
import { showLists } from "../lists.ts";
import { fieldIn, isAbout, isEmpty, limitsIn, listingOf, placeOf, stillThere } from "./draft.ts";
import { drawForm, type Form } from "./form.ts";
import { drawSeen } from "./seen.ts";
import { currentPage, drawSite, type Page } from "./site.ts";

/** A pause in typing this long, in milliseconds, starts a check. */
const pause = 200;

async function start(): Promise<void> {
  addTones();
  const [settings, draft, page] = await Promise.all([readSettings(), readDraft(), currentPage()]);
  const popup = new Popup(settings, draft.marketplace === "" ? { ...draft, marketplace: settings.marketplace } : draft, page);
  watchSettings((changed) => popup.settingsChanged(changed), new AbortController().signal);
  void ask("wake", {}).catch(() => undefined);
}

class Popup {
  #settings: Settings;
  #draft: Draft;
  #page: Page | undefined;
  #form: Form;
  #verdict: Verdict | null = null;
  /** Rises with every change, so that a late verdict about an older text is dropped. */
  #edition = 0;
  #timer = 0;
  readonly #site = element("div", {});
  readonly #said = element("p", { class: "summary", role: "status" });
  readonly #ignoring = drawIgnoring();
  readonly #results = element("section", { class: "results" });

  constructor(settings: Settings, draft: Draft, page: Page | undefined) {
    this.#settings = settings;
    this.#draft = draft;
    this.#page = page;
    this.#form = this.#draw();
    this.#check();
  }

  settingsChanged(settings: Settings): void {
    const before = this.#settings;
    this.#settings = settings;
    if (before.language !== settings.language || before.theme !== settings.theme) this.#form = this.#draw();
    this.#drawSite();
    if (before.ownBrands !== settings.ownBrands) this.#check();
    else this.#showVerdict();
  }

  #draw(): Form {
    look(this.#settings);
    document.title = t("ext_name");
    const form = drawForm(this.#draft, (change) => this.#change(change));
    const lists = element("section", { class: "lists", "aria-label": t("lists_heading") });
    showLists(lists);
    this.#drawSite();
    document.body.replaceChildren(header(this.#page?.window), this.#site, element("main", {}, form.root, this.#said, this.#ignoring.root, this.#results), drawSeen(this.#page?.tab), lists);
    return form;
  }

  #drawSite(): void {
    const again = () => {
      void currentPage().then((page) => {
        this.#page = page;
        this.#drawSite();
      });
    };
    this.#site.replaceChildren(drawSite(this.#page, this.#settings, again));
  }

  #change(change: Partial<Draft>): void {
    this.#draft = { ...this.#draft, ...change };
    void keepDraft(this.#draft);
    this.#ignoring.clear();
    if (change.mode !== undefined) {
      this.#form = this.#draw();
      document.querySelector<HTMLInputElement>(`input[name=mode][value=${change.mode}]`)?.focus();
      this.#verdict = null; // it was about the other text: nothing in it can be shown or replaced in this one
      this.#showVerdict();
    }
    this.#edition++;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#check(), pause);
  }

  #check(): void {
    const edition = ++this.#edition;
    const listing = listingOf(this.#draft);
    if (isEmpty(listing)) {
      this.#verdict = null;
      this.#showVerdict();
      return;
    }
    const current = () => edition === this.#edition;
    ask("check", { listing }).then(
      (verdict) => {
        if (!current()) return;
        this.#verdict = verdict;
        this.#showVerdict();
      },
      (error: unknown) => {
        if (!current()) return;
        this.#verdict = null;
        this.#results.replaceChildren();
        this.#said.textContent = t(error instanceof AskError ? `error_${error.code}` : "error_failed");
      },
    );
  }

  #showVerdict(): void {
    const verdict = this.#verdict;
    if (verdict === null) {
      this.#said.textContent = "";
      this.#results.replaceChildren(element("p", { class: "promise" }, t("popup_promise")));
      return;
    }
    const found = verdict.findings
      .filter((finding) => isShown(this.#settings, finding) && isAbout(this.#draft, finding) && stillThere(this.#draft, finding))
      .toSorted((a, b) => rank(b.severity) - rank(a.severity));
    const listing = listingOf(this.#draft);
    const measures = new Map<string, Measure>();
    const listed = (finding: Finding, number: number): Listed => {
      const place = fieldOf(finding);
      const text = fieldText(listing, place);
      const measure = measures.get(finding.field) ?? measureOf(limitsIn(this.#draft, verdict, place), text);
      measures.set(finding.field, measure);
      const choices = choicesOf(finding, finding, measure);
      return { key: String(number), finding, where: fieldIn(this.#draft, finding), ...previewOf(text, finding, finding.text), choices };
    };
    this.#said.textContent = summary(found);
    this.#results.replaceChildren(
      drawFindings(found.map(listed), this.#actions()),
      drawChecked(verdict),
    );
  }

  #actions(): FindingActions {
    return {
      show: ({ finding }) => {
        const { member, start, end } = placeOf(this.#draft, finding);
        this.#form.select(member, start, end);
      },
      replace: ({ finding }, alternative) => {
        if (!stillThere(this.#draft, finding)) return;
        const { member, start, end } = placeOf(this.#draft, finding);
        this.#form.replace(member, start, end, alternative);
      },
      ignore: ({ finding }) => void this.#ignoring.ignore(finding.term),
    };
  }
}

/** The panel stays while the seller writes; the popup would only cover it. */
function aside(windowId: number | undefined): void {
  openPanel(windowId);
  close();
}

function header(windowId: number | undefined): HTMLElement {
  const label = t("options_open");
  return element(
    "header",
    {},
    element("img", { src: "../icons/icon-48.png", width: 24, height: 24, alt: "" }),
    element("h1", {}, t("ext_name")),
    button({ class: "icon", "aria-label": t("panel_open"), title: t("panel_open") }, () => aside(windowId), picture(sidePanel)),
    button({ class: "icon", "aria-label": label, title: label }, () => void chrome.runtime.openOptionsPage(), picture(gear)),
  );
}

void start();
