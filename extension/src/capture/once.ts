// Put into the page in front when the seller asks to keep it, whatever site it
// is of. The popup reads what became of it.

import { ask } from "../shared/protocol.ts";
import { readPage } from "./page.ts";

declare global {
  var clearlistKept: Promise<"added" | "known" | "nothing" | "full"> | undefined;
}

globalThis.clearlistKept = keep();

async function keep(): Promise<"added" | "known" | "nothing" | "full"> {
  const page = readPage(document, new URL(location.href), true);
  if (page === undefined) return "nothing";
  const { added, known, full } = await ask("seen.capture", { page, asked: true });
  return full ? "full" : added > 0 ? "added" : known > 0 ? "known" : "nothing";
}
