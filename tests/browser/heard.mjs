// What people said in surveys, and who is heard: in every way of reading the pages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { person } from "./browser.mjs";
import { inspect } from "./inspection.mjs";
import { heading } from "./residents.mjs";
import { wordsOf } from "./words.mjs";

const LONGEST = { timeout: 180_000 };

/** The addresses of the latest survey and of its questions. */
async function survey(origin) {
  const first = async (path, pattern) => (await (await fetch(`${origin}${path}`)).text()).match(pattern)?.[1];
  const address = await first("/observatory/surveys", /href="(\/observatory\/surveys\/[^"/]+)"/);
  assert.ok(address, "the demonstration has a survey");
  return address;
}

/** The pages with names for pictures. */
export async function heardPages(origin) {
  const address = await survey(origin);
  return [
    ["surveys", "/observatory/surveys"],
    ["survey", address],
    ["question", `${address}/1`],
    ["question-number", `${address}/5`],
    ["heard", "/observatory/heard"],
  ];
}

/** Registers the tests; `given()` has the program and the browser once they run. */
export function heard(given) {
  for (const language of ["en", "ar"]) {
    for (const scripts of [true, false]) {
      const how = `${language === "ar" ? "Arabic" : "English"}, ${scripts ? "with" : "without"} JavaScript`;
      test(`what people say and who is heard, in ${how}`, LONGEST, async (t) => {
        const { program, browser } = given();
        const words = wordsOf(language);
        const visitor = await person(browser, { origin: program.origin, language, scripts });
        for (const [name, path] of await heardPages(program.origin)) {
          await t.test(`the page holds what every page must: ${name}`, async () => {
            await visitor.page.goto(path);
            assert.deepEqual(await inspect(visitor, words, { dark: scripts }), []);
          });
        }
        await t.test("the way leads from the observatory to a question, whose chart and table say the same", () =>
          read(visitor, words));
        await visitor.context.close();
      });
    }
  }
}

async function read({ page }, words) {
  await page.goto("/observatory");
  await page.getByRole("main").getByRole("link", { name: words("survey-title"), exact: true }).click();
  await heading(page).filter({ hasText: words("survey-title") }).waitFor();
  await page.locator("table a").first().click();
  await page.locator("#questions-caption").waitFor();
  await page.locator("table a").first().click();
  const rows = page.locator("table").first().locator("tbody tr");
  const drawn = page.locator(".chart-wide svg").first();
  await drawn.waitFor();
  const told = await drawn.textContent();
  for (const row of await rows.all()) {
    const answer = (await row.locator("th").textContent()).trim();
    const share = (await row.locator("td").nth(1).textContent()).match(/\d+/)?.[0];
    assert.ok(share, `${answer} has a share`);
    assert.ok(told.includes(answer) && told.includes(`${share} [`), `${answer}, ${share} %, is drawn as well: ${told}`);
  }
}
