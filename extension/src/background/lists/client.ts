// The list client as the rest of the background sees it: which packs there
// are, how updates go, and one update at a time.

import { count, shape, text, type Parser } from "../../shared/parse.ts";
import { UpdateFailure } from "./failure.ts";
import type { UpdateLog } from "./log.ts";
import { firstDelay, nextDelay } from "./schedule.ts";

export type ClientParts = {
  /** One run, to its end. */
  readonly run: () => Promise<unknown>;
  readonly readLog: () => Promise<UpdateLog>;
  readonly writeLog: (log: UpdateLog) => Promise<void>;
  /** When lists were last asked for by hand; 0 where nobody did since the browser started. */
  readonly readAsked: () => Promise<number>;
  readonly writeAsked: (time: number) => Promise<void>;
  /** Sets the one alarm that calls update, in place of any before it. */
  readonly wakeAt: (time: number) => Promise<void>;
  /** Runs the work unless another part of the extension is at it: false then. */
  readonly alone: (work: () => Promise<void>) => Promise<boolean>;
  /** False only where there is surely no network. */
  readonly online: () => boolean;
  readonly clock: () => number;
  readonly random: () => number;
};

/** Plans the first check, or finds the planned one again; safe to call at every start. */
export async function plan(parts: ClientParts): Promise<void> {
  const log = await parts.readLog();
  const now = parts.clock();
  // a plan further away than any we make is from a clock that was wrong
  const planned = log.nextAt > 0 && log.nextAt < now + maxAhead ? log.nextAt : Math.round(now + firstDelay(parts.random()));
  if (planned !== log.nextAt) await parts.writeLog({ ...log, nextAt: planned });
  await parts.wakeAt(Math.max(planned, now + soonest));
}

/** A due check waits this long after a start, and an alarm may not be set closer. */
const soonest = 60_000;
/** Retry-After is believed up to 7 days. */
const maxAhead = 8 * 24 * 3600_000;

/** A check that is due. Of a night without a network nobody is to blame: it does not count as failures, which would make the next day's check wait. */
export async function updateDue(parts: ClientParts): Promise<void> {
  if (parts.online()) await updateNow(parts);
  else await planned(parts, await parts.readLog(), 1, 0);
}

/**
 * Runs an update, records how it went and plans the next. Never throws: the
 * log has the failure. The next one is planned before the run, too: the
 * background may be ended at any moment of it, and its alarm is spent.
 */
export async function updateNow(parts: ClientParts): Promise<void> {
  await parts.alone(async () => {
    const found = await parts.readLog();
    const log = { ...found, failures: found.failures + (found.began === 0 ? 0 : 1) };
    await planned(parts, { ...log, began: parts.clock() }, log.failures + 1, 0);
    const result = await outcome(parts);
    const now = parts.clock();
    if (result === null) await planned(parts, { ...log, began: 0, checkedAt: now, failures: 0, failure: null }, 0, 0);
    else await planned(parts, { ...log, began: 0, failures: log.failures + 1, failure: { code: result.code, at: now } }, log.failures + 1, result.retryAfter);
  });
}

/** By hand, lists are asked for at most once a minute. */
const betweenAsks = 60_000;

/** An update by hand, which waits for no plan. False where the last one was less than a minute ago: none is made. */
export async function updateAsked(parts: ClientParts): Promise<boolean> {
  const now = parts.clock();
  const asked = await parts.readAsked();
  if (asked > now - betweenAsks && asked <= now) return false; // one from ahead is of a clock that was wrong
  await parts.writeAsked(now);
  await updateNow(parts);
  return true;
}

/** Stores the log with the time of the next run, and sets the alarm. */
async function planned(parts: ClientParts, log: UpdateLog, failures: number, retryAfter: number): Promise<void> {
  const nextAt = Math.round(parts.clock() + nextDelay(failures, retryAfter, parts.random()));
  await parts.writeLog({ ...log, nextAt });
  await parts.wakeAt(nextAt);
}

/** Brings the next check forward, where something new is wanted: as soon as after a first start, and never later than planned. */
export async function planSoon(parts: ClientParts): Promise<void> {
  const log = await parts.readLog();
  const soon = Math.round(parts.clock() + firstDelay(parts.random()));
  if (log.failures > 0 || (log.nextAt > 0 && log.nextAt <= soon)) return;
  await parts.writeLog({ ...log, nextAt: soon });
  await parts.wakeAt(soon);
}

async function outcome(parts: ClientParts): Promise<UpdateFailure | null> {
  try {
    await parts.run();
    return null;
  } catch (error) {
    return error instanceof UpdateFailure ? error : new UpdateFailure("internal", String(error));
  }
}

/** base.json: the list that came with the extension. */
export type BundledList = {
  readonly list: string;
  readonly version: number;
  readonly as_of: string;
  readonly terms: number;
  readonly sha256: string;
  readonly timestamp: number;
  readonly snapshot: number;
  readonly targets: number;
};

export const parseBundled: Parser<BundledList> = shape<BundledList>({
  list: text,
  version: count,
  as_of: text,
  terms: count,
  sha256: text,
  timestamp: count,
  snapshot: count,
  targets: count,
});
