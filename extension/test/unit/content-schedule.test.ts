import assert from "node:assert/strict";
import { test } from "node:test";
import { createSchedule, longestWait, pause, type Timer } from "../../src/content/watch/schedule.ts";

/** A clock that stands until it is told to go on. */
function fakeTimer(): Timer & { advance(ms: number): void } {
  let now = 0;
  let next = 1;
  const waiting = new Map<number, { at: number; run: () => void }>();
  return {
    now: () => now,
    set(run, ms) {
      waiting.set(next, { at: now + ms, run });
      return next++;
    },
    clear: (id) => void waiting.delete(id),
    advance(ms) {
      now += ms;
      for (const [id, { at, run }] of [...waiting]) {
        if (at > now) continue;
        waiting.delete(id);
        run();
      }
    },
  };
}

function bench() {
  const timer = fakeTimer();
  const stop = new AbortController();
  const runs: (() => void)[] = [];
  const schedule = createSchedule(() => new Promise((done) => runs.push(done)), stop.signal, timer);
  /** Ends the latest run and lets what waits for it go on. */
  const finish = async () => {
    runs.at(-1)?.();
    await new Promise(setImmediate);
  };
  return { timer, stop, runs, schedule, finish };
}

test("one check after the pause, not one a keystroke", () => {
  const { timer, runs, schedule } = bench();
  for (let i = 0; i < 10; i++) {
    schedule.touch();
    timer.advance(pause - 1);
  }
  assert.equal(runs.length, 0);
  timer.advance(1);
  assert.equal(runs.length, 1);
});

test("writing without end is checked all the same", async () => {
  const { timer, runs, schedule, finish } = bench();
  const write = (ms: number) => {
    for (let at = 0; at < ms; at += 10) {
      schedule.touch();
      timer.advance(10);
    }
  };
  write(longestWait - 10);
  assert.equal(runs.length, 0);
  write(10);
  assert.equal(runs.length, 1);
  await finish();
  write(longestWait);
  assert.equal(runs.length, 2);
});

test("the pause counts from the key, and not from when it was read", () => {
  const { timer, runs, schedule } = bench();
  schedule.touch(16);
  timer.advance(pause - 17);
  assert.equal(runs.length, 0);
  timer.advance(1);
  assert.equal(runs.length, 1);
});

test("a sure pause does not wait, and takes the waiting check with it", () => {
  const { timer, runs, schedule } = bench();
  schedule.touch();
  schedule.flush();
  assert.equal(runs.length, 1);
  timer.advance(pause * 2);
  assert.equal(runs.length, 1);
});

test("checks never overlap; what is asked meanwhile is one more", async () => {
  const { timer, runs, schedule, finish } = bench();
  schedule.flush();
  schedule.flush();
  schedule.touch();
  timer.advance(pause);
  assert.equal(runs.length, 1);
  await finish();
  assert.equal(runs.length, 2);
  await finish();
  assert.equal(runs.length, 2);
});

test("nothing is checked while a character is composed", () => {
  const { timer, runs, schedule } = bench();
  schedule.touch();
  schedule.hold();
  timer.advance(pause * 5);
  schedule.flush();
  assert.equal(runs.length, 0);
  schedule.release();
  timer.advance(pause);
  assert.equal(runs.length, 1);
});

test("after the end nothing starts", async () => {
  const { timer, stop, runs, schedule, finish } = bench();
  schedule.flush();
  schedule.flush();
  stop.abort();
  await finish();
  schedule.touch();
  schedule.flush();
  timer.advance(pause * 2);
  assert.equal(runs.length, 1);
});
