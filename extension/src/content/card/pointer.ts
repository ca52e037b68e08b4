// Opening by pointer: resting on a word, or a click on it. Passing over words
// opens nothing, and the way from a word to its card does not close it.

import { hasNoSelection } from "./focus.ts";
import type { Shown, Watched } from "../watch/watched.ts";

/** Resting on a word this long opens its card, in milliseconds; passing over it does not. */
const rest = 280;
/** Leaving the word for the card may take this long. */
const grace = 320;

export type PointerActions = {
  readonly at: (watched: Watched, x: number, y: number) => Shown | null;
  /** Whether the card is open for this finding; for any, where none is given. */
  readonly isOpen: (shown?: Shown) => boolean;
  /** Whether the card stays whatever the pointer does: opened by keyboard, or worked in. */
  readonly stays: () => boolean;
  readonly open: (shown: Shown) => void;
  readonly close: () => void;
};

export interface Pointer {
  listen(watched: Watched, signal: AbortSignal): void;
  /** Over the card itself. */
  entered(): void;
  left(): void;
  /** Whatever was about to happen does not. */
  forget(): void;
}

export function createPointer(actions: PointerActions): Pointer {
  let timer = 0;
  const later = (run: () => void, ms: number) => {
    clearTimeout(timer);
    timer = window.setTimeout(run, ms);
  };
  const forget = () => clearTimeout(timer);
  const left = () => {
    if (actions.stays()) return;
    if (actions.isOpen()) later(() => !actions.stays() && actions.close(), grace);
    else forget();
  };

  const over = (shown: Shown | null) => {
    if (actions.stays()) return;
    if (shown === null) left();
    else if (actions.isOpen(shown)) forget();
    else later(() => !actions.stays() && actions.open(shown), rest);
  };

  return {
    listen(watched, signal) {
      const on = { signal, passive: true } as const;
      const target: HTMLElement = watched.field.element;
      let asked = false;
      target.addEventListener("pointermove", (event) => {
        if (asked || event.buttons !== 0 || event.pointerType === "touch") return;
        asked = true;
        requestAnimationFrame(() => {
          asked = false;
          if (!signal.aborted) over(actions.at(watched, event.clientX, event.clientY));
        });
      }, on);
      target.addEventListener("pointerleave", left, on);
      target.addEventListener("click", (event) => {
        const shown = actions.at(watched, event.clientX, event.clientY);
        if (shown !== null && hasNoSelection(watched)) actions.open(shown);
      }, on);
    },
    entered: forget,
    left,
    forget,
  };
}
