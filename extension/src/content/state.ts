// What this frame shows, as the side panel reads it.

import { choicesOf } from "../shared/choices.ts";
import type { FrameState } from "../shared/frames.ts";
import { measureOf, type Measure } from "../shared/length.ts";
import { previewOf } from "../shared/preview.ts";
import { limitsOf } from "./collect/field.ts";
import { hostOfFrame } from "./collect/marketplace.ts";
import type { Watched } from "./watch/watched.ts";
import type { Summary } from "./watch/watch.ts";

/** Null where this page is switched off. */
export function stateOf(summary: Summary | null, form: string): FrameState {
  const host = hostOfFrame();
  if (summary === null) return { host, on: false, fields: 0, form, stale: false, trouble: null, verdict: null, findings: [] };
  const { fields, stale, trouble, verdict } = summary;
  const measures = new Map<Watched, Measure>();
  const measure = (watched: Watched) => {
    const made = measures.get(watched) ?? measureOf(limitsOf(watched.field, watched.limits), watched.text);
    measures.set(watched, made);
    return made;
  };
  const findings = summary.findings.map(({ id, finding, watched, start, end }) => {
    const { before, after } = previewOf(watched.text, { start, end }, finding.text);
    return { id, finding, before, after, choices: choicesOf(finding, { start, end }, measure(watched)) };
  });
  return { host, on: true, fields, form, stale, trouble, verdict, findings };
}
