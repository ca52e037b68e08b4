import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const curated = fileURLToPath(new URL("../../../server/lists/", import.meta.url));

/** The curated lists as a folder of their own, so many versions later, with one more term, or only some of their files. The caller removes it. */
export function laterLists(later: number, term: string, only?: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "clearlist-lists-"));
  if (only === undefined) cpSync(curated, folder, { recursive: true });
  else for (const name of only) cpSync(join(curated, name), join(folder, name));
  const release = readFileSync(join(folder, "release.list"), "utf8");
  writeFileSync(
    join(folder, "release.list"),
    release.replace(/^version: (\d+)$/m, (_, version: string) => `version: ${Number(version) + later}`),
  );
  const header = /^list: [^]*?\n\n/.exec(readFileSync(join(folder, "marks-materials.list"), "utf8"))?.[0] ?? "";
  writeFileSync(
    join(folder, "marks-added.list"),
    `${header}term: ${term}\nfamous: yes\nright: trademark\n  owner: Addition Ltd\n  in: US\n  classes: 26\n  status: live\n  confidence: high\ninstead: strap\n`,
  );
  return folder;
}
