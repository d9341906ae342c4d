// The real program, on a demonstration of its own: made once for all tests of a run, served on a free port, stopped by
// its own process at the end.
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const BINARY = process.env.COMITY_BIN ?? new URL("../../target/debug/comity", import.meta.url).pathname;
/** How long the demonstration may take to be made by an unoptimised build, in milliseconds. */
const LONGEST_DEMO = 15 * 60_000;

// Nothing of the surroundings reaches the program: no configuration, no other data.
const surroundings = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("COMITY_")));
const environment = { ...surroundings, COMITY_LOG_BEAT_SECONDS: "1" };

/** Runs `comity` to its end: `{status, stdout, stderr}`, whatever the status. */
export async function comity(args, timeout = 60_000) {
  try {
    const { stdout, stderr } = await run(BINARY, args, { env: environment, timeout, maxBuffer: 1 << 26 });
    return { status: 0, stdout, stderr };
  } catch (error) {
    if (typeof error.code !== "number") throw error;
    return { status: error.code, stdout: error.stdout, stderr: error.stderr };
  }
}

/**
 * Makes a demonstration and serves it.
 *
 * `COMITY_DEMO` may name a folder with a demonstration made before (with the output of `comity demo` in `demo.txt`
 * beside its data): it is copied instead of made, which is quicker while tests are being written.
 */
export async function startProgram() {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: build it (cargo build -p comity) or set COMITY_BIN`);
  const folder = await mkdtemp(join(tmpdir(), "comity-browser-"));
  const data = join(folder, "data");
  const demonstration = await makeDemonstration(data);
  const server = await serve(data);
  const stop = async () => {
    await server.stop();
    const verified = await comity(["ledger", "verify", "--data", data], 10 * 60_000);
    await rm(folder, { recursive: true, force: true });
    return verified;
  };
  const { origin, log } = server;
  const quarters = (language) => quartersOf(demonstration, origin, language);
  return { ...demonstration, data, folder, origin, log, quarters, stop };
}

/** The neighbourhoods that have an officer, by the last part of the officer's name: `{name, code, officer}`. */
async function quartersOf({ accounts }, origin, language) {
  const link = /href="\/neighbourhoods\/([^"]+)"><bdi>([^<]+)<\/bdi>/g;
  const list = async (language) => {
    const page = await fetch(`${origin}/neighbourhoods?lang=${language}`);
    return [...(await page.text()).matchAll(link)].map(([, code, name]) => ({ code, name: plain(name) }));
  };
  const [english, named] = [await list("en"), await list(language)];
  const officers = accounts.filter(({ role }) => role === "officer");
  const quarters = officers.map(({ name: officer, area }) => {
    const code = english.find(({ name }) => name === area)?.code;
    const name = named.find((found) => found.code === code)?.name;
    return [officer.replace(/^officer\./, ""), { code, officer, name }];
  });
  return Object.fromEntries(quarters);
}

function plain(html) {
  return html.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}

async function makeDemonstration(data) {
  const made = process.env.COMITY_DEMO;
  if (made) {
    await cp(made, data, { recursive: true });
    return readDemonstration(await readFile(join(made, "demo.txt"), "utf8"));
  }
  const { status, stdout, stderr } = await comity(["demo", "--data", data], LONGEST_DEMO);
  if (status !== 0) throw new Error(`comity demo ended with ${status}: ${stderr}`);
  return readDemonstration(stdout);
}

/** Serves what is in `data`: `{origin, stop, log}`. */
export async function serve(data) {
  const child = spawn(BINARY, ["serve", "--data", data, "--listen", "127.0.0.1:0"], {
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const lines = [];
  // Also when the tests are broken off.
  process.once("exit", () => child.kill("SIGKILL"));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const origin = await new Promise((resolve, reject) => {
    let text = "";
    child.stderr.setEncoding("utf8").on("data", (piece) => {
      text += piece;
      lines.push(piece);
      const listening = /listens on (http:\/\/127\.0\.0\.1:\d+)/.exec(text);
      if (listening) resolve(listening[1]);
    });
    child.once("error", reject);
    ended.then((status) => reject(new Error(`comity serve ended with ${status}: ${text}`)));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 20_000);
    await ended;
    clearTimeout(late);
  };
  return { origin, stop, log: () => lines.join("") };
}

/** The accounts, the password of all of them and the codes of receipts that `comity demo` prints. */
function readDemonstration(text) {
  const password = /with the password (\S+)/.exec(text)?.[1];
  const account = /^ {2}(\S+) +([a-z]+) *(.*)$/gm;
  const accounts = [...text.matchAll(account)].map(([, name, role, area]) => ({ name, role, area: area.trim() }));
  const receipt = /^ {2}([0-9a-z]{4}(?:-[0-9a-z]{4}){6}) +(\S+)$/gm;
  const receipts = [...text.matchAll(receipt)].map(([, code, course]) => ({ code, course }));
  const people = accounts.filter(({ name }) => !receipts.some(({ code }) => code === name));
  if (!password || people.length === 0) throw new Error(`comity demo printed no accounts: ${text}`);
  return { password, accounts: people, receipts };
}
