// When to check: soon after the seller pauses, at once where a pause is
// certain, never twice at the same time, never in the middle of composing a
// character.

/** A pause in writing, in milliseconds: longer than between two keystrokes of a fast writer, shorter than a glance up. */
export const pause = 150;

/** Longest that a check is put off by more writing: a page that writes to its field without end is checked all the same. */
export const longestWait = 2000;

export type Timer = { readonly now: () => number; readonly set: (run: () => void, ms: number) => number; readonly clear: (id: number) => void };

export const browserTimer: Timer = {
  now: () => performance.now(),
  set: (run, ms) => window.setTimeout(run, ms),
  clear: (id) => clearTimeout(id),
};

export interface Schedule {
  /** Something was written, so many milliseconds ago: check after the pause. */
  touch(ago?: number): void;
  /** A pause is certain (paste, leaving the field): check now. */
  flush(): void;
  /** Nothing runs and nothing is waited for. */
  rests(): boolean;
  /** Resolves when it does. */
  idle(): Promise<void>;
  /** Between these nothing is checked: an input method is composing. */
  hold(): void;
  release(): void;
}

/** Runs never overlap; what is asked for during a run is one more run after it. */
export function createSchedule(run: (signal: AbortSignal) => Promise<void>, signal: AbortSignal, timer: Timer = browserTimer): Schedule {
  let waiting: number | null = null;
  let since: number | null = null; // the first writing that no check has seen
  let running = false;
  let again = false;
  let held = false;
  let resting: (() => void)[] = [];

  const cancel = () => {
    if (waiting !== null) timer.clear(waiting);
    waiting = null;
  };
  const rests = () => !running && waiting === null && !again;
  const rest = () => {
    if (!signal.aborted && !rests()) return;
    for (const done of resting) done();
    resting = [];
  };
  signal.addEventListener("abort", () => (cancel(), rest()), { once: true });

  const start = () => {
    cancel();
    since = null;
    if (signal.aborted) return;
    if (running || held) {
      again = true;
      return;
    }
    running = true;
    again = false;
    void run(signal).finally(() => {
      running = false;
      if (again && !held) start();
      rest();
    });
  };

  const touch = (ago = 0) => {
    cancel();
    if (signal.aborted) return;
    since ??= timer.now();
    waiting = timer.set(start, Math.max(0, Math.min(pause - ago, since + longestWait - timer.now())));
  };

  return {
    touch,
    flush: start,
    rests,
    idle: () =>
      new Promise((done) => {
        resting.push(done);
        rest();
      }),
    hold() {
      held = true;
      if (waiting !== null) again = true;
      cancel();
    },
    release() {
      held = false;
      if (again) touch();
    },
  };
}
