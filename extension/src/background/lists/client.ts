// The list client as the rest of the background sees it: which packs there
// are, how updates go, and one update at a time.

import { count, nullable, oneOf, orElse, shape, text, type Parser } from "../../shared/parse.ts";
import { updateErrors, type UpdateError } from "../../shared/protocol.ts";
import { UpdateFailure } from "./failure.ts";
import { firstDelay, nextDelay } from "./schedule.ts";

/** How updates went: survives the background, unlike anything in memory. */
export type UpdateLog = {
  /** Last time an update ended well; 0 means never. */
  readonly checkedAt: number;
  /** When the next check is due; 0 means not planned. */
  readonly nextAt: number;
  /** Failures in a row. */
  readonly failures: number;
  readonly failure: { readonly code: UpdateError; readonly at: number } | null;
};

export const emptyLog: UpdateLog = { checkedAt: 0, nextAt: 0, failures: 0, failure: null };

export const parseLog: Parser<UpdateLog> = orElse(
  shape<UpdateLog>({
    checkedAt: count,
    nextAt: count,
    failures: count,
    failure: nullable(shape<{ code: UpdateError; at: number }>({ code: oneOf(updateErrors), at: count })),
  }),
  emptyLog,
);

export type ClientParts = {
  /** One run, to its end. */
  readonly run: () => Promise<unknown>;
  readonly readLog: () => Promise<UpdateLog>;
  readonly writeLog: (log: UpdateLog) => Promise<void>;
  /** Sets the one alarm that calls update, in place of any before it. */
  readonly wakeAt: (time: number) => Promise<void>;
  /** Runs the work unless another part of the extension is at it: false then. */
  readonly alone: (work: () => Promise<void>) => Promise<boolean>;
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

/** Runs an update, records how it went and plans the next. Never throws: the log has the failure. */
export async function updateNow(parts: ClientParts): Promise<void> {
  await parts.alone(async () => {
    const log = await parts.readLog();
    const result = await outcome(parts);
    const now = parts.clock();
    const failures = result === null ? 0 : log.failures + 1;
    const nextAt = Math.round(now + nextDelay(failures, result?.retryAfter ?? 0, parts.random()));
    await parts.writeLog(
      result === null
        ? { checkedAt: now, nextAt, failures, failure: null }
        : { ...log, nextAt, failures, failure: { code: result.code, at: now } },
    );
    await parts.wakeAt(nextAt);
  });
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
