// Decisions out to a file and in from one. What a file would change is said
// before it is done.

import { merged, type Decisions } from "../../shared/decisions.ts";
import { button, element } from "../../shared/dom.ts";
import { decisionsOf, difference, FileError, fileOf, maxFile } from "../../shared/file.ts";
import { t } from "../../shared/i18n.ts";
import { ask, AskError } from "../../shared/protocol.ts";
import { readSettings, type Settings } from "../../shared/settings.ts";

export function file(settings: Settings): readonly HTMLElement[] {
  const { ownBrands, authorised, ignored } = settings;
  const count = ownBrands.length + authorised.length + ignored.length;
  const said = saidBefore() ?? element("div", { class: "said", role: "status", lang: document.documentElement.lang });
  const input = element("input", { type: "file", accept: "application/json,.json", class: "unseen", tabindex: "-1", "aria-label": t("file_import") });
  input.addEventListener("change", () => {
    const [chosen] = input.files ?? [];
    input.value = ""; // the same file may be chosen again
    if (chosen !== undefined) void take(chosen, said);
  });
  return [
    element("p", { class: "hint" }, t("file_hint")),
    element(
      "div",
      { class: "buttons" },
      button({ class: "quiet" }, () => save(settings), t("file_export", { count })),
      button({ class: "quiet" }, () => input.click(), t("file_import")),
      input,
    ),
    said,
  ];
}

/** What was taken in draws the section again: what is said of it stays, in its language. */
function saidBefore(): HTMLElement | null {
  const before = document.querySelector<HTMLElement>("#file .said");
  return before?.lang === document.documentElement.lang ? before : null;
}

function save(decisions: Decisions): void {
  const address = URL.createObjectURL(new Blob([fileOf(decisions)], { type: "application/json" }));
  element("a", { href: address, download: "clearlist-decisions.json" }).click();
  setTimeout(() => URL.revokeObjectURL(address)); // the browser has taken the bytes when the next task runs
}

async function take(chosen: File, said: HTMLElement): Promise<void> {
  const tell = (words: string, className: string) => said.replaceChildren(element("p", { class: className }, words));
  try {
    if (chosen.size > maxFile) throw new FileError("large");
    const theirs = decisionsOf(await chosen.text());
    const mine = await readSettings();
    const { added, changed } = difference(mine, merged(mine, theirs));
    if (added + changed === 0) return tell(t("file_nothing_new", { name: chosen.name }), "hint");
    const merge = () =>
      void ask("decisions.merge", theirs).then(
        () => tell(t("file_merged", { added, changed }), "hint"),
        (error: unknown) => tell(t(error instanceof AskError ? `error_${error.code}` : "error_failed"), "trouble"),
      );
    const yes = button({ class: "primary" }, merge, t("file_merge"));
    said.replaceChildren(
      element("p", {}, t("file_would", { name: chosen.name, added, changed })),
      element("div", { class: "buttons" }, yes, button({ class: "quiet" }, () => said.replaceChildren(), t("card_cancel"))),
    );
    yes.focus();
  } catch (error) {
    tell(error instanceof FileError ? t(`file_${error.code}`, { where: error.where }) : t("error_failed"), "trouble");
  }
}
