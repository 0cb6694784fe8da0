// Puts together what runs in the browser: each file named here becomes one file in `built`, which
// Django serves as `built/<name>.js`. Nothing of it is loaded before somebody asks for it.
import { rm } from "node:fs/promises";
import { build } from "esbuild";

const CHART = {
  entryPoints: { "explore/chart": "src/explore/chart.js" },
  // Vega-Lite takes five small functions from Vega, and esbuild would bring all of it.
  alias: { vega: "vega-util" },
  banner: {
    js: "/* Vega, Vega-Lite: BSD-3-Clause, University of Washington Interactive Data Lab. D3: ISC, Mike Bostock. */",
  },
};
const MAP = {
  entryPoints: { "explore/map": "src/explore/map.js" },
  banner: {
    js: "/* MapLibre GL JS: BSD-3-Clause, MapLibre contributors and Mapbox. PMTiles: BSD-3-Clause, Protomaps. fflate: MIT, Arjun Barrett. */",
  },
};
const WORKER = {
  entryPoints: { "explore/map-worker": "src/explore/map-worker.js" },
  format: "iife",
};
const FILL = {
  entryPoints: {
    "fill/form": "src/fill/form.ts",
    "fill/filling": "src/fill/filling.ts",
    "fill/engine": "src/fill/engine.ts",
    "fill/backup": "src/fill/backup.ts",
    "fill/worker": "src/fill/worker.ts",
  },
};

await rm("built", { recursive: true, force: true });
for (const made of [CHART, MAP, WORKER, FILL]) {
  await build({
    outdir: "built",
    bundle: true,
    minify: true,
    format: "esm",
    ...made,
    target: made === FILL ? ["chrome90", "firefox90", "safari15"] : "es2022",
    legalComments: "inline",
  });
}
