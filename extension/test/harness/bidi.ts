import type { Browser as PuppeteerBrowser, Frame, Page } from "puppeteer-core";

/**
 * WebDriver BiDi beneath Puppeteer, for the two things Puppeteer does not offer: closed shadow roots, and scripts in
 * Firefox's own window ("moz:scope": "chrome"). Puppeteer keeps its connection and its context ids out of its types;
 * this file is the only one that reaches for them, and the lock file pins the version for which it holds.
 */
export type Bidi = { send(method: string, params: object): Promise<{ result: unknown }> };

export function bidiOf(browser: PuppeteerBrowser): Bidi {
  return (browser as unknown as { connection: Bidi }).connection;
}

export function contextOf(page: Page | Frame): string {
  const frame = "mainFrame" in page ? page.mainFrame() : page;
  return (frame as unknown as { _id: string })._id;
}

/** Calls a function that gives a string or a promise of one. */
export async function call(bidi: Bidi, context: string, code: string, args: object[] = []): Promise<string> {
  const { result } = await bidi.send("script.callFunction", {
    functionDeclaration: code,
    arguments: args,
    target: { context },
    awaitPromise: true,
  });
  const answer = result as { result?: { value?: unknown }; exceptionDetails?: { text: string } };
  if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text);
  return String(answer.result?.value);
}

/** A function over JSON for `call`: esbuild's name helper is supplied, as it does not exist in the page. */
export function overJson(look: string, parameter: string): string {
  return `async (${parameter}) => { const __name = (f) => f; return JSON.stringify((await (${look})(${parameter})) ?? null); }`;
}

type Node = { sharedId?: string; value?: { mode?: string; shadowRoot?: Node | null; children?: Node[] } };

/** The shared ids of the closed shadow roots in a page. */
export async function closedRootIds(bidi: Bidi, context: string): Promise<string[]> {
  const { result } = await bidi.send("script.evaluate", {
    expression: "document.documentElement",
    target: { context },
    awaitPromise: false,
    serializationOptions: { maxDomDepth: null, includeShadowTree: "all" },
  });
  return closedIn((result as { result: Node }).result);
}

function closedIn(node: Node): string[] {
  const own = node.value?.mode === "closed" && node.sharedId !== undefined ? [node.sharedId] : [];
  const below = [...(node.value?.shadowRoot ? [node.value.shadowRoot] : []), ...(node.value?.children ?? [])];
  return [...own, ...below.flatMap(closedIn)];
}

/** The context of Firefox's own window, where its privileged modules are; it needs --remote-allow-system-access. */
export async function windowContext(bidi: Bidi): Promise<string> {
  const { result } = await bidi.send("browsingContext.getTree", { "moz:scope": "chrome", maxDepth: 0 });
  const [first] = (result as { contexts: { context: string }[] }).contexts;
  if (first === undefined) throw new Error("Firefox shows no window");
  return first.context;
}
