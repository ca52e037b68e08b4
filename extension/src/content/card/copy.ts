// Text into the clipboard, from frames too that the page gives no right to it.

/** False where the browser allows it in no way. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text);
  }
}

/**
 * The older way asks for a click alone, and not for the frame's permission. The
 * event is ours from its first listener: no page reads the text or changes it.
 */
function copyByCommand(text: string): boolean {
  let taken = false;
  const take = (event: ClipboardEvent) => {
    event.stopImmediatePropagation();
    event.preventDefault();
    event.clipboardData?.setData("text/plain", text);
    taken = event.clipboardData !== null;
  };
  addEventListener("copy", take, { capture: true, once: true });
  try {
    return document.execCommand("copy") && taken;
  } finally {
    removeEventListener("copy", take, { capture: true });
  }
}
