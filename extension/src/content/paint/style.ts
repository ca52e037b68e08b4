// How each severity looks under a word. The line's shape tells it without the
// colour: a bold wave, a wave, two lines, dashes, dots.

import { severityStyle, type Severity } from "../../shared/severity.ts";
import { upwards } from "../platform.ts";

export type Ground = "light" | "dark";

export type Loud = Exclude<Severity, "none">;
export const loud: readonly Loud[] = ["critical", "high", "medium", "low", "info"];
export const grounds: readonly Ground[] = ["light", "dark"];

export type Line = { readonly style: "wavy" | "double" | "dashed" | "dotted"; readonly width: number };

export const lines: Readonly<Record<Loud, Line>> = {
  critical: { style: "wavy", width: 2.5 },
  high: { style: "wavy", width: 1.5 },
  medium: { style: "double", width: 1.5 },
  low: { style: "dashed", width: 1.5 },
  info: { style: "dotted", width: 1.5 },
};

/** Opacity, in percent, of the ground behind the two severities that cost an account or a listing. */
const tint: Readonly<Partial<Record<Loud, number>>> = { critical: 14, high: 8 };

export function colour(severity: Loud, ground: Ground): string {
  return severityStyle[severity][ground];
}

export function wash(severity: Loud, ground: Ground): string {
  const share = tint[severity];
  return share === undefined ? "transparent" : `color-mix(in srgb, ${colour(severity, ground)} ${share}%, transparent)`;
}

/**
 * A highlight's name is seen by the page (CSS.highlights is shared with it),
 * and so tells nothing: a line of five kinds, on one of two grounds.
 */
export function highlightName(severity: Loud, ground: Ground): string {
  return `line-${loud.indexOf(severity) + 1}${ground === "dark" ? "-d" : ""}`;
}

export function highlightSheet(): string {
  const rules: string[] = [];
  const quiet: string[] = [];
  for (const ground of grounds) {
    for (const severity of loud) {
      const selector = `::highlight(${highlightName(severity, ground)})`;
      const { style, width } = lines[severity];
      rules.push(
        `${selector}{text-decoration:underline ${style} ${width}px ${colour(severity, ground)};` +
          `text-decoration-skip-ink:none;background-color:${wash(severity, ground)}}`,
      );
      quiet.push(`${selector}{text-decoration:none;background-color:transparent}`);
    }
  }
  const plain = quiet.map((rule) => rule.replace(/\{.*/, "{text-decoration-color:CanvasText;background-color:transparent}"));
  return `${rules.join("")}@media (forced-colors:active){${plain.join("")}}@media print{${quiet.join("")}}`;
}

/** Whether the text of an element stands on a dark ground, by the first opaque colour behind it. */
export function groundOf(element: Element): Ground {
  for (const each of upwards(element)) {
    const [red, green, blue, alpha] = channels(getComputedStyle(each).backgroundColor);
    if (alpha > 0.5) return luminance(red, green, blue) < 0.4 ? "dark" : "light";
  }
  // No ground at all: the browser's own canvas, which follows the page's colour scheme.
  const [red, green, blue] = channels(getComputedStyle(element).color);
  return luminance(red, green, blue) > 0.6 ? "dark" : "light";
}

type Channels = readonly [red: number, green: number, blue: number, alpha: number];

/** Reads rgb(1, 2, 3), rgba(1, 2, 3, .5) and color(srgb .1 .2 .3 / .5), which is what browsers compute. */
export function channels(colour: string): Channels {
  const numbers = (colour.replace(/^color\(\S+/, "").match(/[\d.]+/g) ?? []).map(Number);
  const scale = colour.startsWith("color(") ? 255 : 1;
  const [red = 0, green = 0, blue = 0, alpha = numbers.length >= 3 ? 1 : 0] = numbers;
  return [red * scale, green * scale, blue * scale, alpha];
}

function luminance(red: number, green: number, blue: number): number {
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}
