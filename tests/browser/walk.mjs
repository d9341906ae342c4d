// The walk: one concern followed from word to outcome by the people who take part, each in a browser of their own.
// Every page on the way is inspected (inspection.mjs) in a test of its own, so that a fault of a page does not end the
// walk.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { person } from "./browser.mjs";
import { inspect } from "./inspection.mjs";
import * as offices from "./offices.mjs";
import { comity } from "./program.mjs";
import * as residents from "./residents.mjs";
import { said } from "./said.mjs";
import { wordsOf } from "./words.mjs";

/** Longer than the log's beat and its sequencer need to publish what was just recorded, in milliseconds. */
const PUBLISHED = 30_000;

/** One walk: in one language, with or without scripts, in one neighbourhood, with one body that owes the action. */
export class Walk {
  constructor({ program, browser, quarters, language, scripts, quarter, owner, category }) {
    Object.assign(this, { program, browser, quarters, language, scripts, owner, category });
    this.quarter = quarters[quarter];
    this.words = wordsOf(language);
    this.said = said(language, `${language}-${scripts ? "with" : "without"}-scripts`);
    this.people = [];
    this.leftover = [];
  }

  /** Somebody new, in a fresh browser. */
  async meet() {
    const { origin } = this.program;
    const visitor = await person(this.browser, { origin, language: this.language, scripts: this.scripts });
    this.people.push(visitor);
    return visitor;
  }

  async part(visitor) {
    this.leftover.push(...visitor.watch.takeFaults());
    await visitor.context.close();
    this.people = this.people.filter((other) => other !== visitor);
  }

  async close() {
    for (const visitor of [...this.people]) await this.part(visitor);
  }

  /** Inspects the page that is open, in a test of its own. */
  async look(t, visitor, name) {
    await t.test(`the page holds what every page must: ${name}`, async () => {
      const faults = await inspect(visitor, this.words, { dark: true });
      assert.deepEqual(faults, [], `${faults.length} faults of ${new URL(visitor.page.url()).pathname}`);
    });
  }

  async step(t, name, act) {
    let done = false;
    await t.test(name, async (step) => {
      await act(step);
      done = true;
    });
    return done;
  }

  /** All steps, each a test; what follows a failed one is not tried, because it stands on it. */
  async run(t) {
    const steps = [
      ["1. a resident finds the neighbourhood by name, by list and by point", (step) => this.find(step)],
      ["1. the neighbourhood's page shows team, priorities, meeting, map, counts, promises", (step) => this.read(step)],
      ["2. the resident raises a concern without an account and gets a receipt", (step) => this.raise(step)],
      ["2. the resident comes back with the code", (step) => this.comeBack(step)],
      ["3. the officer signs in on the way to the inbox, and answers", (step) => this.answer(step)],
      ["3. the officer puts it on the agenda of the next forum", (step) => this.putOnAgenda(step)],
      ["4. the secretary records discussion, decision, objection and action", (step) => this.record(step)],
      ["5. the owner marks the action done", (step) => this.complete(step)],
      ["5. the resident reads the answer, writes again, and says whether it helped", (step) => this.judge(step)],
      ["6. the public page shows who promised what when, and nothing personal", (step) => this.publicPage(step)],
      ["7. the proof is downloaded and holds against the served log", (step) => this.prove(step)],
    ];
    for (const [name, act] of steps) {
      if (!(await this.step(t, name, act))) {
        await this.picture(t, name);
        break;
      }
    }
    await this.close();
    await this.step(t, "nothing else went amiss on the way", () => assert.deepEqual(this.leftover, []));
  }

  /** What the last person saw when a step failed, for whoever looks into it. */
  async picture(t, name) {
    const folder = process.env.COMITY_PICTURES;
    const last = this.people.at(-1);
    if (!folder || !last) return;
    const step = name.slice(0, 40).replace(/\W+/g, "-");
    const file = join(folder, `${this.language}-${this.scripts ? "with" : "without"}-${step}.png`);
    await last.page.screenshot({ path: file, fullPage: true });
    t?.diagnostic(`a picture of the page is in ${file}`);
  }

