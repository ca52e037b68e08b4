// The Try it page: the extension's own watch, painters and card over a form of
// our own, with the core in the page. Nothing written here is sent or kept.

import { watchPage, type Summary } from "../content/watch/watch.ts";
import { ago, t } from "../shared/i18n.ts";
import { AskError } from "../shared/protocol.ts";
import { createFields } from "./fields.ts";
import { createLists } from "./lists.ts";
import { looks, part, translate } from "./page.ts";
import { createPanel } from "./panel.ts";
import { nothing, sample, type Sample } from "./sample.ts";

start();

function start(): void {
  const ignored = new Set<string>();
  const lists = createLists();
  const fields = createFields();
  let state: Summary = { findings: [], verdict: null, trouble: null, fields: 0, stale: false };
  let fetchedAt: number | null = null;
  let settled = false;

  const source = () => {
    if (!settled) return null;
    return fetchedAt === null ? t("try_list_bundled") : t("try_list_fetched", { ago: ago(fetchedAt, Date.now()) });
  };
  const show = () => {
    fields.count();
    panel.show({ summary: state, empty: fields.isEmpty(), source: source(), ignored: [...ignored] });
  };
  const page = looks(() => show());
  const panel = createPanel({
    reveal: (id) => watch.reveal(id),
    restore() {
      ignored.clear();
      watch.refresh();
      show();
    },
  });

  const watch = watchPage(
    {
      async check(listing) {
        try {
          return await lists.check(listing);
        } catch (error) {
          console.error(error);
          throw error instanceof AskError ? error : new AskError("failed", String(error));
        }
      },
      context: () => ({ marketplace: fields.marketplace(), category: fields.category(), ownBrands: fields.ownBrands() }),
      isShown: (finding) => !ignored.has(finding.term.toLowerCase()),
      theme: page.theme,
      decide(decision) {
        if (decision.kind === "ignore") ignored.add(decision.term.toLowerCase());
        else if (decision.kind !== "forget") fields.addOwnBrand(decision.brand);
        watch.refresh();
        show();
      },
      changed(summary) {
        state = summary;
        show();
      },
    },
    new AbortController().signal,
  );
  translate();
  watch.include(fields.form);
  show();

  const fill = (content: Sample) => {
    fields.fill(content);
    ignored.clear();
    watch.refresh();
    show();
  };
  part("sample", HTMLButtonElement).addEventListener("click", () => fill(sample));
  part("clear", HTMLButtonElement).addEventListener("click", () => fill(nothing));
  for (const event of ["input", "change"]) {
    for (const id of ["marketplace", "category", "own"]) {
      document.getElementById(id)?.addEventListener(event, () => {
        watch.refresh();
        show();
      });
    }
  }
  addEventListener("keydown", (event) => {
    if (event.key !== "F8") return;
    event.preventDefault();
    watch.step(event.shiftKey ? -1 : 1);
  });

  void lists.update().then((fetched) => {
    settled = true;
    fetchedAt = fetched ? Date.now() : null;
    watch.refresh();
    show();
  });
}
