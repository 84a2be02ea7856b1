// The gate for web pages: node gate.mjs [--shots DIR] PAGE.html ...
//
// A page passes if the Nu checker has neither an error nor a warning for it, if axe finds no
// violation on a wide screen, in the dark and on a phone, if it asked for nothing but files and
// data: addresses, and if it does not scroll sideways on a phone.  Exit code 1 on any finding.
//
// Needs Java 17 and Chromium; CHROMIUM names its binary (default /usr/bin/chromium).  The packages
// are looked for beside this file, or in the folder that GATE_MODULES names.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const { values: options, positionals: pages } = parseArgs({
  allowPositionals: true,
  options: { shots: { type: "string" } },
});
if (pages.length === 0) {
  console.error("usage: node gate.mjs [--shots DIR] PAGE.html ...");
  process.exit(2);
}

const require = createRequire(
  process.env.GATE_MODULES ? join(resolve(process.env.GATE_MODULES), "gate.mjs") : import.meta.url,
);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const VIEWS = [
  { name: "wide", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { name: "phone", viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { name: "phone-dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
];

// Keeps Chromium from asking its maker for anything, and lets it run in a container.
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let findings = 0;

function report(page, where, text) {
  findings += 1;
  console.log(`${page}: ${where}: ${text}`);
}

function checkMarkup() {
  const files = new Map(pages.map((page) => [pathToFileURL(resolve(page)).href, page]));
  const jar = require.resolve("vnu-jar/build/dist/vnu.jar");
  const run = spawnSync("java", ["-jar", jar, "--format", "json", "--exit-zero-always", ...pages], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (run.error || run.status !== 0) {
    report("nu", "run", run.error?.message ?? run.stderr);
    return;
  }
  for (const message of JSON.parse(run.stderr).messages) {
    if (message.type === "info" && message.subType !== "warning") continue;
    // Nu takes a data: address for one that "img-src data:" forbids, knows no page of its own for
    // 'self', and no digest of a script or style; Chromium would tell us below.
    if (/^(Resource|Inline script|Inline style) violates Content Security Policy /.test(message.message)) continue;
    const url = new URL(message.url ?? "file:///", "file:///").href;
    const kind = message.subType ?? message.type;
    const at = `${message.lastLine ?? 0}:${message.firstColumn ?? 0}`;
    report(files.get(url) ?? url, "nu", `${at} ${kind}: ${message.message}`);
  }
}

async function checkView(browser, page, view) {
  const context = await browser.newContext({
    viewport: view.viewport,
    colorScheme: view.colorScheme,
  });
  try {
    const tab = await context.newPage();
    const where = view.name;
    tab.on("request", (request) => {
      const url = request.url();
      if (!/^(file|data):/.test(url)) report(page, where, `asked for ${url}`);
    });
    tab.on("requestfailed", (request) => {
      report(page, where, `could not load ${request.url().slice(0, 100)}`);
    });
    tab.on("console", (message) => {
      if (message.type() === "error") report(page, where, `console: ${message.text()}`);
    });
    await tab.goto(pathToFileURL(resolve(page)).href);
    if (options.shots) await shoot(tab, page, where);

    // What is folded is checked as well.
    await tab.evaluate(() => {
      for (const folded of document.querySelectorAll("details")) folded.open = true;
    });
    const [wide, room] = await tab.evaluate(() => [
      document.documentElement.scrollWidth,
      window.innerWidth,
    ]);
    if (wide > room) report(page, where, `is ${wide} px wide, the window ${room} px`);

    await tab.evaluate(axe);
    await judge(tab, page, where);
    const enlarge = tab.locator(".enlarge").first();
    if (await enlarge.count()) {
      await enlarge.click();
      // What lies behind an open dialog is inert, and was judged above.
      await judge(tab, page, `${where}, a figure enlarged`, "dialog[open]");
    }
  } finally {
    await context.close();
  }
}

async function judge(tab, page, where, within = "html") {
  // Preloading would read the style sheets a second time, which file: addresses refuse.  What passes is not
  // described, which is half of axe's time on a long page.
  const result = await tab.evaluate(
    (place) => window.axe.run(place, { preload: false, resultTypes: ["violations"] }),
    within,
  );
  for (const violation of result.violations) {
    for (const node of violation.nodes) {
      const said = node.failureSummary.split("\n").slice(1).join(" ").trim();
      report(page, where, `axe ${violation.id}: ${node.target.join(" ")}: ${said}`);
    }
  }
}

async function shoot(tab, page, where) {
  const stem = join(options.shots, `${basename(page, ".html")}-${where}`);
  await tab.screenshot({ path: `${stem}-top.png` });
  // A third of the way down, past the checklist; in one jump, so that no run differs.
  await tab.evaluate(() => window.scrollTo({ top: document.body.scrollHeight / 3, behavior: "instant" }));
  await tab.screenshot({ path: `${stem}-middle.png` });
  await tab.evaluate(() => window.scrollTo({ top: 0, behavior: "instant" }));
}

if (options.shots) mkdirSync(options.shots, { recursive: true });
checkMarkup();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ARGUMENTS,
});
try {
  const views = pages.flatMap((page) => VIEWS.map((view) => [page, view]));
  const one = async () => {
    for (let next = views.shift(); next; next = views.shift()) await checkView(browser, ...next);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, one));
} finally {
  await browser.close();
}
console.log(findings === 0 ? `${pages.length} pages, nothing found` : `${findings} found`);
process.exitCode = findings === 0 ? 0 : 1;
