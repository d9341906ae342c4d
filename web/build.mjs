// Bundles styles and islands into dist/. Run by crates/core/shell/build.rs; needs nothing but esbuild.
import { build } from "esbuild";
import { cp, rm } from "node:fs/promises";

await rm("dist", { recursive: true, force: true });
await build({
  entryPoints: ["styles/comity.css", "islands/comity.ts"],
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
});
await cp("marks", "dist", { recursive: true });
