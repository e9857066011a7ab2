// Opens a report in headless Chromium and tries what a reader does: `node report.mjs report.html chromium`.
// Needs playwright-core, which drives the browser that is there.
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [page_file, browser_path] = process.argv.slice(2);
const require = createRequire(resolve("package.json"));
const { chromium } = require("playwright-core");

const faults = [];
const demand = (holds, words) => { if (!holds) faults.push(words); };

const browser = await chromium.launch({ executablePath: browser_path, args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
const address = pathToFileURL(resolve(page_file)).href;
page.on("console", (message) => faults.push(`console: ${message.text()}`));
page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
page.on("request", (request) => {
  const url = request.url();
  if (url !== address && !url.startsWith("data:")) faults.push(`request: ${url}`);
});
await page.goto(address);

const figures = page.locator("figure svg");
demand(await figures.count() > 0, "there is no figure");
for (const figure of await figures.all()) {
  const box = await figure.boundingBox();
  demand(box && box.width > 100 && box.height > 50, "a figure is not visible");
  const [title, description] = (await figure.getAttribute("aria-labelledby")).split(" ");
  const length = (id) => page.evaluate((it) => document.getElementById(it)?.textContent.length ?? 0, id);
  demand(await length(title) > 5 && await length(description) > 20, "a figure has no words");
}
const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((it) => it.id));
demand(new Set(ids).size === ids.length, "an id stands twice");

// Tables sort by pointer and by keyboard.
const table = page.locator("table.sorts").first();
const place = (await table.locator("thead th").allTextContents()).indexOf("runs");
const head = table.locator("thead th").nth(place);
const values = async () =>
  (await table.locator(`tbody tr > *:nth-child(${place + 1})`).evaluateAll((cells) => cells.map((it) => Number(it.dataset.v))));
const before = await values();
const up = [...before].sort((one, other) => one - other);
await head.getByRole("button").click();
demand(JSON.stringify(await values()) === JSON.stringify(up), "a click does not sort");
demand(await head.getAttribute("aria-sort") === "ascending", "the order is not told");
await head.getByRole("button").focus();
await page.keyboard.press("Enter");
demand(JSON.stringify(await values()) === JSON.stringify(up.reverse()), "the keyboard does not sort");
demand(await head.getAttribute("aria-sort") === "descending", "the other order is not told");

// Figures that answer: numbers where the pointer is, and only the parties picked.
await page.waitForSelector(".live[data-ready=yes] .chart svg");
const party_chart = page.locator(".live", { has: page.locator("[id^=chart-parties]") });
const all = await party_chart.locator(".mark-symbol.role-mark path").count();
demand(all > 0, "a figure that answers has no marks");
await party_chart.locator(".mark-symbol.role-mark path").first().hover();
await page.waitForTimeout(100);
const tip = page.locator("#tip");
demand(await tip.isVisible() && /mean: \d/.test(await tip.textContent()), "pointing shows no number");
await party_chart.locator("input").first().uncheck();
await page.waitForTimeout(200);
const left = await party_chart.locator(".mark-symbol.role-mark path").count();
demand(left > 0 && left < all, `picking a party changes nothing: ${all} marks, then ${left}`);

// The first stop of the keyboard leads past the contents.
await page.goto(address);
await page.keyboard.press("Tab");
demand(await page.evaluate(() => document.activeElement.className) === "skip", "no way past the contents");

await browser.close();
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`report in the browser: figures, sorting, pointing and picking work`);
