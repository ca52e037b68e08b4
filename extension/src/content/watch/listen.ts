// What one field does: typing, composing, leaving, being moved, and being
// written to by its page, which tells nobody.

import type { Card } from "../card/card.ts";
import { follow } from "../paint/follow.ts";
import type { Form } from "./form.ts";
import type { Watched } from "./watched.ts";

type Parts = {
  readonly paint: (watched: Watched) => void;
  readonly card: Card;
  readonly changed: () => void;
  readonly wake: () => void;
};

/** Hears everything one field does, until the field is no longer watched. */
export function listen(watched: Watched, form: Form, { paint, card, changed, wake }: Parts): void {
  const { element } = watched.field;
  const { signal } = watched.stop;
  const passive = { signal, passive: true } as const;
  let urgent = false;
  let asked = false;
  let moved = false;
  let inputAt: number | null = null; // what is read a frame later was written then

  // Once a frame whatever the page does, and after the frame: what was typed is on the screen before we read it.
  const look = (event?: unknown) => {
    moved ||= !(event instanceof Event) || event.type !== "selectionchange";
    if (asked || signal.aborted) return;
    asked = true;
    afterFrame(() => {
      asked = false;
      if (signal.aborted) return;
      const written = form.update(watched);
      // Also over the same text: a page that sets the value it had takes away the ranges over it. A caret that moves takes nothing away.
      if (written || moved || watched.painter?.stands() === false) paint(watched);
      moved = false;
      if (!written) return;
      changed();
      // What a page writes by itself has no event: its pause begins now.
      const ago = inputAt === null ? 0 : performance.now() - inputAt;
      inputAt = null;
      // A background that rests starts while the seller writes on.
      if (form.schedule.rests()) wake();
      if (urgent) form.schedule.flush();
      else form.schedule.touch(ago);
      urgent = false;
    });
  };

  element.addEventListener(
    "input",
    (event) => {
      if (event instanceof InputEvent) urgent ||= /^insertFrom(Paste|Drop)|^insertReplacement/.test(event.inputType);
      inputAt = event.timeStamp;
      card.written(watched);
      look();
    },
    passive,
  );
  element.addEventListener("compositionstart", () => form.schedule.hold(), passive);
  element.addEventListener("compositionend", () => (form.schedule.release(), look()), passive);
  element.addEventListener("blur", () => {
    urgent = true;
    form.schedule.release();
    look();
  }, passive);
  // A page may write to its fields too, and tells nobody; these are the times it shows.
  for (const event of ["focus", "change", "pointerenter", "selectionchange"]) element.addEventListener(event, look, passive);
  if (watched.field.kind === "editable") {
    const observer = new MutationObserver(look);
    observer.observe(element, { childList: true, characterData: true, subtree: true });
    signal.addEventListener("abort", () => observer.disconnect(), { once: true });
  }
  card.listen(watched, signal);
  follow(element, () => (element.isConnected ? paint(watched) : form.prune()), signal);
}

function afterFrame(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run));
}
