// All tests in a real browser, on one demonstration: the walk in four ways, and what holds beside it.
//
// One file, because node runs each test file in a process of its own, and one demonstration is enough.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { startProgram } from "./program.mjs";
import { beside } from "./beside.mjs";
import { heard } from "./heard.mjs";
import { observatory } from "./observatory.mjs";
import { Walk } from "./walk.mjs";
import { WALKS } from "./ways.mjs";

let program;
let browser;

before(async () => {
  program = await startProgram();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  const verified = await program?.stop();
  assert.equal(verified?.status, 0, `the record does not verify afterwards: ${verified?.stdout}${verified?.stderr}`);
});

for (const way of WALKS) {
  const [language, scripts] = [way.language === "ar" ? "Arabic" : "English", way.scripts ? "with" : "without"];
  test(`the walk, in ${language}, ${scripts} JavaScript`, { timeout: 10 * 60_000 }, async (t) => {
    const quarters = await program.quarters(way.language);
    await new Walk({ ...way, quarters, program, browser }).run(t);
  });
}

beside(() => ({ program, browser }));
observatory(() => ({ program, browser }));
heard(() => ({ program, browser }));
