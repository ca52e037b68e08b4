// One editor on its page, as the behaviours see it: what is written in it by
// its own model, what is marked over it, and where a person would point.

import type { Frame, Page } from "puppeteer-core";
import type { Browser } from "../harness/browser.ts";
import { marketplace } from "../harness/gate.ts";
import { shown, type Shown } from "../harness/layer.ts";
import { until, untilEqual } from "../harness/until.ts";

/** What a page of test/editors/pages offers in the window its field is in. */
type Offer = {
  element(): HTMLElement;
  text(): string;
  saves(): number;
  compositions(): number;
  markup(): string;
};

declare global {
  interface Window {
    lab?: Offer;
  }
}

/** All that must stay as it is when marks come and go. */
export type Snapshot = { readonly markup: string; readonly text: string; readonly saves: number; readonly selection: string };

export type Marked = { readonly word: string; readonly x: number; readonly y: number };

export class Subject {
  readonly browser: Browser;
  readonly page: Page;
  readonly editor: string;

  static async open(browser: Browser, editor: string): Promise<Subject> {
    const page = await browser.open(`${marketplace}/editors/${editor}`);
    const subject = new Subject(browser, page, editor);
    await subject.frame();
    return subject;
  }

  private constructor(browser: Browser, page: Page, editor: string) {
    this.browser = browser;
    this.page = page;
    this.editor = editor;
  }

  close(): Promise<void> {
    return this.page.close();
  }

  /** The frame with the field; frames come late, and again after a reload. */
  frame(): Promise<Frame> {
    return until(`the editor ${this.editor} is there`, async () => {
      for (const frame of this.page.frames()) {
        const found = await frame.evaluate(() => window.lab !== undefined && window.lab.element() !== null && document.readyState === "complete").catch(() => false);
        if (found) return frame;
      }
      return undefined;
    });
  }

  async text(): Promise<string> {
    return (await this.frame()).evaluate(() => window.lab?.text() ?? "");
  }

  untilText(what: string, text: string): Promise<void> {
    return untilEqual(what, () => this.text(), text);
  }

  async compositions(): Promise<number> {
    return (await this.frame()).evaluate(() => window.lab?.compositions() ?? 0);
  }

  /** What the page is like once the editor has come to rest: editors tidy up after themselves for a while. */
  async settled(): Promise<Snapshot> {
    return (await this.frame()).evaluate(takeSnapshot, rest);
  }

  /** Pauses the extension as the popup does, or ends the pause. */
  async pause(paused: boolean): Promise<void> {
    const popup = await this.browser.open(`${this.browser.origin}/popup/popup.html`);
    try {
      await popup.evaluate((pausedUntil) => chrome.runtime.sendMessage({ kind: "settings.set", request: { pausedUntil } }), paused ? Date.now() + 3600_000 : 0);
    } finally {
      await popup.close();
    }
    await this.page.bringToFront();
  }

  /** The words that a person sees marked, from top to bottom. */
  async marks(): Promise<string[]> {
    return (await this.marked()).map(({ word }) => word);
  }

  untilMarked(what: string, words: readonly string[]): Promise<void> {
    return untilEqual(what, () => this.marks(), words);
  }

  async marked(): Promise<Marked[]> {
    const frame = await this.frame();
    const lines = (await this.browser.closedRoots(frame, drawn)).flat();
    return frame.evaluate(readMarks, lines);
  }

  /** Where a marked word is in the page's own coordinates, with its frames' offsets. */
  async pointAt(word: string): Promise<{ x: number; y: number }> {
    const mark = await until(`a mark on “${word}”`, async () => (await this.marked()).find((each) => each.word === word));
    return this.#inPage(mark);
  }

