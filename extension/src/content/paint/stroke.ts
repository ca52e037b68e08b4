// The lines of the mirror painter as SVG paths, for where the browser does not
// draw text decorations for us. The shapes are those of style.ts.

import { colour, grounds, lines, loud, wash, type Ground, type Loud } from "./style.ts";

/** Half a wave's length and its height, in pixels: what browsers draw under 14 to 18 px text. */
const wave = { half: 3, height: 2 };

/** Room under the text's box for the stroke, in pixels. */
export const strokeHeight = 6;

/** An SVG path along the bottom of a word of this width. */
export function strokePath(severity: Loud, width: number): string {
  const middle = strokeHeight / 2;
  switch (lines[severity].style) {
    case "wavy": {
      const bends = Math.max(1, Math.ceil(width / wave.half / 2) - 1);
      return `M0 ${middle}q${wave.half / 2} ${-wave.height} ${wave.half} 0t${wave.half} 0${` t${wave.half} 0 t${wave.half} 0`.repeat(bends)}`;
    }
    case "double":
      return `M0 ${middle - 1.5}H${width}M0 ${middle + 1.5}H${width}`;
    case "dashed":
    case "dotted":
      return `M0 ${middle}H${width}`;
  }
}

const dashes = { wavy: "none", double: "none", dashed: "6 3", dotted: "1.5 2.5" } as const;

export function strokeRules(): string {
  const rules = [".line svg{position:absolute;left:0;bottom:-4px;width:100%;fill:none;overflow:hidden}"];
  for (const severity of loud) {
    const { style, width } = lines[severity];
    const name = lineClass(severity);
    const thin = style === "double" ? 1 : width;
    rules.push(`.${name} svg{height:${strokeHeight}px;stroke-width:${thin}px;stroke-dasharray:${dashes[style]}}`);
    for (const ground of grounds) {
      rules.push(`.${ground}.${name}{background:${wash(severity, ground)}}.${ground}.${name} svg{stroke:${colour(severity, ground)}}`);
    }
  }
  return `${rules.join("")}@media (forced-colors:active){.line{background:none!important}.line svg{stroke:CanvasText!important}}`;
}

export function lineClass(severity: Loud): string {
  return `s${loud.indexOf(severity) + 1}`;
}

const svg = "http://www.w3.org/2000/svg";

/** A word's line, to be placed over its box. */
export function drawLine(severity: Loud, ground: Ground, width: number): HTMLElement {
  const line = document.createElement("div");
  line.className = `line ${ground} ${lineClass(severity)}`;
  const stroke = document.createElementNS(svg, "svg");
  const path = document.createElementNS(svg, "path");
  path.setAttribute("d", strokePath(severity, width));
  stroke.append(path);
  line.append(stroke);
  return line;
}
