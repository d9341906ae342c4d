// The pages of what is on record, in every way of reading them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { person } from "./browser.mjs";
import { inspect } from "./inspection.mjs";
import { heading, navigate } from "./residents.mjs";
import { wordsOf } from "./words.mjs";

const LONGEST = { timeout: 180_000 };

/** The pages with names for pictures, given the code of an area. */
export const observatoryPages = (code) => [
  ["observatory", "/observatory"],
  ["explore", "/observatory/explore"],
  ["explore-area", `/observatory/explore?area=${code}`],
  ["explore-refused", "/observatory/explore?area=nowhere&from=2025-13"],
  ["profile", `/observatory/areas/${code}`],
  ["compare", "/observatory/compare"],
  ["warnings", "/observatory/warnings"],
  ["datasets", "/observatory/datasets"],
];

/** Registers the tests; `given()` has the program and the browser once they run. */
export function observatory(given) {
  for (const language of ["en", "ar"]) {
    for (const scripts of [true, false]) {
      const how = `${language === "ar" ? "Arabic" : "English"}, ${scripts ? "with" : "without"} JavaScript`;
      test(`what is on record, in ${how}`, LONGEST, async (t) => {
        const { program, browser } = given();
        const words = wordsOf(language);
        const visitor = await person(browser, { origin: program.origin, language, scripts });
        const { jasmine } = await program.quarters(language);
        for (const [name, path] of observatoryPages(encodeURIComponent(jasmine.code))) {
          await t.test(`the page holds what every page must: ${name}`, async () => {
            await visitor.page.goto(path);
            assert.deepEqual(await inspect(visitor, words, { dark: scripts }), []);
          });
        }
        await t.test("the report on a dataset holds what every page must", async () => {
          await visitor.page.goto("/observatory/datasets");
          const address = await visitor.page.locator("#datasets a, table a").first().getAttribute("href");
          await visitor.page.goto(address);
          assert.deepEqual(await inspect(visitor, words, { dark: scripts }), []);
        });
        await t.test("a view is chosen by the form and stands in the address", () => choose(visitor, words, jasmine));
        await visitor.context.close();
      });
    }
  }
}

async function choose({ page }, words, { code, name }) {
  await page.goto("/");
  await navigate(page, words, "nav-observatory");
  await page.getByRole("main").getByRole("link", { name: words("observatory-explore"), exact: true }).click();
  await heading(page).filter({ hasText: words("observatory-explore") }).waitFor();
  await page.getByLabel(words("observatory-area"), { exact: true }).selectOption(code);
  await page.getByRole("button", { name: words("observatory-show"), exact: true }).click();
  await page.waitForURL(/area=/);
  assert.equal(new URL(page.url()).searchParams.get("area"), code);
  assert.ok((await page.getByRole("main").textContent()).includes(name));
  // The charts that fit the screen are seen, the others are not.
  assert.equal(await page.locator(".chart-wide svg").first().isVisible(), true);
  assert.equal(await page.locator(".chart-narrow svg").first().isVisible(), false);
}
