// "Ignore everywhere" takes one press, so the way back takes one too: it is
// said what was ignored, beside the button that marks it again.

import { button, element } from "../shared/dom.ts";
import { termName } from "../shared/form-rules.ts";
import { t } from "../shared/i18n.ts";
import { ask } from "../shared/protocol.ts";

export type Ignoring = { readonly root: HTMLElement; readonly ignore: (term: string) => Promise<void>; readonly clear: () => void };

export function drawIgnoring(): Ignoring {
  const said = element("p", { class: "hint", role: "status", tabindex: "-1" });
  const place = element("div", { class: "ignoring" }, said);
  const clear = () => {
    said.textContent = "";
    place.replaceChildren(said);
  };
  const undo = async (term: string) => {
    await ask("decide", { kind: "forget", list: "ignored", name: term });
    clear();
    said.textContent = t("ignored_undone", { term: termName(term) });
    said.focus();
  };
  return {
    root: place,
    clear,
    async ignore(term) {
      await ask("decide", { kind: "ignore", term, reason: "", until: "" });
      const back = button({ class: "quiet" }, () => void undo(term), t("ignored_undo"));
      said.textContent = t("ignored_done", { term: termName(term) });
      place.replaceChildren(said, back);
      back.focus(); // what was pressed is gone
    },
  };
}
