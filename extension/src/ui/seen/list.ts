// All that is kept: counts, search, whose each is, export, erase.

import { button, element } from "../../shared/dom.ts";
import { day, megabytes, t } from "../../shared/i18n.ts";
import { ask, AskError } from "../../shared/protocol.ts";
import { sides, type SeenRow, type SeenState, type Side } from "../../shared/seen.ts";
import { choice, labelled } from "../controls.ts";
import { exportAll } from "./export.ts";

/** A pause in typing this long, in milliseconds, starts a search. */
const pause = 200;

export type List = { readonly root: HTMLElement; readonly refresh: () => void };

export function drawList(): List {
  const counts = element("p", { class: "state", role: "status" });
  const room = element("p", { class: "hint" });
  const full = element("p", { class: "trouble", role: "alert" });
  const said = element("p", { class: "trouble", role: "alert" });
  const sure = element("div", {});
  const rows = element("ul", { class: "rows" });
  const more = element("div", {});
  const search = element("input", { type: "text", autocomplete: "off", spellcheck: "false" });
  let total = 0;
  let edition = 0;
  let timer = 0;

  const guarded = (work: () => Promise<void>) => {
    said.textContent = "";
    work().catch((error: unknown) => {
      said.textContent = t(error instanceof AskError ? `error_${error.code}` : "error_failed");
    });
  };

  const showState = (state: SeenState) => {
    const { competitor, supplier, mine } = state;
    full.textContent = state.full ? t("seen_full") : "";
    total = competitor + supplier + mine;
    counts.textContent = t("seen_count", { total, competitor, supplier, mine });
    room.textContent = t("seen_room", { text: megabytes(2 * state.units), fingerprints: megabytes(state.fingerprints), room: number(state.room) });
  };

  /** Draws the first rows of the search of now, or those after a key. */
  const show = async (after: number) => {
    const mine = ++edition;
    const wanted = search.value;
    const [state, { rows: found, more: left }] = await Promise.all([ask("seen.state", {}), ask("seen.list", { search: wanted, after })]);
    if (mine !== edition) return;
    showState(state);
    const drawn = found.map(drawRow);
    if (after === 0) rows.replaceChildren(...drawn);
    else rows.append(...drawn);
    if (rows.children.length === 0) rows.append(element("li", { class: "hint" }, t(wanted === "" ? "seen_none" : "seen_none_found")));
    const last = found.at(-1);
    more.replaceChildren(...(left && last !== undefined ? [button({ class: "quiet" }, () => guarded(() => show(last.key)), t("seen_more"))] : []));
  };

  const refresh = () => guarded(() => show(0));

  const mark = (key: number, side: Side) =>
    guarded(async () => {
      const state = await ask("seen.mark", { key, side });
      if (state.full) await show(0); // it may not have been kept: the rows say whose they are still
      else showState(state);
    });

  const drawRow = (row: SeenRow): HTMLElement => {
    const where = [row.host || t("seen_by_hand"), row.seller, day(new Date(row.seenAt).toISOString())].filter((part) => part !== "").join(" · ");
    const title = row.title || row.address;
    const name = row.address === "" ? title : element("a", { href: row.address, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" }, title);
    const side = choice(sideOptions(), row.side, (chosen) => mark(row.key, sideOf(chosen)), { "aria-label": `${t("seen_side")}: ${title}` });
    const remove = button({ class: "quiet", "aria-label": `${t("seen_remove")}: ${title}` }, () => guarded(async () => (await ask("seen.forget", { key: row.key }), await show(0), search.focus())), t("seen_remove"));
    return element("li", {}, element("span", {}, element("b", {}, name), element("span", { class: "hint" }, where)), side, remove);
  };

  const askSure = () => {
    sure.className = "sure";
    sure.replaceChildren(
      element("p", {}, t("seen_erase_sure", { total: number(total) })),
      button({ class: "quiet" }, stopAsking, t("seen_cancel")),
      button({ class: "danger" }, () => guarded(async () => (await ask("seen.forget", { key: null }), stopAsking(), show(0))), t("seen_erase")),
    );
    sure.querySelector("button")?.focus();
  };
  const stopAsking = () => {
    sure.className = "";
    sure.replaceChildren();
    erase.focus();
  };
  const erase = button({ class: "quiet" }, askSure, t("seen_erase"));
  sure.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") stopAsking();
  });

  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(refresh, pause);
  });
  refresh();

  const tools = element(
    "div",
    { class: "tools" },
    labelled(t("seen_search"), search),
    button({ class: "quiet" }, () => guarded(exportAll), t("seen_export")),
    erase,
  );
  return { root: element("section", {}, counts, room, full, tools, said, sure, rows, more), refresh };
}

export function sideOptions(): readonly { readonly value: Side; readonly label: string }[] {
  return sides.map((value) => ({ value, label: t(`side_${value}`) }));
}

export function sideOf(value: string): Side {
  return sides.find((side) => side === value) ?? "competitor";
}

function number(value: number): string {
  return value.toLocaleString(document.documentElement.lang);
}
