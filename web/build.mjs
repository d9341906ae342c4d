// Bundles styles and islands into dist/. Run by crates/core/shell/build.rs; needs nothing but what package.json names.
import { build } from "esbuild";
import { cp, rm } from "node:fs/promises";

await rm("dist", { recursive: true, force: true });
const options = {
  entryNames: "[name]",
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "esm",
  // Browsers of 2022 and later; pages work in any, scripts only add to them.
  target: ["es2020", "chrome105", "firefox110", "safari16"],
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
};
await build({ ...options, entryPoints: ["styles/comity.css", "islands/comity.ts"] });
// Maps are fetched by those who open one. What others wrote keeps its notice. The worker, which reads tiles beside the page, is
// a file of its own, so that the policy needs no exception.
const map = {
  map: "islands/map.ts",
  "map-worker": "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs",
  "map-style": "styles/map.css",
};
await build({ ...options, entryPoints: map, legalComments: "inline" });
await cp("marks", "dist", { recursive: true });
