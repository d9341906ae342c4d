// What must hold beside the walk: the keyboard is enough, a form that was refused loses nothing, other sites cannot
// send forms, every answer carries the security headers, and the inspection itself sees what it is there for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { missingHeaders, person } from "./browser.mjs";
import { BUDGET, inspect } from "./inspection.mjs";
import { signIn } from "./offices.mjs";
import { comeBack, heading, raise, writeAgain } from "./residents.mjs";
import { said } from "./said.mjs";
import { wordsOf } from "./words.mjs";

const LONGEST = { timeout: 120_000 };

/** Registers the tests; `given()` has the program and the browser once they run. */
export function beside(given) {
  for (const language of ["en", "ar"]) {
    const words = wordsOf(language);
    const named = language === "ar" ? "Arabic" : "English";
    const visited = async (options, act) => {
      const { program, browser } = given();
      const visitor = await person(browser, { origin: program.origin, language, scripts: true, ...options });
      try {
        await act(visitor, program);
      } finally {
        await visitor.context.close();
      }
    };
    test(`a concern is raised with the keyboard alone, in ${named}`, LONGEST, () =>
      visited({}, (visitor) => raiseByKeyboard(visitor, words)));
    for (const scripts of [true, false]) {
      const how = `${scripts ? "with" : "without"} JavaScript`;
      test(`a form with errors comes back with everything typed, in ${named}, ${how}`, LONGEST, () =>
        visited({ scripts }, (visitor) => refusedForm(visitor, words)));
      test(`a form without the visit's token is refused and shows what was typed, in ${named}, ${how}`, LONGEST, () =>
        visited({ scripts }, (visitor) => expiredForm(visitor, words)));
    }
    // With scripts, loading it again leads to the page where the code is asked for.
    test(`a receipt that is loaded again is the same receipt, in ${named}, without JavaScript`, LONGEST, () =>
      visited({ scripts: false }, (visitor) => sentAgain(visitor, words)));
    test(`a signed-out person gets sign-in and then the very page they asked for, in ${named}`, LONGEST, () =>
      visited({}, (visitor, program) => signInOnTheWay(visitor, words, program)));
    test(`the language is changed on the page one is on, from ${named}`, LONGEST, () =>
      visited({}, (visitor) => otherLanguage(visitor, words)));
  }
  test("a form is taken only with the visit's own token and from our own pages", LONGEST, () => forgedForms(given()));
  test("every answer carries the security headers, also refusals and files", LONGEST, () => headers(given()));
  test("the inspection finds the faults that are planted in a page", LONGEST, () => planted(given()));
}

/** Presses Tab until `found` says that the focus is where it should be; each stop on the way must be seen. */
async function tabTo(page, found, most = 80) {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return {
        html: element.outerHTML.slice(0, 120),
        text: element.textContent.trim(),
        name: element.getAttribute("name"),
        value: element.getAttribute("value"),
        href: element.getAttribute("href"),
        tag: element.localName,
        outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
        visible: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      };
    });
    if (stop.tag === "body") continue;
    assert.ok(stop.outlined, `the focus is not seen on ${stop.html}`);
    assert.ok(stop.visible, `the focus is outside the window on ${stop.html}`);
    if (found(stop)) return;
  }
  assert.fail(`${most} presses of Tab do not lead there: ${found}`);
}

async function raiseByKeyboard({ page, watch }, words) {
  const { concern, contact } = said(words.language, "by keyboard");
  await page.goto("/");
  await tabTo(page, ({ href }) => href === "#main");
  await page.keyboard.press("Enter");
  await page.goto("/");
  await tabTo(page, ({ href, text }) => href === "/concerns/new" && text === words("nav-raise"));
  await page.keyboard.press("Enter");
  await heading(page).filter({ hasText: words("concerns-new-title") }).waitFor();
  await tabTo(page, ({ name }) => name === "area");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, ({ name }) => name === "category");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, ({ name }) => name === "words");
  await page.keyboard.insertText(concern);
  await tabTo(page, ({ name }) => name === "contact");
  await page.keyboard.insertText(contact);
  await tabTo(page, ({ tag, text }) => tag === "button" && text === words("concerns-send"));
  await page.keyboard.press("Enter");
  await heading(page).filter({ hasText: words("concerns-raised-title") }).waitFor();
  assert.deepEqual(watch.takeFaults(), []);
}

