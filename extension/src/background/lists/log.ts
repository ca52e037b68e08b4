// How updates went, as it is kept.

import { count, nullable, oneOf, orElse, shape, type Parser } from "../../shared/parse.ts";
import { updateErrors, type UpdateError } from "../../shared/protocol.ts";

/** How updates went: survives the background, unlike anything in memory. */
export type UpdateLog = {
  /** Last time an update ended well; 0 means never. */
  readonly checkedAt: number;
  /** When the next check is due; 0 means not planned. */
  readonly nextAt: number;
  /** Failures in a row, runs that were cut short among them. */
  readonly failures: number;
  /** When the run that is going on began; 0 means none. One found at a start was cut short. */
  readonly began: number;
  readonly failure: { readonly code: UpdateError; readonly at: number } | null;
};

export const emptyLog: UpdateLog = { checkedAt: 0, nextAt: 0, failures: 0, began: 0, failure: null };

export const parseLog: Parser<UpdateLog> = orElse(
  shape<UpdateLog>({
    checkedAt: count,
    nextAt: count,
    failures: count,
    began: count,
    failure: nullable(shape<{ code: UpdateError; at: number }>({ code: oneOf(updateErrors), at: count })),
  }),
  emptyLog,
);

const logKey = "updates";

export type UpdateLogStore = { readonly read: () => Promise<UpdateLog>; readonly write: (log: UpdateLog) => Promise<void> };

/** Keeps the log. On a full disk not even that is taken: then it is remembered while this instance lives, as the seller must hear that the disk is full. */
export function updateLogIn(area: Pick<chrome.storage.StorageArea, "get" | "set">): UpdateLogStore {
  let remembered: UpdateLog | undefined;
  return {
    read: async () => remembered ?? parseLog((await area.get(logKey))[logKey]),
    write: async (log) => {
      remembered = log;
      try {
        await area.set({ [logKey]: log });
        remembered = undefined;
      } catch (error) {
        console.warn(error);
      }
    },
  };
}
