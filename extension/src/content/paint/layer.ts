// What this extension draws by itself (the mirror's lines, the card) lives in
// one element at the end of the document, in the top layer, behind a closed
// shadow root: no style of the page reaches it, and no editor's content holds
// it.

import { shadowOf, upwards } from "../platform.ts";

export interface Layer {
  readonly root: ShadowRoot;
  readonly host: HTMLElement;
  /** Puts the layer over what the page opened since, and where a dialog does not make it inert. */
  raise(beside: Element): void;
  /** Takes back what the page zooms the layer by, so that a pixel in it is one of the viewport's; before anything is placed. */
  fit(): void;
}

/** Against the page's `div { display: none !important }`: inside a shadow root, important wins over outside. */
const hostRules = `:host{all:initial!important;position:fixed!important;inset:0!important;width:auto!important;
height:auto!important;margin:0!important;padding:0!important;border:0!important;background:none!important;
overflow:visible!important;pointer-events:none!important;z-index:2147483647!important;display:block!important;
contain:layout style!important}
:host(:not(:popover-open)){display:block!important}
@media print{:host{display:none!important}}`;

export function createLayer(css: string, signal: AbortSignal): Layer {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  const zoomSheet = new CSSStyleSheet();
  sheet.replaceSync(hostRules + css);
  root.adoptedStyleSheets = [sheet, zoomSheet];
  let zoom = 1;
  if ("popover" in host) host.popover = "manual";
  signal.addEventListener("abort", () => host.remove(), { once: true });

  return {
    root,
    host,
    raise(beside) {
      if (signal.aborted) return;
      const home = dialogAround(beside) ?? document.documentElement;
      if (host.parentNode !== home) home.append(host);
      if (!("popover" in host) || !host.isConnected) return;
      // The last one shown is on top.
      if (host.matches(":popover-open")) host.hidePopover();
      host.showPopover();
    },
    fit() {
      const now = host.parentElement?.currentCSSZoom ?? 1;
      if (now === zoom) return;
      zoom = now;
      zoomSheet.replaceSync(zoom === 1 ? "" : `:host{zoom:${1 / zoom}!important}`);
    },
  };
}

/** What a script before this one drew: Firefox ends scripts of a reloaded extension without a word, and starts new ones. */
export function removeStale(): void {
  for (const host of document.querySelectorAll("div[popover=manual]:empty")) {
    // Not by ":scope >": of a shadow root, Firefox finds nothing so.
    const parts = [...(shadowOf(host)?.children ?? [])];
    if (parts.some((each) => each.matches(".clip,.card"))) host.remove();
  }
}

/** The modal dialog an element is in: everything outside of it takes no clicks. */
function dialogAround(element: Element): Element | null {
  for (const each of upwards(element)) if (each instanceof HTMLDialogElement && each.matches(":modal")) return each;
  return null;
}
