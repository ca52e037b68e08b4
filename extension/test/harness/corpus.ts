import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Listings that nobody has, of which only the fingerprints are published. */
export const published = [
  {
    id: "https://www.amazon.com/dp/B0KETTLE04",
    seller: "Quillon Outlet",
    seen: "2026-11-20",
    text: "Quillon travel kettle\nThe handle folds flat against the body so that the kettle slides into a rucksack beside a pair of boots without a rattle.",
  },
  { id: "tray", seller: "Brundell", seen: "2026-11-18", text: "Holds letters upright and pens in reach, on a base of cork that never slides off a polished desk." },
];

/** Calls back with a file of them, as the extension exports such. */
export async function withCorpusFile(work: (path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "clearlist-corpus-"));
  const path = join(folder, "shop.jsonl");
  writeFileSync(path, published.map((each) => `${JSON.stringify(each)}\n`).join(""));
  try {
    await work(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
