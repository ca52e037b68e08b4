// When to ask for lists again. Times are spread so that browsers that started
// together do not ask together.

const minute = 60_000;
const hour = 60 * minute;

/** Not a divisor of a day: the hour of the check moves, and no hour is everybody's. */
const period = 23 * hour;
/** Up to this much is added to a period. */
const jitter = 2 * hour;
/** The first check waits up to this long, for a browser that has just started has better things to do. */
const firstWithin = 10 * minute;
const firstRetry = 15 * minute;
const maxRetry = 24 * hour;

/** Milliseconds to the first check; random is in [0, 1). */
export function firstDelay(random: number): number {
  return minute + random * firstWithin;
}

/** Milliseconds to the next check after this many failures in a row. */
export function nextDelay(failures: number, retryAfter: number, random: number): number {
  if (failures === 0) return period + random * jitter;
  const backoff = Math.min(2 ** (failures - 1) * firstRetry * (1 + random), maxRetry);
  return Math.max(backoff, retryAfter);
}
