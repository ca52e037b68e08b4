// Draws the PNG icons from the SVG ones: Chromium takes no SVG in a manifest.
// Run by hand when a drawing changes (npm run icons); its output is committed.

import { readFile, writeFile } from "node:fs/promises";
import puppeteer from "puppeteer-core";

const folder = new URL("../static/icons/", import.meta.url);

/** Below 48 pixels the full drawing blurs; the small one has fewer, thicker strokes. */
const drawings = [
  { svg: "icon-small.svg", sizes: [16, 32] },
  { svg: "icon.svg", sizes: [48, 128] },
];

const browser = await puppeteer.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  for (const { svg, sizes } of drawings) {
    const data = (await readFile(new URL(svg, folder))).toString("base64");
    for (const size of sizes) {
      await page.setViewport({ width: size, height: size });
      await page.setContent(`<body style="margin:0"><img width=${size} height=${size} src="data:image/svg+xml;base64,${data}">`);
      const png = await page.screenshot({ omitBackground: true });
      await writeFile(new URL(`icon-${size}.png`, folder), png);
    }
  }
} finally {
  await browser.close();
}
