// What is said the same way everywhere a finding is shown. Colour never
// stands alone: each severity has its own shape too.

export const severities = ["none", "info", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof severities)[number];

/** Rank rises with severity: none is 0, critical is 5. */
export function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

export function worst(all: Iterable<Severity>): Severity {
  let result: Severity = "none";
  for (const severity of all) if (rank(severity) > rank(result)) result = severity;
  return result;
}

export type SeverityStyle = {
  /** SVG path in a 16 by 16 box, filled. */
  readonly shape: string;
  /** Fill on a light and on a dark ground; each has 4.5:1 against it. */
  readonly light: string;
  readonly dark: string;
};

/** Octagon, triangle, diamond, square, disc, ring: apart without colour too. */
export const severityStyle: Readonly<Record<Severity, SeverityStyle>> = {
  critical: { shape: "M5 1h6l4 4v6l-4 4H5l-4-4V5z", light: "#b3122f", dark: "#ff6b81" },
  high: { shape: "M8 1.2 15.4 14.4H.6z", light: "#c2410c", dark: "#ff9250" },
  medium: { shape: "M8 .8 15.2 8 8 15.2.8 8z", light: "#8f6400", dark: "#f0c048" },
  low: { shape: "M2.5 2.5h11v11h-11z", light: "#2f6f9f", dark: "#74b8e8" },
  info: { shape: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z", light: "#5f6b7a", dark: "#a3afbf" },
  none: {
    shape: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 2.2a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6z",
    light: "#4c6b57",
    dark: "#8fc4a3",
  },
};
