/** Longest that any condition may take on a slow machine; a test that waits this long has failed; UNTIL_MS sets another. */
export const limit = Number(process.env["UNTIL_MS"] ?? 15_000);

/** Pause between two looks. It only spares the processor: the condition decides, never the time. */
const pause = 10;

/** Looks again and again until there is an answer; says what it waited for, and what it last saw, when there is none. */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>, within = limit): Promise<T> {
  const end = performance.now() + within;
  let last: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined) return seen;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) throw new Error(`${what}: not within ${within} ms`, { cause: last });
    await new Promise((next) => setTimeout(next, pause));
  }
}

/** Waits until what is seen is deeply equal to what is expected, and shows both when it never is. */
export async function untilEqual(what: string, look: () => unknown, expected: unknown, within = limit): Promise<void> {
  const wanted = JSON.stringify(expected);
  let seen = "nothing";
  await until(what, async () => {
    seen = JSON.stringify(await look());
    return seen === wanted ? true : undefined;
  }, within).catch((error: unknown) => {
    throw new Error(`${what}\n  expected ${wanted}\n  saw      ${seen}`, { cause: error });
  });
}