  async #inPage({ x, y }: { x: number; y: number }): Promise<{ x: number; y: number }> {
    const point = { x, y };
    for (let frame: Frame | null = await this.frame(); frame !== null && frame.parentFrame() !== null; frame = frame.parentFrame()) {
      const holder = await frame.frameElement();
      const box = await holder?.evaluate((element) => {
        const { x, y } = element.getBoundingClientRect();
        return { x: x + element.clientLeft, y: y + element.clientTop };
      });
      if (box === undefined) throw new Error(`a frame of ${this.editor} has no place`);
      point.x += box.x;
      point.y += box.y;
    }
    return point;
  }

  /** Clicks into the field, as a seller does to begin. */
  async enter(): Promise<void> {
    const frame = await this.frame();
    const middle = await frame.evaluate(() => {
      const box = window.lab?.element().getBoundingClientRect() ?? new DOMRect();
      return { x: box.x + Math.min(60, box.width / 2), y: box.y + Math.min(20, box.height / 2) };
    });
    const { x, y } = await this.#inPage(middle);
    await this.page.mouse.click(x, y);
    await until("the field has the focus", async () =>
      (await frame.evaluate(() => {
        let active = document.activeElement;
        const element = window.lab?.element() ?? null;
        // A closed root shows its host as the one with the focus.
        const root = element?.getRootNode();
        if (root instanceof ShadowRoot && root.mode === "closed") active = root.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return active !== null && element !== null && (element === active || element.contains(active));
      }))
        ? true
        : undefined,
    );
  }

  async write(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  async chord(...keys: readonly ("Control" | "Shift" | "Home" | "End" | "a" | "z" | "Backspace")[]): Promise<void> {
    const last = keys.at(-1);
    const held = keys.slice(0, -1);
    for (const key of held) await this.page.keyboard.down(key);
    if (last !== undefined) await this.page.keyboard.press(last);
    for (const key of [...held].reverse()) await this.page.keyboard.up(key);
  }

  async shown(): Promise<Shown> {
    return shown(this.browser, await this.frame());
  }

  /** Opens the card of a marked word with the mouse. */
  async openCard(word: string): Promise<Shown> {
    const { x, y } = await this.pointAt(word);
    await this.page.mouse.click(x, y);
    return until(`the card of “${word}”`, async () => {
      const now = await this.shown();
      return now.card.toLowerCase().includes(word.toLowerCase()) ? now : undefined;
    });
  }

  cardGone(): Promise<true> {
    return until("the card closes", async () => ((await this.shown()).card === "" ? true : undefined));
  }

  /** Presses a button of the card by its wording, and gives what the button said. */
  async press(name: string): Promise<string> {
    const button = await until(`a button “${name}”`, async () =>
      (await this.shown()).buttons.find((each) => each.name.toLowerCase().includes(name.toLowerCase())),
    );
    const { x, y } = await this.#inPage(button);
    await this.page.mouse.click(x, y);
    return button.name;
  }
}

function drawn(root: ShadowRoot): { left: number; right: number; middle: number }[] {
  return [...root.querySelectorAll(".line")].map((line) => {
    const box = line.getBoundingClientRect();
    return { left: box.left, right: box.right, middle: box.top + box.height / 2 };
  });
}

/** A highlight's range tells its word; of a line drawn in the layer the browser is asked which characters stand over it. */
function readMarks(lines: readonly { left: number; right: number; middle: number }[]): Marked[] {
  const element = window.lab?.element();
  if (element === undefined) return [];
  const written = "value" in element ? String(element.value) : undefined;
  const found: Marked[] = [];
  for (const highlight of CSS.highlights.values()) {
    for (const painted of highlight) {
      const range = painted as Range; // or a range over a value, which has offsets and boxes too
      if (range.collapsed) continue;
      const word = range.startContainer instanceof Text ? range.toString() : (written?.slice(range.startOffset, range.endOffset) ?? "");
      const box = range.getClientRects()[0] ?? new DOMRect();
      found.push({ word, x: box.left + box.width / 2, y: box.top + box.height / 2 });
    }
  }
  const root = element.getRootNode();
  const options = root instanceof ShadowRoot ? { shadowRoots: [root] } : {};
  for (const { left, right, middle } of lines) {
    // One pixel inside either end: the caret nearest there is the end itself.
    const from = document.caretPositionFromPoint(left + 1, middle, options);
    const to = document.caretPositionFromPoint(right - 1, middle, options);
    const inside = from?.offsetNode === element && to?.offsetNode === element && written !== undefined;
    const [start = 0, end = 0] = [from?.offset ?? 0, to?.offset ?? 0].sort((a, b) => a - b);
    found.push({ word: inside ? written.slice(start, end) : "(beside the text)", x: (left + right) / 2, y: middle });
  }
  return found.sort((a, b) => a.y - b.y || a.x - b.x);
}

/** Longer than any of the editors waits with an afterthought (CKEditor 4's selection check), in frames. */
const rest = 30;

/** Taken when nothing has changed for so many frames. */
async function takeSnapshot(rest: number): Promise<Snapshot> {
  let last = "";
  for (let frames = 0; ; frames++) {
    const element = window.lab?.element();
    const field = element !== undefined && "selectionStart" in element ? (element as HTMLTextAreaElement) : null;
    const selection = getSelection();
    const now = {
      markup: window.lab?.markup() ?? "",
      text: window.lab?.text() ?? "",
      saves: window.lab?.saves() ?? 0,
      selection: field ? `${field.selectionStart}-${field.selectionEnd}` : `${selection?.anchorOffset}-${selection?.focusOffset}`,
    };
    if (JSON.stringify(now) !== last) frames = 0;
    if (frames >= rest) return now;
    last = JSON.stringify(now);
    await new Promise(requestAnimationFrame);
  }
}
