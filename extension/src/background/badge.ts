// The number on the toolbar button: findings of all frames of a tab, coloured
// by the worst, and "!" where a frame could not check: the button's title says
// why, in the browser's own language. Frames report; nobody is asked. Kept in
// session storage, so that a restarted background adds to it instead of
// starting over.

import { badgeKey, parseReports, type AskErrorCode, type FrameReport, type Reports } from "../shared/protocol.ts";
import { severityStyle, worst } from "../shared/severity.ts";

/** A page with more frames than this shows a number that is too low. */
const maxFrames = 200;

/** A frame that watches nothing is dropped: it may be gone. */
export function withReport(frames: Reports, frame: number, report: FrameReport): Reports {
  const { [String(frame)]: _, ...others } = frames;
  if ((report.fields === 0 && report.trouble === null) || Object.keys(others).length >= maxFrames) return others;
  return { ...others, [frame]: report };
}

export type Badge = { readonly text: string; readonly color: string; readonly trouble: AskErrorCode | null };

export function badgeOf(frames: Reports): Badge {
  const reports = Object.values(frames);
  const sum = reports.reduce((total, report) => total + report.count, 0);
  const trouble = reports.find((report) => report.trouble !== null)?.trouble ?? null;
  const number = sum === 0 ? "" : sum > 99 ? "99+" : String(sum);
  return { text: number + (trouble === null ? "" : "!"), trouble, color: severityStyle[worst(reports.map((report) => report.worst))].light };
}

/** Changes run one after another: two frames that report at once must both count. */
let changes: Promise<unknown> = Promise.resolve();

export function report(tab: number, frame: number, what: FrameReport): Promise<void> {
  return change(tab, (frames) => withReport(frames, frame, what));
}

/** A tab shows another page: its frames are gone. */
export function clear(tab: number): Promise<void> {
  return change(tab, () => ({}));
}

function change(tab: number, to: (frames: Reports) => Reports): Promise<void> {
  const run = changes.then(async () => {
    const key = badgeKey(tab);
    const stored = await chrome.storage.session.get(key);
    const frames = to(parseReports(stored[key]));
    if (Object.keys(frames).length === 0) await chrome.storage.session.remove(key);
    else await chrome.storage.session.set({ [key]: frames });
    await show(tab, badgeOf(frames));
  });
  changes = run.catch(() => undefined);
  return run;
}

/** The tab may have closed meanwhile; there is then nothing to show on. */
async function show(tabId: number, badge: Badge): Promise<void> {
  try {
    await chrome.action.setBadgeText({ tabId, text: badge.text });
    const key = badge.trouble === null ? "ext_name" : `error_${badge.trouble}`;
    await chrome.action.setTitle({ tabId, title: chrome.i18n.getMessage(key) });
    if (badge.text === "") return;
    await chrome.action.setBadgeBackgroundColor({ tabId, color: badge.color });
    await chrome.action.setBadgeTextColor({ tabId, color: "#ffffff" });
  } catch {
    await chrome.storage.session.remove(badgeKey(tabId));
  }
}