/** Nothing chosen, everything else typed: all of it is there again, with the faults named and linked. */
async function refusedForm(visitor, words) {
  const { page, watch } = visitor;
  const { concern, contact } = said(words.language, "refused");
  await page.goto("/concerns/new");
  await page.getByLabel(words("concerns-words"), { exact: true }).fill(concern);
  await page.getByLabel(words("concerns-contact")).fill(contact);
  await page.getByRole("button", { name: words("concerns-send"), exact: true }).click();
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.equal(await watch.status(), 422);
  const title = await page.title();
  assert.ok(title.startsWith(words("shell-title-refused")), `the title does not say that it was refused: ${title}`);
  assert.equal(await page.getByLabel(words("concerns-words"), { exact: true }).inputValue(), concern);
  assert.equal(await page.getByLabel(words("concerns-contact")).inputValue(), contact);
  const links = await alert.getByRole("link").evaluateAll((found) => found.map((link) => link.getAttribute("href")));
  assert.equal(links.length, 2, `two fields are at fault: ${links}`);
  for (const link of links) await linked(page, link.slice(1), words);
  await alert.getByRole("link").first().click();
  assert.equal(await page.evaluate(() => document.activeElement.id), links[0].slice(1), "the link leads to the field");
  assert.deepEqual(await inspect(visitor, words, { dark: true }), []);
  await page.getByLabel(words("concerns-area"), { exact: true }).selectOption({ index: 1 });
  await page.getByRole("radio", { name: words("category-other"), exact: true }).check();
  await page.getByRole("button", { name: words("concerns-send"), exact: true }).click();
  await heading(page).filter({ hasText: words("concerns-raised-title") }).waitFor();
}

/** Loading the answer again sends the form again: the same code comes back, and what was said stands there once. */
async function sentAgain({ page, watch }, words) {
  const { concern, contact } = said(words.language, "again");
  await page.goto("/concerns/new");
  await page.getByLabel(words("concerns-area"), { exact: true }).selectOption({ index: 1 });
  const code = await raise(page, words, { category: "noise", concern, contact });
  await page.reload();
  assert.equal(await watch.status(), 200);
  const receipt = page.getByRole("region", { name: words("concerns-code-title") });
  assert.equal((await receipt.locator("bdi").first().innerText()).trim(), code);
  await comeBack(page, words, code);
  await writeAgain(page, words, `${concern} 2`);
  await page.reload();
  await page.getByRole("status").filter({ hasText: words("mine-words-sent") }).waitFor();
  assert.equal(await page.getByRole("main").getByText(`${concern} 2`).count(), 1);
}

/** The field says that it is at fault, and what is wrong is among what describes it (or its group). */
async function linked(page, id, words) {
  const found = await page.evaluate((of) => {
    const field = document.getElementById(of);
    const group = field?.closest("fieldset");
    const described = [field, group].map((element) => element?.getAttribute("aria-describedby") ?? "").join(" ");
    const texts = described.split(" ").map((other) => document.getElementById(other));
    return {
      exists: Boolean(field),
      error: texts.some((element) => element?.classList.contains("error") && element.textContent.trim() !== ""),
      invalid: field?.getAttribute("aria-invalid") === "true" || Boolean(group),
    };
  }, id);
  assert.deepEqual(found, { exists: true, error: true, invalid: true }, `#${id} in ${words.language}`);
}

async function expiredForm(visitor, words) {
  const { page, context, watch } = visitor;
  const { concern } = said(words.language, "expired");
  await page.goto("/concerns/new");
  await page.getByLabel(words("concerns-area"), { exact: true }).selectOption({ index: 1 });
  await page.getByRole("radio", { name: words("category-other"), exact: true }).check();
  await page.getByLabel(words("concerns-words"), { exact: true }).fill(concern);
  await context.clearCookies({ name: "comity_visit" });
  await page.getByRole("button", { name: words("concerns-send"), exact: true }).click();
  await page.getByText(words("refused-expired")).waitFor();
  assert.ok([403, 409].includes(await watch.status()), `status ${await watch.status()}`);
  const kept = await page.getByRole("main").getByRole("textbox").evaluateAll((all) => all.map(({ value }) => value));
  assert.ok(kept.includes(concern), `what was typed is lost: ${kept}`);
  assert.deepEqual(await inspect(visitor, words), []);
}

async function signInOnTheWay({ page }, words, { password, accounts }) {
  const wanted = "/inbox?show=answered";
  await page.goto(wanted);
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await page.getByText(words("sign-in-needed")).waitFor();
  await page.getByLabel(words("sign-in-name"), { exact: true }).fill("nobody.here");
  await page.getByLabel(words("sign-in-password"), { exact: true }).fill("not the password");
  await page.getByRole("main").getByRole("button", { name: words("sign-in-do"), exact: true }).click();
  await page.getByRole("alert").filter({ hasText: words("sign-in-wrong") }).waitFor();
  assert.equal(await page.getByLabel(words("sign-in-name"), { exact: true }).inputValue(), "nobody.here");
  const { name } = accounts.find(({ role }) => role === "officer");
  await signIn(page, words, { name, password });
  const { pathname, search } = new URL(page.url());
  assert.equal(pathname + search, wanted);
}

async function otherLanguage({ page }, words) {
  const other = wordsOf(words.language === "en" ? "ar" : "en");
  await page.goto("/neighbourhoods?name=zzz");
  await page.locator(`a[hreflang="${other.language}"]`).click();
  await heading(page).filter({ hasText: other("find-title") }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get("name"), "zzz");
  assert.equal(await page.locator("html").getAttribute("dir"), other.direction);
  await page.goto("/concerns/mine");
  await heading(page).filter({ hasText: other("mine-title") }).waitFor();
}

