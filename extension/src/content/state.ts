// What this frame shows, as the side panel reads it.

import type { FrameState } from "../shared/frames.ts";
import { previewOf } from "../shared/preview.ts";
import { hostOfFrame } from "./collect/marketplace.ts";
import type { Summary } from "./watch/watch.ts";

/** Null where this page is switched off. */
export function stateOf(summary: Summary | null, form: string): FrameState {
  const host = hostOfFrame();
  if (summary === null) return { host, on: false, fields: 0, form, stale: false, trouble: null, verdict: null, findings: [] };
  const { fields, stale, trouble, verdict } = summary;
  const findings = summary.findings.map(({ id, finding, watched, start, end }) => {
    const { before, after } = previewOf(watched.text, { start, end }, finding.text);
    return { id, finding, before, after };
  });
  return { host, on: true, fields, form, stale, trouble, verdict, findings };
}
