// Opens a file in headless Chromium and runs the given function's body with Playwright's `page`;
// prints its result, and every request and complaint of the page, as JSON.
// Use: node drive.mjs CHROMIUM FILE '{"width": 1280, "height": 800, ...}' < body
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {chromium} from "playwright-core";

const [, , executablePath, file, options] = process.argv;
const {width, height, colorScheme = "light", javaScriptEnabled = true} = JSON.parse(options);
let body = "";
for await (const piece of process.stdin) body += piece;

const profile = mkdtempSync(join(tmpdir(), "chromium-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath,
  headless: true,
  timeout: 120_000,
  viewport: {width, height},
  colorScheme,
  javaScriptEnabled,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const requests = [], complaints = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(pathToFileURL(file).href);
  const run = new Function("page", `return (async () => { ${body} })()`);
  const answer = await run(page);
  console.log(JSON.stringify({answer: answer ?? null, requests, complaints}));
} finally {
  await context.close();
  rmSync(profile, {recursive: true, force: true});
}
