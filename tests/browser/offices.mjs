// What those do who have an account: an officer, the forum's secretary, the owner of an action.
import assert from "node:assert/strict";
import { heading, navigate } from "./residents.mjs";

export async function signIn(page, words, { name, password }) {
  await page.getByLabel(words("sign-in-name"), { exact: true }).fill(name);
  await page.getByLabel(words("sign-in-password"), { exact: true }).fill(password);
  await page.getByRole("main").getByRole("button", { name: words("sign-in-do"), exact: true }).click();
  await page.getByRole("button", { name: words("shell-sign-out"), exact: true }).waitFor();
}

export async function signOut(page, words) {
  await page.getByRole("button", { name: words("shell-sign-out"), exact: true }).click();
  await page.getByRole("link", { name: words("shell-sign-in"), exact: true }).waitFor();
}

/** Opens the concern with these words in the inbox: one of those about `category` that wait since today. */
export async function openInInbox(page, words, { category, concern }) {
  for (;;) {
    const today = page.getByRole("row").filter({ hasText: words("inbox-days", { days: 0 }) });
    const links = today.getByRole("link", { name: words(`category-${category}`), exact: true });
    const addresses = await links.evaluateAll((found) => found.map((link) => link.getAttribute("href")));
    const list = page.url();
    for (const address of addresses) {
      await page.goto(address);
      if ((await page.getByText(concern).count()) > 0) return;
    }
    await page.goto(list);
    const more = page.getByRole("link", { name: words("shell-more"), exact: true });
    assert.ok((await more.count()) > 0, "the concern is not in the officer's inbox");
    await more.click();
  }
}

export async function answer(page, words, text) {
  await page.getByLabel(words("inbox-answer"), { exact: true }).fill(text);
  await page.getByRole("button", { name: words("inbox-answer-do"), exact: true }).click();
  await page.getByText(text).first().waitFor();
}

/** Puts the open concern on the agenda of the next meeting, and returns that meeting's address. */
export async function putOnAgenda(page, words, title) {
  await page.getByLabel(words("forums-put-name"), { exact: true }).fill(title);
  await page.getByRole("button", { name: words("forums-put-do"), exact: true }).click();
  await page.getByRole("heading", { name: title, exact: true }).waitFor();
  return new URL(page.url()).pathname;
}

const item = (page, title) =>
  page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name: title, exact: true }) });

/** Opens the form for an item of the meeting, if it is not open yet. */
export async function openMinutes(page, words, title) {
  const more = item(page, title).locator('a[href*="record="]');
  if ((await more.count()) > 0) await more.click();
  await item(page, title).getByRole("button", { name: words("forums-record-do"), exact: true }).waitFor();
}

/** Records discussion, decision, objection and an action of `owner` (the body's code), and returns the body's name. */
export async function record(page, words, title, { summary, decision, minority, action, owner, due }) {
  const form = item(page, title);
  const field = (id) => form.getByLabel(words(id));
  await field("forums-record-summary").fill(summary);
  await field("forums-record-decision").fill(decision);
  await field("forums-record-minority").fill(minority);
  await field("forums-record-action").fill(action);
  await field("forums-record-owner").selectOption(owner);
  const name = await field("forums-record-owner").locator("option:checked").innerText();
  await field("forums-record-due").fill(due);
  await form.getByRole("button", { name: words("forums-record-do"), exact: true }).click();
  for (const text of [summary, decision, minority, action]) await item(page, title).getByText(text).first().waitFor();
  return name;
}

/** Opens one's own action. */
export async function openAction(page, words, action) {
  await navigate(page, words, "nav-actions");
  await page.getByRole("main").getByRole("link", { name: action }).click();
  await heading(page).filter({ hasText: action }).waitFor();
}

export async function complete(page, words, note) {
  await page.getByLabel(words("actions-note"), { exact: true }).fill(note);
  await page.getByRole("button", { name: words("actions-complete-do"), exact: true }).click();
  await page.getByRole("main").getByText(note).waitFor();
}
