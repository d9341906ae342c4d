// The map that can be moved: the same as the drawing, from our own tiles, with pointer and keyboard, and only when asked.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, person } from "./browser.mjs";
import { fixedPlace } from "./fixed.mjs";
import { STANDARD, axeFaults, reflowFaults } from "./inspection.mjs";
import { serve } from "./program.mjs";
import { wordsOf } from "./words.mjs";

const LONGEST = { timeout: 5 * 60_000 };
// A renderer without a graphics card, so that maps are drawn on any machine.
const SOFTWARE = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

/** What is only fetched for a map that can be moved. */
const OF_MAPS = /\/(tiles\/|assets\/map)/;

let folder;
let program;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "comity-maps-"));
  await fixedPlace(join(folder, "data"), folder);
  program = await serve(join(folder, "data"));
});

after(async () => {
  await program?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function inBrowser(options, act) {
  const browser = await launch(options);
  try {
    await act(browser);
  } finally {
    await browser.close();
  }
}

for (const language of ["en", "ar"]) {
  const named = language === "ar" ? "Arabic" : "English";
  test(`a map is moved, read and followed, in ${named}`, LONGEST, (t) =>
    inBrowser(SOFTWARE, (browser) => moved(t, browser, language)));
}

test("where WebGL is missing the drawing stays, and nothing of the map is fetched", LONGEST, () =>
  inBrowser(["--disable-3d-apis"], withoutWebGl));

async function moved(t, browser, language) {
  const words = wordsOf(language);
  const visitor = await person(browser, { origin: program.origin, language, scripts: true });
  const { page, watch } = visitor;
  // Drawn without a graphics card, a map takes its time.
  visitor.context.setDefaultTimeout(30_000);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));

  for (const [name, path] of [["explore", "/observatory/explore"], ["neighbourhood", "/neighbourhoods/D"]]) {
    await t.test(`the map of the page: ${name}`, async () => {
      asked.length = 0;
      await page.goto(path);
      const box = page.locator("[data-map]").first();
      await page.waitForLoadState("networkidle");
      assert.deepEqual(asked.filter((path) => OF_MAPS.test(path)), [], "nothing of the map before it is asked for");
      await open(page, box, words);
      assert.ok(asked.some((path) => path.startsWith("/tiles/areas/")) && asked.some((path) => path.includes("map-worker")));
      assert.equal(await box.locator("[data-map-drawn]").isVisible(), false);
      await names(page, box, words);
      assert.deepEqual(await axeFaults(page, { type: "tag", values: STANDARD }), []);
      assert.deepEqual(await reflowFaults(page, watch.session), []);
      assert.deepEqual(watch.takeFaults(), []);
    });
  }

  await t.test("the keyboard moves it, names what lies in the middle, and opens that", () => byKeyboard(page, words));
  await t.test("a press on an area opens its page", () => byPress(page, words));
  assert.deepEqual(watch.takeFaults(), []);
  await visitor.context.close();
}

async function open(page, box, words) {
  await box.getByRole("button", { name: words("map-open"), exact: true }).click();
  await box.locator("canvas").waitFor();
  await page.waitForFunction((box) => box.querySelector("[data-map-notice]").textContent === "", await box.elementHandle());
  await page.waitForLoadState("networkidle");
}

/** Points at places all over the map; what is said there are words of the drawing, with its link. */
async function names(page, box, words) {
  const titles = await box.locator("[data-map-drawn] a").evaluateAll((all) =>
    all.map((link) => [link.querySelector("title").textContent, link.getAttribute("href")]));
  const canvas = box.locator("canvas");
  await canvas.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await canvas.boundingBox();
  const found = new Map();
  for (let step = 1; step < 8; step += 1) {
    for (let row = 1; row < 5; row += 1) {
      await page.mouse.move(x + (width * step) / 8, y + (height * row) / 5);
      const link = box.locator("[data-map-said] a");
      if (await link.count()) found.set(await link.textContent(), await link.getAttribute("href"));
    }
  }
  assert.ok(found.size > 2, `only ${found.size} areas are named in ${words.language}`);
  for (const [title, href] of found) assert.ok(titles.some(([known, to]) => known === title && to === href), title);
}

async function byKeyboard(page, words) {
  await page.goto("/observatory/explore");
  const box = page.locator("[data-map]").first();
  await box.getByRole("button", { name: words("map-open"), exact: true }).focus();
  await page.keyboard.press("Enter");
  await box.locator("canvas").waitFor();
  await page.waitForLoadState("networkidle");
  // Back from the button: the buttons of the map, then the map itself.
  for (let press = 0; press < 6 && !(await box.locator("canvas").evaluate((it) => it === document.activeElement)); press += 1) {
    await page.keyboard.press("Shift+Tab");
  }
  assert.equal(await box.locator("canvas").getAttribute("aria-label"), words("map-label"));
  const middle = box.locator("[data-map-said] a");
  await middle.waitFor();
  const before = await middle.textContent();
  await page.keyboard.press("+");
  for (let press = 0; press < 8 && (await middle.textContent().catch(() => before)) === before; press += 1) {
    await page.keyboard.press("ArrowDown");
    await page.waitForTimeout(600);
  }
  await middle.waitFor();
  assert.notEqual(await middle.textContent(), before, "another area lies in the middle now");
  const href = await middle.getAttribute("href");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname + url.search === href);
}

async function byPress(page, words) {
  await page.goto("/observatory/explore");
  const box = page.locator("[data-map]").first();
  await open(page, box, words);
  const { x, y, width, height } = await box.locator("canvas").boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  const href = await box.locator("[data-map-said] a").getAttribute("href");
  await page.mouse.click(x + width / 2, y + height / 2);
  await page.waitForURL((url) => url.pathname + url.search === href);
}

async function withoutWebGl(browser) {
  const words = wordsOf("en");
  const { page, watch, context } = await person(browser, { origin: program.origin, language: "en", scripts: true });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto("/observatory/explore");
  const box = page.locator("[data-map]").first();
  await box.getByRole("button", { name: words("map-open"), exact: true }).click();
  await box.getByText(words("map-without")).waitFor();
  assert.equal(await box.locator("[data-map-drawn] svg").isVisible(), true);
  assert.deepEqual(asked.filter((url) => OF_MAPS.test(url)), []);
  assert.deepEqual(watch.takeFaults(), []);
  await context.close();
}
