// What a resident does: find the neighbourhood, raise a concern, come back with the code.
import assert from "node:assert/strict";

/** A point of the demonstration's town, in the neighbourhood of the account `officer.station`. */
export const POINT = { latitude: 33.36, longitude: 31.5, quarter: "station" };

const main = (page) => page.getByRole("main");
export const heading = (page) => page.getByRole("heading", { level: 1 });

/** Only the digits of a number as it is written in either language. */
export function digits(text) {
  const western = text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
  return Number(western.replace(/[^0-9]/g, ""));
}

export async function findByName(page, words, name) {
  await page.goto("/");
  await page.getByRole("searchbox", { name: words("find-by-name") }).first().fill(name);
  await page.getByRole("search").getByRole("button", { name: words("shell-search") }).first().click();
  await page.waitForLoadState();
  // Where several names hold what was typed, the page lists them.
  const named = main(page).getByRole("link", { name, exact: true });
  if ((await named.count()) > 0 && new URL(page.url()).pathname === "/neighbourhoods") await named.click();
  await heading(page).filter({ hasText: name }).waitFor();
  return new URL(page.url()).pathname;
}

export async function findByList(page, words, name) {
  await page.goto("/");
  await navigate(page, words, "nav-neighbourhoods");
  await main(page).getByRole("link", { name, exact: true }).click();
  await heading(page).filter({ hasText: name }).waitFor();
  return new URL(page.url()).pathname;
}

/** By latitude and longitude, typed as somebody without scripts must. */
export async function findByTypedPoint(page, words, { latitude, longitude }) {
  await page.goto("/neighbourhoods");
  await page.getByText(words("find-by-point"), { exact: true }).click();
  await page.getByLabel(words("find-lat"), { exact: true }).fill(String(latitude));
  await page.getByLabel(words("find-lon"), { exact: true }).fill(String(longitude));
  await page.getByRole("button", { name: words("find-point-do") }).click();
  await page.waitForURL(/\/neighbourhoods\/[^?]+$/);
  return new URL(page.url()).pathname;
}

/** By the browser's own knowledge of where it is. */
export async function findByBeingThere(page, words, point) {
  const context = page.context();
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation(point);
  await page.goto("/neighbourhoods");
  await page.getByRole("button", { name: words("shell-locate") }).click();
  await page.waitForURL(/\/neighbourhoods\/[^?]+$/);
  await context.clearPermissions();
  return new URL(page.url()).pathname;
}

export async function navigate(page, words, label) {
  const bar = page.getByRole("navigation", { name: words("shell-navigation"), exact: true });
  await bar.getByRole("link", { name: words(label), exact: true }).click();
}

const section = (page, name) =>
  page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name, exact: true }) });

/** Looks at the page of a neighbourhood as step 1 of the walk asks. */
export async function readNeighbourhood(page, words) {
  const team = section(page, words("area-team"));
  assert.ok((await team.getByRole("listitem").count()) > 0, "the team names nobody");
  for (const kind of ["tel:", "mailto:"]) {
    assert.equal(await team.locator(`a[href^="${kind}"]`).count(), 1, `the team has no ${kind} to be reached by`);
  }
  const priorities = section(page, words("area-priorities"));
  assert.ok((await priorities.getByRole("heading", { level: 3 }).count()) > 0, "no priority is shown");
  const meeting = section(page, words("area-meeting"));
  assert.ok((await meeting.locator("time").count()) > 0, "no next meeting is shown");
  assert.ok((await section(page, words("area-promised")).locator(".state").count()) > 0, "nothing is promised or done");
  await page.locator("main svg path").first().waitFor();
  await readIncidents(section(page, words("area-incidents")), words);
}

/** By month and by kind, each in a table, and both with the same sum. */
async function readIncidents(incidents, words) {
  const byMonth = incidents.getByRole("table", { name: words("area-by-month") });
  const cells = await byMonth.getByRole("cell").allInnerTexts();
  const months = cells.map(digits).reduce((sum, count) => sum + count, 0);
  const byKind = incidents.locator("#kinds-caption").locator("xpath=ancestor::table");
  const kinds = (await byKind.locator("td.number").allInnerTexts()).map(digits).reduce((sum, count) => sum + count, 0);
  assert.ok(months > 0, "no incidents by month");
  assert.equal(kinds, months, "incidents by kind and by month differ");
}

/** Fills in and sends the form, and returns the receipt's code. */
export async function raise(page, words, { category, concern, contact }) {
  await page.getByRole("radio", { name: words(`category-${category}`), exact: true }).check();
  await page.getByLabel(words("concerns-words"), { exact: true }).fill(concern);
  await page.getByLabel(words("concerns-contact")).fill(contact);
  await page.getByRole("button", { name: words("concerns-send"), exact: true }).click();
  await heading(page).filter({ hasText: words("concerns-raised-title") }).waitFor();
  const receipt = page.getByRole("region", { name: words("concerns-code-title") });
  return (await receipt.locator("bdi").first().innerText()).trim();
}

/** Opens the page of one's own concern with the code. */
export async function comeBack(page, words, code) {
  await page.goto("/");
  await navigate(page, words, "nav-mine");
  await page.getByLabel(words("mine-code"), { exact: true }).fill(code);
  await page.getByRole("button", { name: words("mine-open"), exact: true }).click();
  await page.getByRole("heading", { name: words("mine-dialogue"), exact: true }).waitFor();
}

export async function writeAgain(page, words, text) {
  await page.getByLabel(words("mine-words"), { exact: true }).fill(text);
  await page.getByRole("button", { name: words("mine-words-send"), exact: true }).click();
  await page.getByRole("status").filter({ hasText: words("mine-words-sent") }).waitFor();
}

export async function sayWhetherItHelped(page, words, helped, text) {
  await page.getByRole("radio", { name: words(`mine-helped-${helped}`), exact: true }).check();
  await page.getByLabel(words("mine-helped-words")).fill(text);
  await page.getByRole("button", { name: words("mine-helped-send"), exact: true }).click();
  await page.getByRole("status").filter({ hasText: words("mine-helped-sent") }).waitFor();
}

/** Downloads the proof into `file`. */
export async function downloadProof(page, words, file) {
  const arriving = page.waitForEvent("download");
  await page.getByRole("button", { name: words("mine-proof-do"), exact: true }).click();
  await (await arriving).saveAs(file);
}
