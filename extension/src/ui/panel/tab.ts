// The page the panel is about: the tab in front of its window, or the one named
// in its own address (?tab=7), for a panel in a window of its own.

import { askFrame, type FrameState } from "../../shared/frames.ts";
import { badgeKey, parseReports } from "../../shared/protocol.ts";

export type Frame = { readonly id: number; readonly state: FrameState };

/** Tells which tab to show, now and whenever another comes to the front or loads another page. */
export async function followTab(show: (tab: number) => void): Promise<void> {
  const named = new URLSearchParams(location.search).get("tab");
  const { id: own } = await chrome.windows.getCurrent();
  const look = async () => {
    const [front] = await chrome.tabs.query({ active: true, currentWindow: true });
    const tab = named === null ? front?.id : Number(named);
    if (tab !== undefined) show(tab);
  };
  chrome.tabs.onActivated.addListener(({ windowId }) => windowId === own && void look());
  chrome.tabs.onUpdated.addListener((_, change) => change.status !== undefined && void look());
  await look();
}

/** Calls back when a frame of a tab says that its findings have changed. */
export function followReports(changed: (tab: number) => void): void {
  chrome.storage.session.onChanged.addListener((changes) => {
    for (const key of Object.keys(changes)) {
      const tab = Number(key.slice(badgeKey(0).length - 1));
      if (key === badgeKey(tab)) changed(tab);
    }
  });
}

/** All frames that watch a field, and the page itself; the answers are in the order of the frames. */
export async function readFrames(tab: number): Promise<readonly Frame[]> {
  const key = badgeKey(tab);
  const reported = Object.keys(parseReports((await chrome.storage.session.get(key))[key])).map(Number);
  const ids = [...new Set([0, ...reported])];
  const states = await Promise.all(ids.map((id) => askFrame(tab, id, "findings", {})));
  return ids.flatMap((id, i) => {
    const state = states[i];
    return state === undefined ? [] : [{ id, state }];
  });
}
