// What a page of the extension asks the frames of a tab. Frames know what they
// show; nobody keeps a copy. A frame tells the background when its findings have
// changed (protocol: report), and who shows them asks again.

import { parseChoice, type Choice } from "./choices.ts";
import { count, flag, listOf, nullable, oneOf, ParseError, record, shape, text, type Parser } from "./parse.ts";
import { askErrors, type AskErrorCode, type Nothing } from "./protocol.ts";
import { parseReport, type Report } from "./report.ts";
import { parseFinding, parseVerdict, type Finding, type Verdict } from "./verdict.ts";

export type FrameProtocol = {
  findings: { request: Nothing; reply: FrameState };
  /** Watches and checks every field of the page, entered or not, and then tells its findings. */
  form: { request: Nothing; reply: FrameState };
  /** Scrolls to a finding and opens its card. */
  reveal: { request: { id: string }; reply: Nothing };
  /** Writes an alternative in place of each of these; answers how many it could. */
  replace: { request: { changes: readonly Change[] }; reply: { count: number } };
  /** Saves a report of another frame. */
  save: { request: Report; reply: Nothing };
};

/** Each place has its own words: they take on the capitals of what they replace. */
export type Change = { readonly id: string; readonly alternative: string };

export type FrameKind = keyof FrameProtocol;
type Request<K extends FrameKind> = FrameProtocol[K]["request"];
type Reply<K extends FrameKind> = FrameProtocol[K]["reply"];

export type FrameState = {
  /** Host name of the page, as the settings know sites. */
  readonly host: string;
  /** Not switched off and not paused. */
  readonly on: boolean;
  /** Fields under watch. */
  readonly fields: number;
  /** The marketplace whose form this is, as sellers call it; empty where no adapter knows it. */
  readonly form: string;
  /** Its adapter knows none of the fields any more: labels decide. */
  readonly stale: boolean;
  readonly trouble: AskErrorCode | null;
  /** What was read of lists for the form last checked; null before the first. */
  readonly verdict: Verdict | null;
  /** In the order of the page. */
  readonly findings: readonly FrameFinding[];
};

export type FrameFinding = {
  readonly id: string;
  readonly finding: Finding;
  /** The words on either side. */
  readonly before: string;
  readonly after: string;
  /** Its alternatives, and whether the field has room for each. */
  readonly choices: readonly Choice[];
};

/** No form has more; a page made to hurt does. */
const maxFindings = 5000;

const nothing: Parser<Nothing> = (value, at) => (record(value, at), {});

const parseRequest: { readonly [K in FrameKind]: Parser<Request<K>> } = {
  findings: nothing,
  form: nothing,
  reveal: shape<Request<"reveal">>({ id: text }),
  replace: shape<Request<"replace">>({ changes: listOf(shape<Change>({ id: text, alternative: text }), maxFindings) }),
  save: parseReport,
};

const parseState: Parser<FrameState> = shape<FrameState>({
  host: text,
  on: flag,
  fields: count,
  form: text,
  stale: flag,
  trouble: nullable(oneOf(askErrors)),
  verdict: nullable(parseVerdict),
  findings: listOf(shape<FrameFinding>({ id: text, finding: parseFinding, before: text, after: text, choices: listOf(parseChoice) }), maxFindings),
});

const parseReply: { readonly [K in FrameKind]: Parser<Reply<K>> } = {
  findings: parseState,
  form: parseState,
  reveal: nothing,
  replace: shape<Reply<"replace">>({ count }),
  save: nothing,
};

/** Asks one frame; undefined where none of our scripts answers. */
export async function askFrame<K extends FrameKind>(tab: number, frameId: number, kind: K, request: Request<K>): Promise<Reply<K> | undefined> {
  try {
    return parseReply[kind](await chrome.tabs.sendMessage(tab, { frame: kind, request }, { frameId }), kind);
  } catch {
    return undefined;
  }
}

export type FrameHandlers = { readonly [K in FrameKind]: (request: Request<K>) => Promise<Reply<K>> };

/** Answers the extension's own pages, until the signal. */
export function answerPages(handlers: FrameHandlers, signal: AbortSignal): void {
  const listener = (message: unknown, sender: chrome.runtime.MessageSender, respond: (reply: unknown) => void): boolean => {
    if (sender.id !== chrome.runtime.id) return false;
    try {
      const { frame, request } = record(message);
      const kind = oneOf(["findings", "form", "reveal", "replace", "save"])(frame, "frame");
      void handle(handlers, kind, request).then(respond);
      return true;
    } catch (error) {
      if (error instanceof ParseError) return false; // for another listener
      throw error;
    }
  };
  chrome.runtime.onMessage.addListener(listener);
  signal.addEventListener("abort", () => chrome.runtime?.onMessage?.removeListener(listener), { once: true });
}

function handle<K extends FrameKind>(handlers: FrameHandlers, kind: K, request: unknown): Promise<Reply<K>> {
  return handlers[kind](parseRequest[kind](request, kind));
}
