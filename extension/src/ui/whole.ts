// "Check the whole form": every field of the page, entered or not; and whether
// the form is still the one we know.

import { button, element } from "../shared/dom.ts";
import { askFrame, type FrameState } from "../shared/frames.ts";
import { t } from "../shared/i18n.ts";

export function drawWholeForm(tab: number): HTMLElement {
  const said = element("p", { class: "hint", role: "status" });
  const show = (state: FrameState | undefined, checked: boolean) => {
    if (state?.stale === true) said.textContent = t("form_stale", { name: state.form });
    else if (checked) said.textContent = t(state === undefined ? "error_gone" : "form_checked");
  };
  void askFrame(tab, 0, "findings", {}).then((state) => show(state, false));
  const check = async () => {
    // To every frame; the top one's answer is shown, the others report their findings.
    void chrome.tabs.sendMessage(tab, { frame: "form", request: {} }).catch(() => undefined);
    show(await askFrame(tab, 0, "form", {}), true);
  };
  return element("section", { class: "whole", "aria-label": t("form_check") }, button({ class: "quiet" }, () => void check(), t("form_check")), said);
}
