// How charts and maps look: each is drawn from fixed numbers and compared with the picture of it in looks/.
//
// A chart that is meant to look otherwise: `npm run looks` draws all pictures anew; look at them, and keep them. The pictures
// were made with Debian's chromium and its font Noto Sans; another font gives other letters, and the test says so.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { launch, person } from "./browser.mjs";
import { fixedPlace } from "./fixed.mjs";
import { serve } from "./program.mjs";
import { wordsOf } from "./words.mjs";

const run = promisify(execFile);
const KEPT = fileURLToPath(new URL("looks/", import.meta.url));
const RENEW = process.env.LOOKS === "renew";
/** How far a pixel's colour may be off (0 to 1, as pixelmatch has it), and how many of the pixels may be. */
const OFF = 0.1;
const SHARE = 0.002;
const LONGEST = { timeout: 10 * 60_000 };
/** The months of the fixed place. */
const YEAR = "from=2024-01&to=2024-12";

let browser;
let folder;
let differences;
const seen = new Set();

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "comity-looks-"));
  differences = join(tmpdir(), "comity-looks-differences");
  await rm(differences, { recursive: true, force: true });
  if (RENEW) await rm(KEPT, { recursive: true, force: true });
  await mkdir(KEPT, { recursive: true });
  browser = await launch(["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]);
});

after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Keeps the picture, or compares it with the one that is kept; returns what is wrong, or nothing. */
async function look(name, taken, share = SHARE) {
  seen.add(`${name}.png`);
  const file = join(KEPT, `${name}.png`);
  if (RENEW) return void (await writeFile(file, taken));
  if (!existsSync(file)) return `${name}: no picture of it is kept; draw it with: npm run looks`;
  const [was, is] = [PNG.sync.read(await readFile(file)), PNG.sync.read(taken)];
  const keep = async (what, png) => {
    await mkdir(differences, { recursive: true });
    await writeFile(join(differences, `${name}-${what}.png`), png);
  };
  if (was.width !== is.width || was.height !== is.height) {
    await keep("now", taken);
    return `${name} is ${is.width} × ${is.height}, it was ${was.width} × ${was.height}: see ${differences}`;
  }
  const difference = new PNG({ width: was.width, height: was.height });
  const off = pixelmatch(was.data, is.data, difference.data, was.width, was.height, { threshold: OFF });
  if (off <= was.width * was.height * share) return;
  await keep("now", taken);
  await keep("difference", PNG.sync.write(difference));
  return `${name} looks otherwise in ${off} pixels: see ${differences}`;
}

test("every kind of chart looks as it did", LONGEST, async () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  await run("cargo", ["run", "--quiet", "-p", "comity-charts", "--example", "chart_gallery", "--", folder], { cwd: root });
  const charts = readdirSync(folder).filter((file) => file.endsWith(".svg") && !file.includes("many"));
  assert.ok(charts.length > 20, `only ${charts.length} charts were drawn`);
  const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
  const faults = [];
  for (const file of charts) {
    await page.setContent(`<body style="margin: 0">${await readFile(join(folder, file), "utf8")}`);
    faults.push(await look(`chart-${file.replace(".svg", "")}`, await page.locator("svg").screenshot()));
  }
  await page.close();
  assert.deepEqual(faults.filter(Boolean), []);
});

/** The pages that show charts and maps, with the parts of them that are pictures. */
const PAGES = [
  ["explore", `/observatory/explore?area=D&${YEAR}`, ".chart-wide, [data-map-drawn] svg"],
  ["compare", `/observatory/compare?area=D&${YEAR}`, ".chart-wide"],
  ["neighbourhood", "/neighbourhoods/N4", "svg.plot, [data-map-drawn] svg"],
];

test("charts and maps of pages look as they did, and so does the map that can be moved", LONGEST, async () => {
  const data = join(folder, "data");
  await fixedPlace(data, folder);
  const server = await serve(data);
  const faults = [];
  for (const language of ["en", "ar"]) {
    const { page, context } = await person(browser, { origin: server.origin, language, scripts: true });
    for (const [name, path, pictures] of PAGES) {
      await page.goto(path);
      const all = await page.locator(pictures).all();
      assert.ok(all.length > 0, `${path} has no picture`);
      for (const [place, picture] of all.entries()) {
        faults.push(await look(`${language}-${name}-${place + 1}`, await picture.screenshot()));
      }
    }
    await page.goto(PAGES[0][1]);
    const box = page.locator("[data-map]");
    await box.getByRole("button", { name: wordsOf(language)("map-open"), exact: true }).click();
    await box.locator("canvas").waitFor();
    await page.waitForLoadState("networkidle");
    // Another renderer smooths other edges.
    faults.push(await look(`${language}-map`, await box.locator("canvas").screenshot(), 5 * SHARE));
    await context.close();
  }
  await server.stop();
  assert.deepEqual(faults.filter(Boolean), []);
});

test("no picture is kept of what is not drawn", () => {
  assert.deepEqual(readdirSync(KEPT).filter((file) => !seen.has(file)), []);
});
