// The content script: one for each frame of a supported page. It joins the
// watch to the background, and ends without a trace when the extension that
// put it here is gone.

import { useLanguage } from "../shared/i18n.ts";
import { answerPages } from "../shared/frames.ts";
import { save, type Report } from "../shared/report.ts";
import { ask, AskError, parsePush, type Kind, type Reply, type Request } from "../shared/protocol.ts";
import { defaultSettings, isShown, readSettings, siteIsOn, watchSettings, type Settings } from "../shared/settings.ts";
import { worst } from "../shared/severity.ts";
import { hostOfFrame, placeOf } from "./collect/marketplace.ts";
import { factsOf, nameByAdapter } from "./collect/named.ts";
import { removeStale } from "./paint/layer.ts";
import { stateOf } from "./state.ts";
import { watchPage, type Summary, type Watch } from "./watch/watch.ts";

void start();

async function start(): Promise<void> {
  const life = new AbortController();
  const { signal } = life;

  /** Asks the background; the first refusal for ever ends this script. */
  const call = async <K extends Kind>(kind: K, request: Request<K>): Promise<Reply<K>> => {
    try {
      return await ask(kind, request);
    } catch (error) {
      if (error instanceof AskError && error.code === "gone") life.abort();
      throw error;
    }
  };
  const tell = <K extends Kind>(kind: K, request: Request<K>) => void call(kind, request).catch(() => undefined);

  let settings: Settings = await readSettings().catch(() => defaultSettings);
  let watch: { readonly page: Watch; readonly stop: AbortController } | null = null;
  let reported = "";
  const { adapter, marketplace } = placeOf(hostOfFrame(), location.search);
  let edition = 0;
  removeStale();

  const report = ({ findings, trouble, fields }: Pick<Summary, "findings" | "trouble" | "fields">) => {
    const told = { count: findings.length, worst: worst(findings.map((each) => each.severity)), trouble, fields };
    const key = JSON.stringify([told, findings.map((each) => [each.id, each.severity])]);
    if (key === reported) return;
    reported = key;
    tell("report", { ...told, edition: ++edition });
  };

  /** Watches or leaves the page alone, as the settings say now. */
  const settle = () => {
    useLanguage(settings.language);
    const on = siteIsOn(settings, hostOfFrame(), Date.now());
    if (on && watch !== null) return watch.page.refresh();
    if (!on) {
      watch?.stop.abort();
      watch = null;
      return report({ findings: [], trouble: null, fields: 0 });
    }
    const stop = new AbortController();
    const page = watchPage(
      {
        check: (listing) => call("check", { listing }),
        context: () => ({
          marketplace: marketplace || settings.marketplace,
          ownBrands: settings.ownBrands,
          ...(adapter === null ? { category: "" } : factsOf(adapter, document)),
        }),
        ...(adapter === null ? {} : { name: (element) => nameByAdapter(adapter, element) }),
        isShown: (finding) => isShown(settings, finding),
        theme: () => settings.theme,
        decide: (decision) => tell("decide", decision),
        beside: (text, key) => tell("seen.show", { text, key }),
        lookUp: ({ text, rights }) => call("lookup", { words: text, offices: rights.map(({ office }) => office) }),
        wake: () => tell("wake", {}),
        escaped: () => isAlone() || tell("escape", {}),
        ...(self === top ? {} : { save: (report) => void saveAbove(report) }),
        changed: report,
      },
      stop.signal,
    );
    watch = { page, stop };
  };

  /** A sandboxed frame may save nothing: the page's own frame does, where a script of ours is in it. */
  const saveAbove = async (report: Report) => {
    const { saved } = await call("save", report).catch(() => ({ saved: false }));
    if (!saved) save(report);
  };

  /** A shortcut is heard by every frame of the tab; the one being written in acts. */
  const pushed = (message: unknown) => {
    try {
      const { push } = parsePush(message);
      if (push === "close-card") return watch?.page.closeCard();
      if (!document.hasFocus() || document.activeElement instanceof HTMLIFrameElement) return;
      watch?.page.step(push === "next-finding" ? 1 : -1);
    } catch {
      // Not a shortcut: the messages of the extension's own pages come by here too.
    }
  };
  chrome.runtime.onMessage.addListener(pushed);
  const state = () => stateOf(watch?.page.summary() ?? null, adapter?.name ?? "");
  answerPages(
    {
      findings: async () => state(),
      async form() {
        await watch?.page.checkAll();
        return state();
      },
      async reveal({ id }) {
        focus();
        watch?.page.reveal(id);
        return {};
      },
      async save(report) {
        save(report);
        return {};
      },
      replace: async ({ changes }) => ({ count: (await watch?.page.replace(changes)) ?? 0 }),
    },
    signal,
  );

  signal.addEventListener("abort", () => watch?.stop.abort(), { once: true });
  whenRewritten(() => {
    watch?.stop.abort();
    watch = null;
    report({ findings: [], trouble: null, fields: 0 });
    settle();
  }, signal);
  watchSettings((changed) => {
    settings = changed;
    settle();
  }, signal);
  settle();
}

/** A page that writes itself anew (document.open) takes every listener in it away, ours too: only an observer is left to tell. */
function whenRewritten(run: () => void, signal: AbortSignal): void {
  let root = document.documentElement;
  const observer = new MutationObserver(() => {
    const { documentElement } = document;
    if (documentElement === null || documentElement === root) return;
    root = documentElement;
    run();
  });
  observer.observe(document, { childList: true });
  signal.addEventListener("abort", () => observer.disconnect(), { once: true });
}

/** The page has one frame, so no other has a card. */
function isAlone(): boolean {
  return self === top && self.length === 0;
}
