// Everything kept, as JSON Lines: what `clearlist reuse --corpus` and this
// page itself read.

import { ask } from "../../shared/protocol.ts";
import type { SeenRow } from "../../shared/seen.ts";

export async function exportAll(): Promise<void> {
  const lines: string[] = [];
  for (let after = 0; ; ) {
    const { rows, more } = await ask("seen.list", { search: "", after });
    const { texts } = await ask("seen.read", { keys: rows.map(({ key }) => key) });
    rows.forEach((row, i) => lines.push(lineOf(row, texts[i] ?? "")));
    after = rows.at(-1)?.key ?? 0;
    if (!more || after === 0) break;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(lines, { type: "application/x-ndjson" }));
  link.download = "seen-listings.jsonl";
  link.click();
  URL.revokeObjectURL(link.href);
}

export function lineOf({ key, address, title, seller, side, seenAt }: SeenRow, text: string): string {
  return `${JSON.stringify({ id: address || String(key), title, text, seller, address, side, seen: new Date(seenAt).toISOString() })}\n`;
}
