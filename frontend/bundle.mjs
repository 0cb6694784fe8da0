// Puts together what runs in the browser: each file named here becomes one file in `built`, which
// Django serves as `built/<name>.js`. Nothing of it is loaded before somebody asks for it.
import { rm } from "node:fs/promises";
import { build } from "esbuild";

const MADE = ["explore/chart"];

await rm("built", { recursive: true, force: true });
await build({
  entryPoints: Object.fromEntries(MADE.map((name) => [name, `src/${name}.js`])),
  outdir: "built",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  // Vega-Lite takes five small functions from Vega, and esbuild would bring all of it.
  alias: { vega: "vega-util" },
  banner: {
    js: "/* Vega, Vega-Lite: BSD-3-Clause, University of Washington Interactive Data Lab. D3: ISC, Mike Bostock. */",
  },
});
