// Pictures of every page of the walk, at 320 and 1280 px, in English and in Arabic: `node screenshots.mjs FOLDER`.
//
// No test looks at them; people do.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch, person } from "./browser.mjs";
import { heardPages } from "./heard.mjs";
import { observatoryPages } from "./observatory.mjs";
import { startProgram } from "./program.mjs";
import { Walk } from "./walk.mjs";
import { WALKS } from "./ways.mjs";

const WIDTHS = [320, 1280];

/** A walk that takes pictures where the test inspects. */
class Pictures extends Walk {
  #taken = 0;

  constructor(folder, parts) {
    super(parts);
    this.folder = folder;
  }

  async look(_, { page }, name) {
    this.#taken += 1;
    const number = String(this.#taken).padStart(2, "0");
    const before = page.viewportSize();
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate(() => scrollTo(0, 0));
      const file = `${this.language}-${number}-${name.replace(/\W+/g, "-")}-${width}.png`;
      await page.screenshot({ path: join(this.folder, file), fullPage: true });
    }
    await page.setViewportSize(before);
  }

  // A step that fails ends the pictures with its error.
  async step(_, name, act) {
    process.stderr.write(`${this.language}: ${name}\n`);
    await act(null);
    return true;
  }
}

/** Pictures of pages by their addresses. */
async function pages(folder, { program, browser }, language, list) {
  const { page, context } = await person(browser, { origin: program.origin, language, scripts: true });
  for (const [name, path] of list) {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(path);
      await page.screenshot({ path: join(folder, `${language}-${name}-${width}.png`), fullPage: true });
    }
  }
  await context.close();
}

const folder = process.argv[2];
if (!folder) {
  process.stderr.write("Say where the pictures go: node screenshots.mjs FOLDER\n");
  process.exit(2);
}
await mkdir(folder, { recursive: true });
const program = await startProgram();
const browser = await launch();
try {
  for (const language of ["en", "ar"]) {
    const { jasmine } = await program.quarters(language);
    await pages(folder, { program, browser }, language, observatoryPages(encodeURIComponent(jasmine.code)));
    await pages(folder, { program, browser }, language, await heardPages(program.origin));
  }
  for (const way of WALKS.filter(({ scripts }) => scripts)) {
    const quarters = await program.quarters(way.language);
    await new Pictures(folder, { ...way, quarters, program, browser }).run(null);
  }
} finally {
  await browser.close();
  await program.stop();
}
