import puppeteer, { type CDPSession, type Frame, type Page, type Target } from "puppeteer-core";
import type { Browser, Launch, Request } from "./browser.ts";
import { viewport } from "./browser.ts";
import { program } from "./programs.ts";
import { until } from "./until.ts";
import { closeFirstRun } from "./first.ts";

export async function launchChromium(how: Launch): Promise<Browser> {
  const browser = await puppeteer.launch({
    executablePath: program("chromium"),
    pipe: true, // extensions are only loaded over a pipe
    enableExtensions: true,
    acceptInsecureCerts: true,
    defaultViewport: viewport,
    ...(how.downloads === undefined ? {} : { downloadBehavior: { policy: "allow", downloadPath: how.downloads } as const }),
    args: [...switches, `--proxy-server=http://127.0.0.1:${how.gate.port}`, `--lang=${how.language ?? "en"}`],
    env: { ...process.env, LANGUAGE: (how.language ?? "en").replace("-", "_") },
  });
  const id = how.extension === undefined ? "" : await installed(browser, how.extension);
  const origin = `chrome-extension://${id}`;
  if (how.extension !== undefined) await closeFirstRun(browser, origin);
  const asked: Request[] = [];

  const isBackground = (target: Target) => target.type() === "service_worker" && target.url().startsWith(origin + "/");
  const background = () => browser.targets().find(isBackground);

  // The worker's own requests are seen from its first line on only by the gate; this adds who asked.
  const watch = async (client: CDPSession, by: string) => {
    client.on("Network.requestWillBeSent", (event) => asked.push({ by, url: event.request.url }));
    await client.send("Network.enable").catch(() => undefined); // the target may be gone already
  };
  browser.on("targetcreated", async (target: Target) => {
    const client = isBackground(target) ? (await target.worker())?.client : undefined;
    if (client) await watch(client, origin);
  });

  if (how.storage !== undefined) {
    // The limit lasts as long as the session that set it.
    const [page] = await browser.pages();
    const client = await page?.createCDPSession();
    await client?.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: how.storage === "full" ? 1 : smallStorage });
  }

  return {
    name: "chromium",
    version: (await browser.version()).replace("Chrome/", "Chromium "),
    origin,
    async open(url) {
      const page = await browser.newPage();
      page.on("request", (request) => asked.push({ by: new URL(url).origin, url: request.url() }));
      await page.goto(url, { waitUntil: "domcontentloaded" });
      await page.bringToFront();
      return page;
    },
    async openBeside(url) {
      const page = await browser.newPage({ type: "window" });
      await page.goto(url, { waitUntil: "domcontentloaded" });
      return page;
    },
    closedRoots,
    async killBackground() {
      const target = background();
      // Told once, a worker that an event has just reached may go on: it is told until it is gone.
      await until("the background stops", async () => {
        if (background() === undefined || background() !== target) return true;
        await (await target?.worker())?.close().catch(() => undefined); // its session may be gone before it is
        return undefined;
      });
    },
    async shiftClock(page, milliseconds) {
      await page.evaluate(() => chrome.runtime.sendMessage({ kind: "wake", request: {} })); // a worker that sleeps has no clock
      await (await (await browser.waitForTarget(isBackground)).worker())?.evaluate((ahead) => {
        const real = performance.timeOrigin;
        Date.now = () => Math.round(real + performance.now() + ahead);
      }, milliseconds);
    },
    backgroundRuns: async () => background() !== undefined,
    async reload() {
      const target = background();
      // Loading a folder that is loaded is what the reload button of the browser does.
      if (how.extension !== undefined) await browser.installExtension(how.extension);
      await until("the extension is back", () => (background() === undefined || background() === target ? undefined : true));
    },
    async command(name) {
      const worker = await (await browser.waitForTarget(isBackground)).worker();
      await worker?.evaluate(async (name) => {
        const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
        // Not in the types: it calls the listeners as the browser does.
        (chrome.commands.onCommand as unknown as { dispatch(...values: unknown[]): void }).dispatch(name, tab);
      }, name);
    },
    async action(page) {
      const extension = (await browser.extensions()).get(id);
      if (extension === undefined) throw new Error("no extension is loaded");
      await page.triggerExtensionAction(extension);
    },
    async pressInPopup(name) {
      const popup = await (await browser.waitForTarget((target) => target.url() === `${origin}/popup/popup.html`)).asPage();
      await popup.locator(`aria/${name}[role="button"]`).click();
    },
    async menu(entry, selection) {
      const worker = await (await browser.waitForTarget(isBackground)).worker();
      await worker?.evaluate((menuItemId, selectionText) => {
        (chrome.contextMenus.onClicked as unknown as { dispatch(...values: unknown[]): void }).dispatch({ menuItemId, selectionText, editable: false, pageUrl: "" });
      }, entry, selection);
    },
    compose: (page, text) => inSession(page, (client) => client.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length })),
    commit: (page, text) => inSession(page, (client) => client.send("Input.insertText", { text })),
    async badge() {
      const worker = await (await browser.waitForTarget(isBackground)).worker();
      return (
        (await worker?.evaluate(async () => {
          const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
          return chrome.action.getBadgeText(tab?.id === undefined ? {} : { tabId: tab.id });
        })) ?? ""
      );
    },
    requests: async () => [...asked],
    close: () => browser.close(),
  };
}

