// Bundles each page with the published editor it holds: node build.js OUT

import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const [out] = process.argv.slice(2);
if (out === undefined) throw new Error("usage: node build.js OUT");
const here = fileURLToPath(new URL(".", import.meta.url));
const pages = readdirSync(join(here, "pages")).filter((file) => file !== "lab.js");

mkdirSync(out, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: pages.map((file) => join("pages", file)),
  outdir: out,
  bundle: true,
  format: "esm",
  jsx: "automatic",
  target: "es2022",
  minify: true,
  logLevel: "warning",
  loader: { ".svg": "dataurl", ".woff2": "dataurl" },
  define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
});
cpSync(join(here, "page.css"), join(out, "page.css"));
for (const { name } of pages.map((file) => parse(file))) {
  const styles = readdirSync(out).includes(`${name}.css`) ? `<link rel="stylesheet" href="/editors/${name}.css">` : "";
  writeFileSync(
    join(out, `${name}.html`),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title>` +
      `<link rel="stylesheet" href="/editors/page.css">${styles}<body><script type="module" src="/editors/${name}.js"></script></body></html>\n`,
  );
}
// This one finds its parts by address and cannot be bundled.
cpSync(join(here, "node_modules/ckeditor4"), join(out, "ckeditor4"), { recursive: true });
