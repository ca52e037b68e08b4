// Who may ask what, and what they get. Every message is parsed here before
// anything looks at it.

import { AskError, parseEnvelope, parseRequest, type Answer, type Kind, type Reply, type Request } from "../shared/protocol.ts";
import { ParseError } from "../shared/parse.ts";

export type Asker = {
  /** A page of this extension, or the script in a web page. */
  readonly from: "extension" | "page";
  readonly tab: number | undefined;
  readonly frame: number;
  /** Of the page that asks, as the browser says; empty where it does not. */
  readonly address: string;
};

export type Handlers = { readonly [K in Kind]: (request: Request<K>, asker: Asker) => Promise<Reply<K>> };

/** What a web page's script may ask: nothing that fetches or reads what is kept, and no setting but a decision about one word. */
const openToPages: readonly Kind[] = ["check", "wake", "lookup", "report", "decide", "escape", "save", "status", "seen.capture", "seen.show"];

/** ownRoot ends with a slash, so no other extension's address starts with it. Undefined where the sender is not this extension: it gets no answer at all. */
export function askerOf(sender: chrome.runtime.MessageSender, ownId: string, ownRoot: string): Asker | undefined {
  if (sender.id !== ownId) return undefined;
  const own = sender.url?.startsWith(ownRoot) === true;
  return { from: own ? "extension" : "page", tab: sender.tab?.id, frame: sender.frameId ?? 0, address: sender.url ?? "" };
}

/** Never rejects: an answer says what went wrong in one word, and quotes nothing. */
export async function answer(handlers: Handlers, message: unknown, asker: Asker): Promise<Answer> {
  try {
    const { kind, request } = parseEnvelope(message);
    if (asker.from === "page" && !openToPages.includes(kind)) return { ok: false, code: "refused" };
    return { ok: true, reply: await handle(handlers, kind, request, asker) };
  } catch (error) {
    if (error instanceof AskError) return { ok: false, code: error.code };
    if (error instanceof ParseError) return { ok: false, code: "refused" };
    console.error(error);
    return { ok: false, code: "failed" };
  }
}

function handle<K extends Kind>(handlers: Handlers, kind: K, request: unknown, asker: Asker): Promise<Reply<K>> {
  return handlers[kind](parseRequest[kind](request, kind), asker);
}
