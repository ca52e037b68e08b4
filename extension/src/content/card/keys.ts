// The keys of an open card: Escape closes, Tab goes round inside, up and down
// go through the controls, left and right through the findings. In a control
// that is written in, all but Escape and Tab belong to the writing.

export type KeyActions = { readonly close: () => void; readonly step: (by: 1 | -1) => void };

export function onKey(event: KeyboardEvent, box: HTMLElement, { close, step }: KeyActions): void {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  const active = focusIn(box);
  if (event.key === "Enter" && isWritten(active)) {
    // Not every browser takes Enter in a day for the end of its form.
    active?.closest("form")?.requestSubmit();
    event.preventDefault();
    return;
  }
  if (event.key !== "Escape" && event.key !== "Tab" && isWritten(active)) return;
  switch (event.key) {
    case "Escape":
      close();
      break;
    case "Tab":
      moveFocus(box, event.shiftKey ? -1 : 1);
      break;
    case "ArrowDown":
      moveFocus(box, 1);
      break;
    case "ArrowUp":
      moveFocus(box, -1);
      break;
    case "ArrowRight":
      step(1);
      break;
    case "ArrowLeft":
      step(-1);
      break;
    default:
      return;
  }
  event.preventDefault();
}

/** What in the card has the focus; null where nothing has. */
export function focusIn(box: HTMLElement): Element | null {
  const root = box.getRootNode();
  const active = root instanceof ShadowRoot ? root.activeElement : null;
  return box.contains(active) ? active : null;
}

function isWritten(element: Element | null): boolean {
  return element?.matches("input,select,textarea") === true;
}

function moveFocus(box: HTMLElement, by: 1 | -1): void {
  const stops = [...box.querySelectorAll<HTMLElement>("button,a,summary,input")].filter((each) => each.checkVisibility());
  const active = focusIn(box);
  const at = stops.findIndex((each) => each === active);
  const next = at < 0 ? (by === 1 ? 0 : stops.length - 1) : (at + by + stops.length) % stops.length;
  stops[next]?.focus({ preventScroll: false });
}
