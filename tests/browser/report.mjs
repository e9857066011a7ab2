// Opens reports in headless Chromium and tries what a reader does: `node report.mjs chromium KIND=report.html …`.
// Needs playwright-core, which drives the browser that is there; uses axe-core where it is installed beside it.
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [browser_path, ...pages] = process.argv.slice(2);
const require = createRequire(resolve("package.json"));
const { chromium } = require("playwright-core");
const axe_file = resolve("node_modules/axe-core/axe.min.js");
const axe = existsSync(axe_file) ? readFileSync(axe_file, "utf8") : null;

const faults = [];
const flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath: browser_path, args: flags });
for (const named of pages) {
  const [kind, file] = named.split("=");
  await look(kind, pathToFileURL(resolve(file)).href);
}
await browser.close();
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
const checked = axe ? ", accessibility (axe-core)" : "";
console.log(`${pages.length} reports in the browser: figures, sorting, pointing, picking, width${checked} work`);

/// All that is tried on one page.
async function look(kind, address) {
  const demand = (holds, words) => { if (!holds) faults.push(`${kind}: ${words}`); };
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  page.on("console", (message) => faults.push(`${kind}: console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`${kind}: error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (url !== address && !url.startsWith("data:")) faults.push(`${kind}: request: ${url}`);
  });
  await page.goto(address);
  await figures(page, kind, demand);
  await sorting(page, kind, demand);
  await pointing(page, kind, demand);
  await links(page, demand);
  if (axe) await accessible(page, demand);

  // The first stop of the keyboard leads past the contents.
  await page.goto(address);
  await page.keyboard.press("Tab");
  demand(await page.evaluate(() => document.activeElement.className) === "skip", "no way past the contents");

  // Narrow screens scroll tables and figures, not the page.
  await page.setViewportSize({ width: 400, height: 800 });
  await page.waitForTimeout(200);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  demand(width <= 400, `the page is ${width} px wide on a screen of 400`);
  await page.close();
}

/// Every figure is there and says in words what it shows.
async function figures(page, kind, demand) {
  const drawings = page.locator("figure svg");
  const some = !["rates", "discover"].includes(kind);
  demand(!some || await drawings.count() > 0, "there is no figure");
  for (const drawing of await drawings.all()) {
    const box = await drawing.boundingBox();
    demand(box && box.width > 100 && box.height > 50, "a figure is not visible");
    const [title, description] = (await drawing.getAttribute("aria-labelledby")).split(" ");
    const length = (id) => page.evaluate((it) => document.getElementById(it)?.textContent.length ?? 0, id);
    demand(await length(title) > 5 && await length(description) > 20, "a figure has no words");
  }
  const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((it) => it.id));
  demand(new Set(ids).size === ids.length, "an id stands twice");
}

/// Tables sort by pointer and by keyboard; the first one with several different numbers is tried.
async function sorting(page, kind, demand) {
  const found = await page.evaluate(() => {
    const tables = [...document.querySelectorAll("table.sorts")];
    for (const [table, it] of tables.entries()) {
      const heads = it.tHead.rows[0].cells.length;
      for (let place = 0; place < heads; place += 1) {
        const values = [...it.tBodies[0].rows].map((row) => row.cells[place].dataset.v);
        if (values.every((value) => value !== undefined) && new Set(values).size > 1) return { table, place };
      }
    }
    return null;
  });
  // A search may end without a box, and a single lever has nothing to sort.
  demand(found || ["discover", "compare"].includes(kind), "there is no table to sort");
  if (!found) return;
  const table = page.locator("table.sorts").nth(found.table);
  const head = table.locator("thead th").nth(found.place);
  const cells = table.locator(`tbody tr > *:nth-child(${found.place + 1})`);
  const values = async () => cells.evaluateAll((all) => all.map((it) => Number(it.dataset.v)));
  const up = [...await values()].sort((one, other) => one - other);
  await head.getByRole("button").click();
  demand(JSON.stringify(await values()) === JSON.stringify(up), "a click does not sort");
  demand(await head.getAttribute("aria-sort") === "ascending", "the order is not told");
  await head.getByRole("button").focus();
  await page.keyboard.press("Enter");
  demand(JSON.stringify(await values()) === JSON.stringify(up.reverse()), "the keyboard does not sort");
  demand(await head.getAttribute("aria-sort") === "descending", "the other order is not told");
}

/// Figures that answer: numbers where the pointer is, only the parties picked, the two chosen on the axes.
async function pointing(page, kind, demand) {
  const live = page.locator(".live");
  const some = !["rates", "discover"].includes(kind);
  demand(!some || await live.count() > 0, "no figure answers");
  const tip = page.locator("#tip");
  for (const frame of await live.all()) {
    await frame.locator(".chart svg").waitFor();
    const marks = frame.locator(".mark-symbol.role-mark path");
    const all = await marks.count();
    const title = await frame.locator("h4").textContent();
    demand(all > 0, `${title}: no marks`);
    await page.mouse.move(0, 0);
    await marks.first().scrollIntoViewIfNeeded();
    await marks.first().hover({ force: true });
    await page.waitForTimeout(100);
    const words = await tip.isVisible() ? await tip.textContent() : "";
    demand(/: [+−-]?\d/.test(words), `${title}: pointing shows no number: ${words}`);
    const box = frame.locator("input[type=checkbox]").first();
    if (await box.count() > 0) {
      await box.uncheck();
      await page.waitForTimeout(200);
      const left = await marks.count();
      demand(left > 0 && left < all, `${title}: picking a party changes nothing: ${all} marks, then ${left}`);
    }
    const select = frame.locator("select").first();
    if (await select.count() > 0) {
      const places = async () => marks.evaluateAll((them) => them.map((it) => it.getAttribute("transform")).join());
      const before = await places();
      await select.selectOption({ index: 1 });
      await page.waitForTimeout(200);
      demand(before !== await places(), `${title}: choosing a party changes nothing`);
    }
  }
}

/// What the page links to in itself is there.
async function links(page, demand) {
  const dead = await page.evaluate(() => [...document.querySelectorAll("a[href^='#']")]
    .map((it) => it.getAttribute("href").slice(1)).filter((id) => !document.getElementById(id)));
  demand(dead.length === 0, `dead links: ${dead.join(", ")}`);
}

/// No serious or critical fault that axe-core knows. It is put into the page as the driver's script, past its policy.
async function accessible(page, demand) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  for (const it of violations.filter((it) => ["serious", "critical"].includes(it.impact))) {
    demand(false, `axe: ${it.id} (${it.impact}): ${it.help}: ${it.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  }
}
