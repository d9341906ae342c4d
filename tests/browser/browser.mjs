// Chromium as people have it, with everything that it does for itself turned off: each request that is seen is a page's.
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--no-first-run",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  // Nothing outside this machine can be reached, so that no page passes by leaning on another site.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

export function launch(more = []) {
  const args = [...ARGUMENTS, ...more];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
}

/** One person's browser: own cookies, own language, with or without scripts. */
export async function person(browser, { origin, language, scripts, ...more }) {
  const context = await browser.newContext({
    baseURL: origin,
    locale: language === "ar" ? "ar-PS" : "en-GB",
    javaScriptEnabled: scripts,
    viewport: { width: 1280, height: 900 },
    acceptDownloads: true,
    ...more,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  return { context, page, scripts, watch: await Watch.over(page, origin) };
}

/**
 * What a page did on the wire and said on the console since it was opened.
 *
 * The cache is off: each page is weighed as somebody gets it who was never here.
 */
export class Watch {
  /** Everything that must not happen, as sentences. */
  faults = [];
  /** Bodies and sizes of the present page, from its document on. */
  #present = [];
  #document = null;

  static async over(page, origin) {
    const watch = new Watch();
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    watch.session = session;
    page.on("request", (request) => watch.#asked(page, request, origin));
    page.on("response", (response) => watch.#answered(response, origin));
    page.on("console", (message) => watch.#said(message));
    page.on("pageerror", (error) => watch.faults.push(`script error: ${error.message}`));
    return watch;
  }

  #asked(page, request, origin) {
    const url = new URL(request.url());
    if (url.origin !== origin) this.faults.push(`request to another origin: ${request.url()}`);
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
      // A redirect's steps belong to the page they lead to.
      if (!request.redirectedFrom()) this.#present = [];
      this.#document = request;
    }
    this.#present.push(request);
  }

  #answered(response, origin) {
    if (!response.url().startsWith(origin)) return;
    const headers = response.headers();
    for (const fault of missingHeaders(headers)) this.faults.push(`${new URL(response.url()).pathname}: ${fault}`);
  }

  #said(message) {
    if (!["error", "warning"].includes(message.type())) return;
    // A picture that is taken of a map is read back from what draws it, which the driver finds slow.
    if (message.text().includes("GPU stall due to ReadPixels")) return;
    // Chromium notes every status from 400 on; a refused form has one on purpose.
    if (/^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text())) {
      if (message.location().url === this.#document?.url()) return;
    }
    this.faults.push(`console ${message.type()}: ${message.text()}`);
  }

  /** The document as it was served. */
  async html() {
    const response = await this.#document.response();
    return response.text();
  }

  async status() {
    return (await this.#document.response()).status();
  }

  /** Bytes over the wire of the present page with all that it fetched: headers and bodies, as compressed. */
  async weight() {
    const sizes = await Promise.all(this.#present.map((request) => request.sizes().catch(() => null)));
    return sizes.reduce((sum, size) => sum + (size ? size.responseHeadersSize + size.responseBodySize : 0), 0);
  }

  takeFaults() {
    return this.faults.splice(0);
  }
}

const EXPECTED_HEADERS = {
  "content-security-policy": /default-src 'none'(?!.*unsafe)/,
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /^no-referrer$/,
  "permissions-policy": /camera=\(\)/,
  "cross-origin-opener-policy": /^same-origin$/,
  "cross-origin-resource-policy": /^same-origin$/,
  "cache-control": /./,
};

/** The security headers that an answer lacks or has wrong. */
export function missingHeaders(headers) {
  return Object.entries(EXPECTED_HEADERS)
    .filter(([name, expected]) => !expected.test(headers[name] ?? ""))
    .map(([name]) => `${name} is ${headers[name] ?? "missing"}`);
}
