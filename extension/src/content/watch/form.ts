// One form under watch: its fields, what was last found in them, and the one
// check that runs for all of them.

import { AskError, type AskErrorCode } from "../../shared/protocol.ts";
import { allowedIn } from "../../shared/allowed.ts";
import type { Finding, Listing, Verdict } from "../../shared/verdict.ts";
import { assemble, type Context } from "../collect/listing.ts";
import { maxRead, readField } from "../collect/field.ts";
import { moveSpans } from "../ranges/spans.ts";
import { createSchedule, type Schedule } from "./schedule.ts";
import type { Found, Watched } from "./watched.ts";

export type Check = (listing: Listing, signal: AbortSignal) => Promise<Verdict>;

/** Why there is no fresh answer: the background's reason, or a field over the limit. */
export type Trouble = AskErrorCode | null;

export interface Form {
  readonly fields: readonly Watched[];
  readonly schedule: Schedule;
  readonly verdict: Verdict | null;
  readonly trouble: Trouble;
  add(watched: Watched): void;
  /** Reads a field again after it may have changed; true where it did. */
  update(watched: Watched): boolean;
  /** Stops watching fields that the page has removed. */
  prune(): void;
  close(): void;
}

export type FormOptions = {
  readonly check: Check;
  readonly context: () => Context;
  /** New findings, moved findings, or trouble. */
  readonly changed: (form: Form) => void;
};

export function createForm(options: FormOptions): Form {
  const closing = new AbortController();
  const { signal } = closing;
  let fields: readonly Watched[] = [];
  let verdict: Verdict | null = null;
  let trouble: Trouble = null;

  const update = (watched: Watched): boolean => {
    const text = readField(watched.field);
    if (text === watched.text) return false;
    watched.found = moveSpans(watched.found, watched.text, text);
    watched.text = text;
    return true;
  };

  const prune = () => {
    const [here, gone] = [fields.filter(isHere), fields.filter((each) => !isHere(each))];
    fields = here;
    for (const each of gone) each.stop.abort();
  };

  const check = async () => {
    prune();
    for (const watched of fields) update(watched);
    const read = fields.filter((each) => each.text.length <= maxRead);
    const { listing, placed } = assemble(
      read.map((each) => ({ field: each, guess: each.guess, text: each.text })),
      options.context(),
    );
    try {
      verdict = await options.check(listing, signal);
      trouble = read.length < fields.length ? "too_long" : null;
    } catch (error) {
      if (signal.aborted) return;
      trouble = error instanceof AskError ? error.code : "failed";
      options.changed(form);
      return;
    }
    if (signal.aborted) return;
    let late = false;
    const bullets: string[] = [];
    for (const { place, text, exact } of placed) if (place.name === "bullets") bullets[place.index] = exact ? text : "";
    for (const { field: watched, place, text, exact } of placed) {
      const name = place.name === "bullets" ? `bullets[${place.index}]` : place.name;
      watched.limits = exact ? allowedIn(verdict, place, bullets) : [];
      const findings = verdict.findings.filter((each) => each.field === name && (exact || !each.rule.startsWith("field.")));
      // What was written while the core worked moves the answer, or drops it.
      watched.found = moveSpans(identify(name, findings, text), text, watched.text);
      late = update(watched) || late;
    }
    options.changed(form);
    // Read here first, the text is no news to the field's own listener: nobody else would ask for its check.
    if (late) form.schedule.touch();
  };

  const form: Form = {
    get fields() {
      return fields;
    },
    get verdict() {
      return verdict;
    },
    get trouble() {
      return trouble;
    },
    schedule: createSchedule(check, signal),
    add(watched) {
      fields = [...fields, watched].sort(byPlaceInPage);
    },
    update,
    prune,
    close() {
      closing.abort();
      for (const each of fields) each.stop.abort();
    },
  };
  return form;
}

/** The same finding has the same id after the next check, so its paint stays. */
function identify(field: string, findings: readonly Finding[], text: string): readonly Found[] {
  const seen = new Map<string, number>();
  const found: Found[] = [];
  for (const finding of findings) {
    if (finding.end > text.length || finding.end <= finding.start) continue;
    const name = `${field} ${finding.rule} ${finding.text}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    found.push({ id: `${name} ${count}`, start: finding.start, end: finding.end, severity: finding.severity, finding });
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

function isHere(watched: Watched): boolean {
  return watched.field.element.isConnected;
}

function byPlaceInPage(a: Watched, b: Watched): number {
  const [one, two] = [a.field.element, b.field.element];
  const order = one.compareDocumentPosition(two);
  if ((order & Node.DOCUMENT_POSITION_DISCONNECTED) === 0) return order & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
  // In different shadow roots: by where they are seen.
  const [first, second] = [one.getBoundingClientRect(), two.getBoundingClientRect()];
  return first.top - second.top || first.left - second.left;
}
