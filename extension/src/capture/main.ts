// On product pages of the marketplaces, and only where the seller has said so:
// reads the page once it is there, and again when it shows another product.
// Until then this script looks at one setting and at nothing of the page.

import { ask, AskError } from "../shared/protocol.ts";
import { readSettings, siteIsOn, watchSettings, type Settings } from "../shared/settings.ts";
import { readPage } from "./page.ts";

/** Changes of a page are gathered so long, in milliseconds. */
const rest = 400;
/** Reads of one address that find nothing new before it is left alone. */
const maxTries = 30;

void start();

async function start(): Promise<void> {
  let stop: AbortController | undefined;
  const settle = (settings: Settings) => {
    const on = settings.collect && siteIsOn(settings, location.hostname, Date.now());
    if (!on) {
      stop?.abort();
      stop = undefined;
    } else if (stop === undefined) {
      stop = new AbortController();
      collect(stop.signal, () => stop?.abort());
    }
  };
  watchSettings(settle, new AbortController().signal);
  settle(await readSettings());
}

function collect(signal: AbortSignal, end: () => void): void {
  let address = "";
  let tries = 0;
  let sent = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  const read = async () => {
    if (signal.aborted) return;
    if (location.href !== address) [address, tries] = [location.href, 0];
    if (++tries > maxTries) return;
    const page = readPage(document, new URL(location.href), false);
    if (page === undefined || page.text === sent) return;
    sent = page.text;
    try {
      await ask("seen.capture", { page, asked: false });
    } catch (error) {
      if (error instanceof AskError && error.code === "gone") end();
    }
  };

  /** Not put off by further changes: some pages never rest. */
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void read();
    }, rest);
  };

  const observer = new MutationObserver(soon);
  observer.observe(document.documentElement, { childList: true, subtree: true });
  signal.addEventListener("abort", () => (observer.disconnect(), clearTimeout(timer)), { once: true });
  void read();
}
