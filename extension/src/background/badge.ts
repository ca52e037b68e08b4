// The number on the toolbar button: findings of all frames of a tab, coloured
// by the worst, and "!" where a frame could not check: the button's title says
// why, in the browser's own language. Frames report; nobody is asked. Kept in
// session storage, so that a restarted background adds to it instead of
// starting over.

import { count, nullable, oneOf, orElse, record, shape, type Parser } from "../shared/parse.ts";
import { askErrors, type AskErrorCode } from "../shared/protocol.ts";
import { severities, severityStyle, worst, type Severity } from "../shared/severity.ts";

export type Report = { readonly count: number; readonly worst: Severity; readonly trouble: AskErrorCode | null };

/** Frames by frame id. */
export type Frames = Readonly<Record<string, Report>>;

/** A page with more frames than this shows a number that is too low. */
const maxFrames = 200;

const parseReport: Parser<Report> = shape<Report>({ count, worst: oneOf(severities), trouble: nullable(oneOf(askErrors)) });

export const parseFrames: Parser<Frames> = orElse((value, at) => {
  return Object.fromEntries(Object.entries(record(value, at)).map(([id, each]) => [id, parseReport(each, at)]));
}, {});

/** A frame with nothing to say is dropped: it may be gone. */
export function withReport(frames: Frames, frame: number, report: Report): Frames {
  const { [String(frame)]: _, ...others } = frames;
  if ((report.count === 0 && report.trouble === null) || Object.keys(others).length >= maxFrames) return others;
  return { ...others, [frame]: report };
}

export type Badge = { readonly text: string; readonly color: string; readonly trouble: AskErrorCode | null };

export function badgeOf(frames: Frames): Badge {
  const reports = Object.values(frames);
  const sum = reports.reduce((total, report) => total + report.count, 0);
  const trouble = reports.find((report) => report.trouble !== null)?.trouble ?? null;
  const number = sum === 0 ? "" : sum > 99 ? "99+" : String(sum);
  return { text: number + (trouble === null ? "" : "!"), trouble, color: severityStyle[worst(reports.map((report) => report.worst))].light };
}

const keyOf = (tab: number) => `badge:${tab}`;

/** Changes run one after another: two frames that report at once must both count. */
let changes: Promise<unknown> = Promise.resolve();

export function report(tab: number, frame: number, what: Report): Promise<void> {
  return change(tab, (frames) => withReport(frames, frame, what));
}

/** A tab shows another page: its frames are gone. */
export function clear(tab: number): Promise<void> {
  return change(tab, () => ({}));
}

function change(tab: number, to: (frames: Frames) => Frames): Promise<void> {
  const run = changes.then(async () => {
    const key = keyOf(tab);
    const stored = await chrome.storage.session.get(key);
    const frames = to(parseFrames(stored[key]));
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
    await chrome.storage.session.remove(keyOf(tabId));
  }
}