async function inSession(page: Page, work: (client: CDPSession) => Promise<void>): Promise<void> {
  const client = await page.createCDPSession();
  await work(client).finally(() => client.detach());
}

/** The id of the extension; a browser that refuses it is ended, or its process would outlive the test. */
async function installed(browser: Awaited<ReturnType<typeof puppeteer.launch>>, folder: string): Promise<string> {
  try {
    return await browser.installExtension(folder);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Bytes: room for some hundred listings. */
const smallStorage = 4 << 20;

const switches = [
  "--no-sandbox", // the tests also run as root, in containers
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
  "--disable-features=AutofillServerCommunication,NetworkTimeServiceQuerying,OptimizationHints,MediaRouter,Translate",
  "--proxy-bypass-list=<-loopback>", // loopback too goes through the gate
  "--ignore-certificate-errors",
  "--force-color-profile=srgb",
];

type Tree = { shadowRootType?: string; backendNodeId: number; children?: Tree[]; shadowRoots?: Tree[]; contentDocument?: Tree };

async function closedRoots<T>(page: Page | Frame, look: (root: ShadowRoot) => T): Promise<T[]> {
  const client = sessionOf(page);
  const { root } = await client.send("DOM.getDocument", { depth: -1, pierce: true });
  const answers: T[] = [];
  for (const backendNodeId of closedIn(root)) {
    const { object } = await client.send("DOM.resolveNode", { backendNodeId, objectGroup: "closed" });
    const { result, exceptionDetails } = await client.send("Runtime.callFunctionOn", {
      objectId: object.objectId ?? "",
      functionDeclaration: `function () { const __name = (f) => f; return (${look.toString()})(this); }`,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    answers.push(result.value as T);
  }
  await client.send("Runtime.releaseObjectGroup", { objectGroup: "closed" });
  return answers;
}

/** A frame without an origin runs in a process of its own, and has a session of its own. */
function sessionOf(page: Page | Frame): CDPSession {
  const frame = "mainFrame" in page ? page.mainFrame() : page;
  return (frame as unknown as { client: CDPSession }).client; // not in Puppeteer's types; the lock file pins it
}

function closedIn(node: Tree): number[] {
  const own = node.shadowRootType === "closed" ? [node.backendNodeId] : [];
  const frame = node.contentDocument === undefined ? [] : [node.contentDocument];
  return [...own, ...[...(node.shadowRoots ?? []), ...(node.children ?? []), ...frame].flatMap(closedIn)];
}
