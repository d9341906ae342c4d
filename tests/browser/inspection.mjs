// What every page must hold, whatever it shows: it can be used by everybody, is valid, is small, keeps to itself, and
// fits a narrow screen and large letters.
import { HtmlValidate } from "html-validate";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** The most that a page may weigh over the wire, in bytes, before any data of maps. */
export const BUDGET = 60_000;

const validator = new HtmlValidate({ extends: ["html-validate:standard"] });

/**
 * Looks at the page that is open and returns what is wrong with it, as sentences.
 *
 * `dark`: looks at the colours of the dark scheme too.
 */
export async function inspect(visitor, words, { dark = false } = {}) {
  const { page, watch } = visitor;
  const faults = watch.takeFaults();
  faults.push(...(await frameFaults(page, words)));
  const html = await watch.html();
  faults.push(...(await validity(html)));
  const weight = await watch.weight();
  if (weight >= BUDGET) faults.push(`it weighs ${weight} bytes over the wire (at most ${BUDGET})`);
  const copy = await examined(visitor, html);
  faults.push(...(await axeFaults(copy.page, { type: "tag", values: STANDARD })));
  if (dark) faults.push(...(await darkFaults(copy.page)));
  await copy.close();
  faults.push(...(await reflowFaults(page, watch.session)));
  faults.push(...watch.takeFaults());
  return faults;
}

async function frameFaults(page, words) {
  const found = await page.evaluate(() => ({
    headings: document.querySelectorAll("h1").length,
    empty: document.querySelector("h1")?.textContent.trim() === "" || document.title.trim() === "",
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
    landmarks: ["header", "main", "footer"].filter((name) => !document.querySelector(`body > ${name}`)),
  }));
  const faults = [];
  if (found.headings !== 1) faults.push(`it has ${found.headings} main headings (expected 1)`);
  if (found.empty) faults.push("its main heading or its title is empty");
  if (found.lang !== words.language) faults.push(`lang is "${found.lang}" (expected "${words.language}")`);
  if (found.dir !== words.direction) faults.push(`dir is "${found.dir}" (expected "${words.direction}")`);
  if (found.landmarks.length > 0) faults.push(`landmarks missing: ${found.landmarks.join(", ")}`);
  return faults;
}

async function validity(html) {
  const report = await validator.validateString(html);
  const messages = report.results.flatMap((result) => result.messages);
  const line = (number) => html.split("\n")[number - 1] ?? "";
  return messages.map(
    ({ ruleId, message, line: at, column }) =>
      `HTML (${ruleId}): ${message} near “${line(at).slice(Math.max(0, column - 40), column + 80)}”`,
  );
}

export async function axeFaults(page, runOnly) {
  // The program's policy lets no foreign script in, and must not; the browser's own debugger may.
  await page.evaluate(AXE);
  const violations = await page.evaluate(
    async (only) => (await globalThis.axe.run(document, { runOnly: only, resultTypes: ["violations"] })).violations,
    runOnly,
  );
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `axe (${violation.id}): ${violation.help}: ${node.html.slice(0, 160)}`),
  );
}

async function darkFaults(page) {
  await page.emulateMedia({ colorScheme: "dark" });
  const faults = await axeFaults(page, { type: "rule", values: ["color-contrast", "link-in-text-block"] });
  await page.emulateMedia({ colorScheme: "light" });
  return faults.map((fault) => `dark: ${fault}`);
}

/**
 * The page on which axe can run: the page itself, or, where the person has no scripts, a copy of what was served, in
 * which the page's own scripts are kept from loading.
 */
async function examined({ page, scripts }, html) {
  if (scripts) return { page, close: async () => {} };
  const context = await page.context().browser().newContext({ viewport: page.viewportSize() });
  const copy = await context.newPage();
  await copy.route("**/*", (route) => {
    const request = route.request();
    if (request.isNavigationRequest()) return route.fulfill({ body: html, contentType: "text/html; charset=utf-8" });
    return request.resourceType() === "script" ? route.abort() : route.continue();
  });
  await copy.goto(page.url());
  return { page: copy, close: () => context.close() };
}

/** Nothing may stick out to the side on a narrow screen, or when the reader's letters are twice as large. */
export async function reflowFaults(page, session) {
  const before = page.viewportSize();
  const faults = [];
  await page.setViewportSize({ width: 320, height: 800 });
  faults.push(...(await sideways(page, "at 320 px")));
  await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
  faults.push(...(await sideways(page, "at 320 px with letters of 200%")));
  await page.setViewportSize({ width: 640, height: 800 });
  faults.push(...(await sideways(page, "at 640 px with letters of 200%")));
  await session.send("Page.setFontSizes", { fontSizes: { standard: 16, fixed: 13 } });
  await page.setViewportSize(before);
  return faults;
}

async function sideways(page, where) {
  const found = await page.evaluate(() => {
    const root = document.scrollingElement;
    if (root.scrollWidth <= root.clientWidth) return null;
    const scrolls = (element) => {
      for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
        if (getComputedStyle(up).overflowX !== "visible") return true;
      }
      return false;
    };
    const outside = [...document.body.querySelectorAll("*")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.right > root.clientWidth + 0.5 || box.left < -0.5) && !scrolls(element);
    });
    const holds = (element) => outside.some((other) => other !== element && element.contains(other));
    const innermost = outside.filter((element) => !holds(element));
    const named = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 100);
    return { wide: root.scrollWidth, room: root.clientWidth, elements: innermost.slice(0, 4).map(named) };
  });
  return found ? [`it scrolls sideways ${where}: ${found.wide} > ${found.room} (${found.elements.join(" | ")})`] : [];
}