/** Forms as another site, or somebody without the visit's cookie, would send them. */
async function forgedForms({ program }) {
  const { origin } = program;
  const page = await fetch(`${origin}/concerns/new?lang=en`);
  const html = await page.text();
  const cookie = page.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  const token = /name="csrf" value="([^"]+)"/.exec(html)[1];
  const area = /<option value="([^"]+)"/.exec(html)[1];
  const words = "The lamp by the school has been dark for a week now.";
  const send = (fields, more = {}) =>
    fetch(`${origin}/concerns`, {
      method: "POST",
      headers: { cookie, "content-type": "application/x-www-form-urlencoded", ...more },
      body: new URLSearchParams({ area, category: "other", words, contact: "", ...fields }),
    });
  const refused = {
    "no token": await send({}),
    "a wrong token": await send({ csrf: token.replace(/.$/, (last) => (last === "0" ? "1" : "0")) }),
    "a stranger's cookie": await send({ csrf: token }, { cookie: "comity_visit=00000000000000000000000000" }),
    "no cookie": await send({ csrf: token }, { cookie: "" }),
    "another origin": await send({ csrf: token }, { origin: "https://elsewhere.example" }),
    "another site": await send({ csrf: token }, { "sec-fetch-site": "cross-site" }),
  };
  for (const [name, answer] of Object.entries(refused)) {
    assert.ok([403, 409].includes(answer.status), `with ${name}: status ${answer.status}`);
    assert.ok((await answer.text()).includes(words), `with ${name}: what was typed is lost`);
  }
  const taken = await send({ csrf: token }, { origin });
  assert.equal(taken.status, 200, "with token and cookie it is taken");
  const set = page.headers.getSetCookie().find((line) => line.startsWith("comity_visit="));
  assert.match(set, /HttpOnly/);
  assert.match(set, /SameSite=(Lax|Strict)/);
}

async function headers({ program }) {
  const { origin } = program;
  const html = await (await fetch(`${origin}/`)).text();
  const assets = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
  assert.ok(assets.length >= 3, "styles, script and mark");
  const asked = [
    ...["/", "/nowhere", "/inbox", "/neighbourhoods?name=zzz", "/assets/nothing.css", "/concerns/none", "/%00"],
    ...["/ledger", "/ledger/checkpoint", "/ledger/key", "/ledger/tile/0/000", "/health", "/metrics", ...assets],
  ];
  for (const path of asked) {
    const answer = await fetch(origin + path, { redirect: "manual" });
    assert.ok(answer.status < 500, `${path}: status ${answer.status}`);
    assert.deepEqual(missingHeaders(Object.fromEntries(answer.headers)), [], path);
  }
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
    const answer = await fetch(`${origin}/concerns`, { method });
    assert.ok(answer.status >= 400 && answer.status < 500, `${method}: status ${answer.status}`);
    assert.deepEqual(missingHeaders(Object.fromEntries(answer.headers)), [], method);
  }
}

/** A page with one fault of each kind that the inspection looks for. */
async function planted({ program, browser }) {
  const words = wordsOf("en");
  const visitor = await person(browser, { origin: program.origin, language: "en", scripts: true });
  const { page, watch } = visitor;
  const styles = /<link rel="stylesheet"[^>]*>/.exec(await (await fetch(`${program.origin}/`)).text())[0];
  const body = `<!DOCTYPE html><html lang="ar" dir="ltr"><head><meta charset="utf-8"><title>Faults</title>${styles}
    <script src="https://elsewhere.example/track.js"></script></head>
    <body><header>x</header><main><h1>One</h1><h1>Two</h1>
    <p style="color:#bbb;background:#fff">Pale</p><img src="/assets/none.png"><ul><p>wrong</p></ul>
    <table><tr>${"<td>wide</td>".repeat(60)}</tr></table><p hidden>${"x".repeat(BUDGET)}</p></main><footer>x</footer>
    <script>console.error("said")</script></body></html>`;
  const policy = "default-src 'self'; style-src 'self'; script-src 'self'";
  await page.route("**/planted", (route) =>
    route.fulfill({ body, contentType: "text/html", headers: { "content-security-policy": policy } }),
  );
  await page.goto("/planted");
  await page.waitForLoadState();
  watch.weight = async () => Buffer.byteLength(body);
  const faults = await inspect(visitor, words);
  const expected = {
    "another origin": /another origin|elsewhere\.example/,
    "missing header": /referrer-policy is missing/,
    "console or policy": /console error: .*Content Security Policy/,
    "two headings": /2 main headings/,
    language: /lang is "ar"/,
    direction: /HTML \(/,
    "no alternative text": /axe \(image-alt\)/,
    weight: /weighs/,
    "320 px": /sideways at 320 px/,
    "both": /sideways at 320 px with letters of 200%/,
    "200%": /sideways at 640 px/,
  };
  for (const [name, pattern] of Object.entries(expected)) {
    assert.ok(faults.some((fault) => pattern.test(fault)), `${name} is not found among:\n${faults.join("\n")}`);
  }
  await visitor.context.close();
}
