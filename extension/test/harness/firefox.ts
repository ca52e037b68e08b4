import { readFileSync } from "node:fs";
import { join } from "node:path";
import puppeteer, { type Page } from "puppeteer-core";
import { bidiOf, call, closedRootIds, contextOf, overJson, windowContext } from "./bidi.ts";
import type { Browser, Launch, Request } from "./browser.ts";
import { viewport } from "./browser.ts";
import { closeFirstRun } from "./first.ts";
import { program } from "./programs.ts";
import { until } from "./until.ts";

/** Firefox gives each extension a random host name per profile; this preference chooses it. */
const uuid = "c1ea2115-0000-4000-8000-000000000001";

export async function launchFirefox(how: Launch): Promise<Browser> {
  const id = how.extension === undefined ? "" : geckoId(how.extension);
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: program("firefox"),
    acceptInsecureCerts: true,
    defaultViewport: viewport,
    args: ["--remote-allow-system-access"],
    env: { ...process.env, MOZ_REMOTE_SETTINGS_DEVTOOLS: "1" }, // lets the preference for its own settings server hold
    extraPrefsFirefox: {
      ...preferences,
      "network.proxy.http_port": how.gate.port,
      "network.proxy.ssl_port": how.gate.port,
      "intl.accept_languages": how.language === "zh-CN" ? "zh-CN,zh" : "en-US,en",
      ...(how.storage === undefined ? {} : { "dom.quotaManager.temporaryStorage.fixedLimit": kilobytes[how.storage] }),
      ...(how.downloads === undefined ? {} : { "browser.download.folderList": 2, "browser.download.dir": how.downloads, "browser.download.alwaysOpenPanel": false }),
      "extensions.webextensions.uuids": JSON.stringify({ [id]: uuid }),
    },
  });
  const bidi = bidiOf(browser);
  const window = await windowContext(bidi);

  /** Runs a function in Firefox's own window, with the extension as its argument. */
  const privileged = async <T>(body: string): Promise<T> =>
    JSON.parse(await call(bidi, window, overJson(`async (id) => { const extension = WebExtensionPolicy.getByID(id)?.extension; ${body} }`, "id"), [{ type: "string", value: id }])) as T;

  await privileged(recordRequests);
  if (how.extension !== undefined) await browser.installExtension(how.extension);
  const origin = how.extension === undefined ? "" : `moz-extension://${uuid}`;
  if (how.extension !== undefined) await closeFirstRun(browser, origin);

  return {
    name: "firefox",
    version: (await browser.version()).replace("firefox/", "Firefox "),
    origin,
    async open(url) {
      const page = await browser.newPage();
      await load(page, url);
      await page.bringToFront();
      return page;
    },
    async openBeside(url) {
      const page = await browser.newPage({ type: "window" });
      await load(page, url);
      return page;
    },
    async closedRoots<T>(page: Parameters<Browser["closedRoots"]>[0], look: (root: ShadowRoot) => T) {
      const context = contextOf(page);
      const answers: T[] = [];
      for (const sharedId of await closedRootIds(bidi, context)) {
        answers.push(JSON.parse(await call(bidi, context, overJson(look.toString(), "root"), [{ sharedId }])) as T);
      }
      return answers;
    },
    async killBackground() {
      await privileged("await extension.terminateBackground({ ignoreDevToolsAttached: true });");
    },
    async reload() {
      await privileged(`
        const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
        await (await AddonManager.getAddonByID(id)).reload();`);
    },
    async shiftClock(page, milliseconds) {
      await page.evaluate(async (ahead) => {
        await chrome.runtime.sendMessage({ kind: "wake", request: {} });
        const background = chrome.extension.getBackgroundPage() as (Window & { Date: DateConstructor }) | null;
        if (background === null) throw new Error("the background sleeps");
        const real = performance.timeOrigin;
        background.Date.now = () => Math.round(real + performance.now() + ahead);
      }, milliseconds);
    },
    backgroundRuns: () => privileged<boolean>('return extension.backgroundState === "running";'),
    command: (name) =>
      privileged(`
        const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
        const order = Object.keys(extension.manifest.commands).indexOf(${JSON.stringify(name)});
        document.querySelectorAll("keyset[id*='" + ExtensionParent.apiManager.global.makeWidgetId(id) + "'] key")[order].doCommand();
        return null;`),
    action: () =>
      privileged(`
        const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
        await ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);
        return null;`),
    pressInPopup: (name) =>
      until(`the button “${name}”`, async () => {
        const pressed = await privileged<boolean>(`
          const view = document.querySelector("browser[webextension-view-type=popup]");
          if (view?.closest("panel")?.state !== "open") return false; // it is loaded elsewhere first
          const { messageManager } = view;
          const pressed = new Promise((done) => messageManager.addMessageListener("clearlist:pressed", ({ data }) => done(data)));
          messageManager.loadFrameScript("data:,(" + encodeURIComponent(${JSON.stringify(pressIn)}) + ")(" + encodeURIComponent(${JSON.stringify(JSON.stringify(name))}) + ")", false);
          return pressed;`);
        return pressed ? true : undefined;
      }).then(() => undefined),
    menu: (entry, selection) =>
      privileged(`
        const choice = { menuItemId: ${JSON.stringify(entry)}, selectionText: ${JSON.stringify(selection)}, editable: false, modifiers: [], button: 0 };
        await extension.wakeupBackground?.();
        extension.emit("webext-menu-menuitem-click", choice, gBrowser.selectedTab);
        return null;`),
    compose: (_, text) => privileged(`${inputMethod} compose(${JSON.stringify(text)}); return null;`),
    commit: (_, text) => privileged(`${inputMethod} tip.commitCompositionWith(${JSON.stringify(text)}); return null;`),
    badge: () =>
      privileged<string>(`
        const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
        const button = ExtensionParent.apiManager.global.browserActionFor(extension);
        return button.action.getContextData(gBrowser.selectedTab).badgeText ?? "";`),
    requests: () => privileged<Request[]>("return globalThis.clearlistRequests;"),
    close: () => browser.close(),
  };
}

