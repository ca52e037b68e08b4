import { describe, test } from "node:test";
import { inEachBrowser } from "../harness/lab.ts";
import { behaviours, NotHere } from "../matrix/behaviours.ts";
import { editors, type Editor } from "../matrix/editors.ts";
import { Subject } from "../matrix/subject.ts";

/** One of each kind: a value in nested shadow roots, an editor that takes native input, one that takes it over. `make matrix` has them all. */
const few: readonly Editor[] = ["kat", "prosemirror", "lexical"];

/** The extension is started anew once a browser, in the matrix. */
const short = behaviours.filter(({ name }) => name !== "reloaded");

describe("published editors", () => {
  inEachBrowser({ online: false }, (lab) => {
    for (const editor of few) {
      test(editors[editor], async (context) => {
        const subject = await Subject.open(lab().browser, editor);
        try {
          for (const { name, run } of short) {
            await context.test(name, async (step) => {
              await run(subject).catch((error: unknown) => {
                if (!(error instanceof NotHere)) throw error;
                step.skip(error.message);
              });
            });
          }
        } finally {
          await subject.close();
        }
      });
    }
  });
});
