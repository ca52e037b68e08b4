// Adding by hand: a paste, or a file.

import { button, element } from "../../shared/dom.ts";
import { t } from "../../shared/i18n.ts";
import { ask, AskError } from "../../shared/protocol.ts";
import { maxSeenText, seenBatch, type Kept, type SeenInput, type Side } from "../../shared/seen.ts";
import { readTable, type FileRow } from "../../shared/table.ts";
import { choice, labelled } from "../controls.ts";
import { sideOf, sideOptions } from "./list.ts";

/** A file of a whole shop's listings is some MB; the limit keeps the page answering. */
const maxFile = 64;
/** Lines that are named when they are left out. */
const maxNamed = 5;

export function drawAdd(added: () => void): HTMLElement {
  const words = element("textarea", { rows: 4 });
  const said = element("p", { role: "status" });
  const bad = element("ul", { class: "trouble" });
  let side: Side = "competitor";

  const tell = (kept: Kept) => {
    const { added: many, known, empty, full } = kept;
    said.textContent = [t("seen_kept", { added: many, known, empty }), ...(full ? [t("seen_full")] : [])].join(" ");
    added();
  };
  const failed = (error: unknown) => {
    said.textContent = t(error instanceof AskError ? `error_${error.code}` : "error_failed");
  };

  const save = async () => {
    const text = words.value.slice(0, maxSeenText).trim();
    tell(await ask("seen.add", { listings: [{ address: "", title: text.split("\n")[0] ?? "", seller: "", text }], side }));
    words.value = "";
  };

  const load = async (file: File) => {
    bad.replaceChildren();
    if (file.size > maxFile << 20) {
      said.textContent = t("seen_bad_file", { most: maxFile });
      return;
    }
    const read = readTable(await file.text());
    for (const { line, why } of read.bad.slice(0, maxNamed)) {
      bad.append(element("li", {}, t("seen_bad_line", { line, why: t(`seen_bad_${why}`) })));
    }
    tell(await keepAll(read.rows, side, read.bad.length));
  };

  const file = element("input", { type: "file", accept: ".csv,.tsv,.jsonl,.ndjson,.txt,text/csv" });
  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    if (chosen !== undefined) load(chosen).catch(failed).finally(() => (file.value = ""));
  });

  return element(
    "section",
    {},
    element("h2", {}, t("seen_add")),
    labelled(t("seen_paste"), words, t("seen_paste_hint")),
    element("div", { class: "tools" }, labelled(t("seen_side"), choice(sideOptions(), side, (chosen) => (side = sideOf(chosen)))), button({ class: "primary" }, () => void save().catch(failed), t("seen_save"))),
    labelled(t("seen_file"), file, t("seen_file_hint")),
    said,
    bad,
  );
}

/** Keeps a file's listings, some at a time; a row may say whose it is. Stops where the browser has no more room. */
async function keepAll(rows: readonly FileRow[], side: Side, leftOut: number): Promise<Kept> {
  let sum: Kept = { added: 0, known: 0, empty: leftOut, full: false, off: false };
  for (const [whose, listings] of bySide(rows, side)) {
    for (let i = 0; i < listings.length && !sum.full; i += seenBatch) {
      const kept = await ask("seen.add", { listings: listings.slice(i, i + seenBatch), side: whose });
      sum = { added: sum.added + kept.added, known: sum.known + kept.known, empty: sum.empty + kept.empty, full: kept.full, off: false };
    }
  }
  return sum;
}

function bySide(rows: readonly FileRow[], side: Side): ReadonlyMap<Side, readonly SeenInput[]> {
  const groups = new Map<Side, SeenInput[]>();
  for (const row of rows) {
    const whose = row.side ?? side;
    const group = groups.get(whose);
    if (group === undefined) groups.set(whose, [row.input]);
    else group.push(row.input);
  }
  return groups;
}
