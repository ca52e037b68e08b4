// The side panel: Chrome and Edge have one a window, Firefox calls it a
// sidebar. Browsers open it only within a click or a key press of the seller's,
// so nothing is awaited before.

type Door = { open(options?: { windowId: number }): Promise<void> };

export function openPanel(windowId: number | undefined): void {
  const opened = doorOf("sidebarAction")?.open() ?? (windowId === undefined ? undefined : doorOf("sidePanel")?.open({ windowId }));
  opened?.catch(() => undefined); // the browser did not take it for the seller's own wish
}

/** Each browser has one of the two, and the types of neither have both. */
function doorOf(name: "sidebarAction" | "sidePanel"): Door | undefined {
  const found: unknown = Reflect.get(chrome, name);
  return isDoor(found) ? found : undefined;
}

function isDoor(value: unknown): value is Door {
  return typeof value === "object" && value !== null && "open" in value;
}