  async find(t) {
    this.resident = await this.meet();
    const { page } = this.resident;
    const byName = await residents.findByName(page, this.words, this.quarter.name);
    const byList = await residents.findByList(page, this.words, this.quarter.name);
    assert.equal(byName, byList);
    this.neighbourhood = byName;
    const typed = await residents.findByTypedPoint(page, this.words, residents.POINT);
    assert.equal(typed, `/neighbourhoods/${this.quarters[residents.POINT.quarter].code}`);
    if (this.scripts) {
      assert.equal(await residents.findByBeingThere(page, this.words, residents.POINT), typed);
    }
    for (const [name, address] of [
      ["first page", "/"],
      ["list of neighbourhoods", "/neighbourhoods"],
      ["names that were found", `/neighbourhoods?name=${encodeURIComponent(this.language === "ar" ? "ال" : "o")}`],
      ["no such name", "/neighbourhoods?name=zzz"],
      ["a point outside", "/neighbourhoods?lat=0&lon=0"],
      ["a point that is none", "/neighbourhoods?lat=north&lon=0"],
      ["meetings", "/meetings"],
      ["the record", "/ledger"],
      ["open data", "/data"],
      ["features for programs", "/ogc?f=html"],
      ["areas as features", "/ogc/collections/areas/items?f=html"],
      ["a page that is not there", "/nowhere"],
    ]) {
      await page.goto(address);
      await this.look(t, this.resident, name);
    }
  }

  async read(t) {
    const { page } = this.resident;
    await page.goto(this.neighbourhood);
    await residents.readNeighbourhood(page, this.words);
    await this.look(t, this.resident, "neighbourhood");
    const above = page.getByRole("navigation", { name: this.words("shell-trail") }).getByRole("link");
    await above.last().click();
    await page.locator("main svg path").first().waitFor();
    await page.getByRole("main").getByRole("table").first().waitFor();
    await this.look(t, this.resident, "area above the neighbourhood");
    await page.goto(this.neighbourhood);
  }

  async raise(t) {
    const { page } = this.resident;
    await page.getByRole("link", { name: this.words("area-raise"), exact: true }).click();
    await this.look(t, this.resident, "form for a concern");
    this.code = await residents.raise(page, this.words, { category: this.category, ...this.said });
    const symbols = this.code.replace(/[^0-9a-z]/gi, "");
    // 32 letters and digits to choose from: 5 bits each, of which some may be spent on telling slips.
    assert.ok(symbols.length >= 18, `the code has ${symbols.length} letters and digits`);
    await this.look(t, this.resident, "receipt");
  }

  async comeBack(t) {
    const { page } = this.resident;
    await page.goto("/concerns/mine");
    await this.look(t, this.resident, "asking for the code");
    await residents.comeBack(page, this.words, this.code);
    await page.getByText(this.said.concern).waitFor();
    assert.ok(!page.url().includes(this.code), "the code stands in the address");
    await this.look(t, this.resident, "the resident's own page, before an answer");
  }

  async answer(t) {
    this.officer = await this.meet();
    const { page } = this.officer;
    await page.goto("/inbox");
    assert.equal(new URL(page.url()).pathname, "/sign-in");
    await this.look(t, this.officer, "sign-in");
    await offices.signIn(page, this.words, this.account(this.quarter.officer));
    assert.equal(new URL(page.url()).pathname, "/inbox");
    await this.look(t, this.officer, "inbox");
    await offices.openInInbox(page, this.words, { category: this.category, ...this.said });
    await this.look(t, this.officer, "concern, as the officer sees it");
    await offices.answer(page, this.words, this.said.answer);
    await this.look(t, this.officer, "concern with its answer");
  }

  async putOnAgenda(t) {
    const { page } = this.officer;
    await page.getByRole("link", { name: this.words("inbox-forum-do"), exact: true }).click();
    await this.look(t, this.officer, "putting a concern on the agenda");
    this.meeting = await offices.putOnAgenda(page, this.words, this.said.title);
    await this.look(t, this.officer, "agenda, as the officer sees it");
    await offices.signOut(page, this.words);
    await this.part(this.officer);
  }

  async record(t) {
    const secretary = await this.meet();
    const { page } = secretary;
    await page.goto("/");
    await page.getByRole("link", { name: this.words("shell-sign-in"), exact: true }).click();
    await offices.signIn(page, this.words, this.account("secretary"));
    await residents.navigate(page, this.words, "nav-meetings");
    await this.look(t, secretary, "meetings, as the secretary sees them");
    await page.locator(`main a[href="${this.meeting}"]`).first().click();
    await offices.openMinutes(page, this.words, this.said.title);
    await this.look(t, secretary, "form for the minutes");
    const minutes = { ...this.said, owner: this.owner.body, due: inDays(21) };
    this.promisedBy = await offices.record(page, this.words, this.said.title, minutes);
    await this.look(t, secretary, "minutes");
    await this.part(secretary);
  }