/** Firefox does not tell BiDi that a page of an extension has loaded; the page itself does. */
async function load(page: Page, url: string): Promise<void> {
  if (!url.startsWith("moz-extension:")) return void (await page.goto(url, { waitUntil: "domcontentloaded" }));
  void page.goto(url).catch(() => undefined);
  await until(`${url} loads`, async () => ((await page.evaluate(() => location.protocol + document.readyState)) === "moz-extension:complete" ? true : undefined));
}

/** Every channel that Firefox opens for a page or an extension, with the principal that asked for it. */
const recordRequests = `
  globalThis.clearlistRequests = [];
  Services.obs.addObserver((subject) => {
    const channel = subject.QueryInterface(Ci.nsIHttpChannel);
    const by = channel.loadInfo?.triggeringPrincipal;
    if (by && !by.isSystemPrincipal) globalThis.clearlistRequests.push({ by: by.originNoSuffix, url: channel.URI.spec });
  }, "http-on-modify-request");`;

/** Runs in the popup's own process, as a frame script: a click by Firefox itself is as good as the mouse's. */
const pressIn = `(name) => {
  const button = [...content.document.querySelectorAll("button")].find((each) => each.textContent === name && each.checkVisibility());
  button?.click();
  sendAsyncMessage("clearlist:pressed", button !== undefined);
}`;

/** An input method as Firefox's own tests have one; it goes where the focus is, into pages too. */
const inputMethod = `
  const tip = (globalThis.clearlistInput ??= Cc["@mozilla.org/text-input-processor;1"].createInstance(Ci.nsITextInputProcessor));
  if (!tip.beginInputTransactionForTests(window)) throw new Error("the window takes no input method");
  const compose = (text) => {
    tip.setPendingCompositionString(text);
    tip.appendClauseToPendingComposition(text.length, tip.ATTR_RAW_CLAUSE);
    tip.setCaretInPendingComposition(text.length);
    if (!tip.flushPendingComposition()) throw new Error("the composition was refused");
  };`;

/** Room for settings and none for a list, or for some hundred listings. */
const kilobytes = { full: 100, small: 8 << 10 };

const preferences = {
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.allow_hijacking_localhost": true, // loopback too goes through the gate
  "network.proxy.no_proxies_on": "",
  "services.settings.server": "data:,",
  "browser.newtabpage.activity-stream.feeds.system.topstories": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
};

function geckoId(extension: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(extension, "manifest.json"), "utf8"));
  const id = (manifest as { browser_specific_settings?: { gecko?: { id?: unknown } } }).browser_specific_settings?.gecko?.id;
  if (typeof id !== "string") throw new Error(`${extension}/manifest.json names no gecko id`);
  return id;
}