  async complete(t) {
    const owner = await this.meet();
    const { page } = owner;
    await page.goto("/sign-in");
    await offices.signIn(page, this.words, this.account(this.owner.account ?? this.quarter.officer));
    await residents.navigate(page, this.words, "nav-actions");
    await this.look(t, owner, "actions of a body");
    await offices.openAction(page, this.words, this.said.action);
    await this.look(t, owner, "action to be done");
    await offices.complete(page, this.words, this.said.note);
    await this.look(t, owner, "action that is done");
    await this.part(owner);
  }

  async judge(t) {
    const { page } = this.resident;
    await residents.comeBack(page, this.words, this.code);
    await page.getByText(this.said.answer).waitFor();
    await this.look(t, this.resident, "the resident's own page, when something was done");
    await residents.writeAgain(page, this.words, this.said.again);
    await this.look(t, this.resident, "the resident's own page, after writing again");
    await residents.sayWhetherItHelped(page, this.words, "partly", this.said.helped);
    await page.getByText(this.words("answers-helped-partly")).waitFor();
    await this.look(t, this.resident, "the resident's own page, after saying whether it helped");
  }

  async publicPage(t) {
    const link = this.resident.page.getByRole("link", { name: this.words("mine-public"), exact: true });
    const address = await link.getAttribute("href");
    const stranger = await this.meet();
    await stranger.page.goto(address);
    const html = await stranger.watch.html();
    const { title, summary, decision, minority, action, note } = this.said;
    for (const [name, text] of Object.entries({ title, summary, decision, minority, action, note })) {
      assert.ok((await stranger.page.getByText(text).count()) > 0, `the public page lacks the ${name}: ${text}`);
    }
    const links = stranger.page.getByRole("heading", { level: 3 });
    const chain = stranger.page.getByRole("main").getByRole("list").filter({ has: links }).first();
    assert.ok((await chain.locator("time").count()) > 0, "nothing says when");
    assert.ok((await chain.innerText()).includes(this.promisedBy), `nothing says who: ${this.promisedBy}`);
    const { concern, contact, answer, again, helped } = this.said;
    for (const [name, text] of Object.entries({ concern, contact, answer, again, helped })) {
      for (const piece of pieces(text)) assert.ok(!html.includes(piece), `the public page holds the ${name}: ${piece}`);
    }
    assert.ok(!html.includes(this.code), "the public page holds the code");
    await this.look(t, stranger, "public chain");
    for (const [name, path] of [["meeting", this.meeting], ["neighbourhood", this.neighbourhood]]) {
      await stranger.page.goto(path);
      const shown = await stranger.watch.html();
      const found = [concern, contact, answer, again, helped].flatMap(pieces).filter((piece) => shown.includes(piece));
      assert.deepEqual(found, [], `the public page of the ${name} holds private words`);
      await this.look(t, stranger, `${name}, afterwards`);
    }
    await this.part(stranger);
  }

  async prove() {
    const { page } = this.resident;
    const { folder, origin } = this.program;
    const file = join(folder, `proof-${this.language}-${this.scripts}.json`);
    const key = await (await fetch(`${origin}/ledger/key`)).text();
    const verify = (path) => comity(["ledger", "verify", "--receipt", path, "--url", origin, "--key", key.trim()]);
    const until = Date.now() + PUBLISHED;
    let verified;
    do {
      await residents.comeBack(page, this.words, this.code);
      await residents.downloadProof(page, this.words, file);
      verified = await verify(file);
    } while (verified.status !== 0 && Date.now() < until && (await page.waitForTimeout(1_000), true));
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    const proof = await readFile(file);
    const changed = join(folder, "changed.json");
    for (const position of spread(proof.length, 24)) {
      const bytes = Buffer.from(proof);
      bytes[position] ^= 0x01;
      await writeFile(changed, bytes);
      const { status, stdout } = await verify(changed);
      const where = proof.subarray(Math.max(0, position - 20), position + 20).toString();
      assert.notEqual(status, 0, `a change of byte ${position} (near ${where}) goes unnoticed: ${stdout}`);
    }
  }

  account(name) {
    const known = this.program.accounts.some((account) => account.name === name);
    assert.ok(known, `the demonstration has no account ${name}`);
    return { name, password: this.program.password };
  }
}

/** The day in `days` days, as a form takes it. */
function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Parts of a text that are long enough to stand nowhere else by chance. */
function pieces(text) {
  const words = text.replace(/ \(\S+\)$/, "").split(" ");
  const runs = [];
  for (let start = 0; start + 4 <= words.length; start += 3) runs.push(words.slice(start, start + 4).join(" "));
  return runs.length > 0 ? runs : [words.join(" ")];
}

/** `count` positions spread over a file, its first and last byte among them. */
function spread(length, count) {
  return Array.from({ length: count }, (_, index) => Math.floor((index * (length - 1)) / (count - 1)));
}
