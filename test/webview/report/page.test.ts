import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { panelPage } from "../../../src/extension/report/panelPage.ts";
import { languageOf } from "../../../src/language/language.ts";
import type { GridName, HostToGrid } from "../../../src/protocol/gridView.ts";
import type { ReportJson } from "../../../src/protocol/report.ts";
import type { ReportPanelContent } from "../../../src/protocol/reportPanel.ts";
import { onePageHtml } from "../../../src/report/onePage.ts";
import { reportFile, staticPage } from "../../../src/report/reportFile.ts";
import { english } from "../../../src/runs/translate.ts";
import { chromiumPath } from "../../chromium.ts";
import { fullReport, withNastyNames } from "../../report/sampleReports.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** A page and everything that went wrong or out of it. */
async function openPage(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<{ page: Page; faults: string[]; requests: string[] }> {
  const page = await (
    await browser.newContext({ viewport: { width: 1000, height: 800 }, ...options })
  ).newPage();
  const faults: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  return { page, faults, requests };
}

/** The report with two things to look at. */
function careful(report: ReportJson): ReportJson {
  const finding = (key: string, path: readonly string[], value: string | number) => ({
    key,
    title: "Rare categories leaked",
    status: "watch" as const,
    text: "3 of 9 categories seen in fewer than 5 training rows appear in the synthetic table.",
    steps: [{ text: "Change it.", edits: [{ path, value }] }],
  });
  return {
    ...report,
    sharing: {
      answer: "care",
      sentence: "Yes, with care. Look at what follows before you share this table.",
      reasons: [],
      findings: [
        finding("rareCategories", ["columns", "city", "minCategoryCount"], 5),
        finding("nndr", ["columns", "unit.price", "role"], "drop"),
      ],
      good: 10,
    },
  };
}

/** As bad as a report gets: twelve checks that one change helps, and four more with a change of their own. */
function worst(report: ReportJson): ReportJson {
  const long =
    "94 % of synthetic rows lie nearer to a training row than to a row the model never saw (50 % would be chance): the model repeats its training rows, so train for fewer epochs, on more rows or with a smaller model.";
  const findings = Array.from({ length: 16 }, (_, i) => ({
    key: "dcrShare",
    title: `Nearest-neighbor distance ratio ${i + 1}`,
    status: "bad" as const,
    text: long,
    steps: [
      {
        text: "Use the model gaussianCopula, which depends less on single rows.",
        edits: [{ path: ["model", "type"], value: i < 12 ? "gaussianCopula" : `model${i}` }],
      },
    ],
  }));
  const sentence = "No. Do not share this table as it is.";
  return { ...report, sharing: { answer: "no", sentence, reasons: [long], findings, good: 3 } };
}

async function drawAll(page: Page): Promise<void> {
  const charts = page.locator("[data-chart]:not([hidden])");
  for (let i = 0; i < (await charts.count()); i++) {
    const chart = charts.nth(i);
    if (!(await chart.isVisible())) continue;
    await chart.scrollIntoViewIfNeeded();
    await chart.locator("svg.main-svg").first().waitFor();
  }
}

/** `rules`: those only; all when left out. */
async function seriousFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(`${axe}; undefined`);
  const found = (await page.evaluate(
    `axe.run(${rules ? JSON.stringify({ runOnly: rules }) : ""}).then(({ violations }) => violations)`,
  )) as Finding[];
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary}`);
}

describe("report pages in a browser", () => {
  let browser: Browser;
  let server: Server;
  let report: ReportJson;
  const folder = mkdtempSync(join(tmpdir(), "syndata-page-"));
  const file = (name: string): string => `file://${join(folder, name)}`;

  beforeAll(async () => {
    report = await fullReport();
    const [script, style] = [
      readFileSync("dist/report.js", "utf8"),
      readFileSync("media/report.css", "utf8"),
    ];
    writeFileSync(join(folder, "report.html"), reportFile(report, { script, style }));
    writeFileSync(join(folder, "nasty.html"), reportFile(withNastyNames(report), { script, style }));
    writeFileSync(join(folder, "careful.html"), reportFile(careful(report), { script, style }));
    writeFileSync(join(folder, "summary.html"), staticPage("short", onePageHtml(careful(report)), style));
    writeFileSync(join(folder, "worst.html"), staticPage("short", onePageHtml(worst(report)), style));
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: ["--no-sandbox", "--disable-gpu"],
    });
    server = createServer((request, response) => {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const [type, body] =
        request.url === "/report.js"
          ? ["text/javascript", readFileSync("dist/webview/report.js", "utf8")]
          : request.url === "/report.css"
            ? ["text/css", style]
            : [
                "text/html",
                panelPage(
                  {
                    source: address,
                    nonce: "nonce",
                    script: `${address}/report.js`,
                    gridStyle: `${address}/report.css`,
                    style: `${address}/report.css`,
                    language: "en",
                  },
                  english,
                ),
              ];
      response.setHeader("content-type", `${type}; charset=utf-8`).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const colorScheme of ["light", "dark"] as const)
    it(`report.html from disk, ${colorScheme}: charts, no request, nothing on the console, accessible`, async () => {
      const { page, faults, requests } = await openPage(browser, { colorScheme });
      await page.goto(file("report.html"));
      await drawAll(page);
      await page.getByRole("button", { name: "bill_length_mm" }).first().click();
      await page.locator("[data-column-chart] svg.main-svg").first().waitFor();
      // the chart stands below the row that was clicked, and stays there when the table is sorted
      const owner = () =>
        page.evaluate(
          "document.querySelector('tr.sd-chart-row').previousElementSibling.querySelector('[data-open-column]').textContent",
        );
      const name = await owner();
      await page.getByRole("button", { name: "Score", exact: true }).first().click();
      expect(await owner()).toBe(name);
      expect(await page.locator("[data-map]:visible").count()).toBe(1);
      await page.getByRole("button", { name: "Difference", exact: true }).click();
      await page.locator("[data-map=difference] svg.main-svg").first().waitFor();
      expect(await page.locator("[data-map]:visible").count()).toBe(1);
      await page.locator("summary", { hasText: "All pairs as a table" }).click();
      await page.locator("[data-open-pair]").first().click();
      await page.locator("[data-pair-chart] svg.main-svg").first().waitFor();
      expect(await page.locator("[data-pair-chart] tbody tr").count()).toBeGreaterThan(5);
      // dark differs from light in its colors only
      expect(await seriousFindings(page, colorScheme === "dark" ? ["color-contrast"] : undefined)).toEqual(
        [],
      );
      expect(requests).toEqual([file("report.html")]);
      expect(faults).toEqual([]);
      await page.context().close();
    });

  it("wears the theme that stands behind its address, whatever the system's, and follows it", async () => {
    const { page, faults } = await openPage(browser, { colorScheme: "light" });
    const background = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    await page.goto(file("report.html"));
    const light = await background();
    await page.goto(`${file("report.html")}#theme=dark`);
    await page.getByRole("button", { name: "Theme: dark" }).waitFor();
    expect(await background()).not.toBe(light);
    await page.goto(`${file("report.html")}#theme=light`);
    await page.getByRole("button", { name: "Theme: light" }).waitFor();
    expect(await background()).toBe(light);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("executes nothing that comes from a data file", async () => {
    const { page, faults, requests } = await openPage(browser, {});
    await page.goto(file("nasty.html"));
    await drawAll(page);
    for (const button of await page.locator("[data-open-column]").all()) await button.click();
    await page.locator("summary", { hasText: "All pairs as a table" }).click();
    for (const button of await page.locator("[data-open-pair]").all()) await button.click();
    expect(await page.title()).not.toBe("hacked");
    expect(await page.locator("img[src=x]").count()).toBe(0);
    expect(await page.locator("#report").innerText()).not.toMatch(/NaN|undefined|\[object/);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(requests).toHaveLength(1);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("reads without a script: verdict, figures and tables, no empty boxes", async () => {
    const { page } = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(file("report.html"));
    expect(await page.getByRole("heading", { name: "Private?" }).isVisible()).toBe(true);
    expect(await page.locator("table").count()).toBeGreaterThan(10);
    expect(await page.locator("[data-chart]:visible").count()).toBe(0);
    await page.context().close();
  });

  /** The panel's page with a stand-in for VS Code, under its own policy. */
  async function openPanel(content: ReportPanelContent): Promise<{ page: Page; faults: string[] }> {
    const { page, faults } = await openPage(browser, {});
    await page.addInitScript(`
      window.posted = [];
      window.acquireVsCodeApi = () => ({ postMessage: (m) => posted.push(m), getState: () => window.kept, setState: (s) => { window.kept = s; } });
    `);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction("window.posted.length > 0");
    await page.evaluate(`window.postMessage(${JSON.stringify(content).replace(/\u2028|\u2029/g, "")}, "*")`);
    return { page, faults };
  }
  const state = { path: "/runs/1/report.json" };

  it("the panel draws a report under a strict policy, and keeps which one it is", async () => {
    const { page, faults } = await openPanel({ type: "report", report, state });
    await page.locator("h1", { hasText: "copula.csv" }).waitFor();
    await drawAll(page);
    await page.getByRole("button", { name: "Export Markdown" }).click();
    expect(await page.evaluate("posted")).toEqual([{ type: "ready" }, { type: "export", form: "md" }]);
    expect(await page.evaluate("kept.path")).toBe(state.path);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("shows real and synthetic rows beside the report, and exports none of them", async () => {
    const { page, faults } = await openPanel({ type: "report", report, state });
    const tell = (...messages: HostToGrid[]) =>
      page.evaluate(`for (const m of ${JSON.stringify(messages)}) window.postMessage(m, "*")`);
    await page.getByRole("button", { name: "Rows Side by Side" }).click();
    expect(await page.evaluate("posted.at(-1)")).toEqual({ type: "rows", shown: true });
    const rowsOf = (grid: GridName, values: readonly string[]): HostToGrid[] => {
      const shown = { offset: 0, numbers: values.map((_, i) => i), columns: [values] };
      const columns = [{ name: "city", kind: "text" as const }];
      return [
        { type: "opened", grid, event: { type: "first", columns, page: shown, all: true } },
        { type: "opened", grid, event: { type: "loaded", rows: values.length } },
      ];
    };
    await tell(
      { type: "words", words: {} },
      ...rowsOf("real", ["CANARY", "Oslo"]),
      ...rowsOf("synthetic", ["Rome", "Bonn"]),
    );
    await page.getByRole("gridcell", { name: "CANARY" }).waitFor();
    expect(await page.getByRole("button", { name: "Nearest real row" }).isDisabled()).toBe(true);
    await tell({ type: "pairs", pairs: { nearest: [1, 0], distance: [0.25, 0.75], realRows: 2 } });
    await page.getByRole("button", { name: "Next of the rows most unlike" }).click();
    await page.getByText("Synthetic row 2: its nearest real row is 1, at a distance of 0.750").waitFor();
    await page.getByRole("gridcell", { name: "Rome" }).click();
    await page.getByRole("button", { name: "Nearest real row" }).click();
    await page.getByText("Synthetic row 1: its nearest real row is 2").waitFor();
    await page.getByText("They stay on this machine").waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    for (const form of ["HTML", "One Page", "Markdown", "JSON"]) {
      await page.getByRole("button", { name: `Export ${form}` }).click();
      // the host writes what it has read from the report's file: the page gives it a word, and no rows
      expect(Object.keys((await page.evaluate("posted.at(-1)")) as object)).toEqual(["type", "form"]);
    }
    expect(await page.evaluate("JSON.stringify(posted) + JSON.stringify(kept)")).not.toContain("CANARY");
    await page.getByRole("button", { name: "Close" }).click();
    expect(await page.getByText("CANARY").count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("offers a next step as a button in the panel and as a flag elsewhere", async () => {
    const { page, faults } = await openPanel({ type: "report", report: careful(report), state });
    await page.getByRole("button", { name: "Change the config" }).last().click();
    expect(await page.evaluate("posted.at(-1)")).toEqual({ type: "apply", finding: 1, step: 0 });
    expect(await page.locator(".sd-flag:visible").count()).toBe(0);
    expect(faults).toEqual([]);
    await page.goto(file("careful.html"));
    expect(await page.locator(".sd-apply:visible").count()).toBe(0);
    expect(await page.locator(".sd-flag:visible").allTextContents()).toEqual([
      "--set columns.city.minCategoryCount=5",
      "--set 'columns.\"unit.price\".role=drop'",
    ]);
    await page.context().close();
  });

  it.each(["en", "de"] as const)("every table fits 1,000 pixels and a sheet of A4: %s", async (code) => {
    const texts = JSON.parse(readFileSync("l10n/bundle.l10n.de.json", "utf8")) as Record<string, string>;
    writeFileSync(
      join(folder, `${code}.html`),
      reportFile(
        report,
        { script: "", style: readFileSync("media/report.css", "utf8") },
        languageOf(code, texts),
      ),
    );
    const { page } = await openPage(browser, {});
    await page.goto(file(`${code}.html`));
    await page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true");
    const tooWide = () =>
      page.evaluate(
        `[...document.querySelectorAll(".sd-scroll")].filter((s) => s.scrollWidth > s.clientWidth).map((s) => s.getAttribute("aria-label"))`,
      );
    expect(await page.locator(".sd-scroll:visible").count()).toBeGreaterThan(10);
    for (const width of [1000, 900]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await tooWide()).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    const narrow = await page.locator(".sd-scroll:visible").all();
    let scrolled = 0;
    for (const table of narrow) {
      const wide = await table.evaluate((e) => e.scrollWidth > e.clientWidth + 1);
      if (!wide) continue;
      await table.focus();
      await page.keyboard.press("ArrowRight");
      await expect.poll(() => table.evaluate((e) => e.scrollLeft)).toBeGreaterThan(0);
      expect(await table.getAttribute("aria-label")).not.toBe("");
      scrolled++;
    }
    expect(scrolled).toBeGreaterThan(3);
    // sentences stay readable
    for (const cell of await page.locator("td.sd-prose:visible").all())
      expect((await cell.boundingBox())!.width).toBeGreaterThan(190);
    await page.emulateMedia({ media: "print" });
    // 210 mm less two margins of 12 mm, at 96 pixels an inch
    await page.setViewportSize({ width: 703, height: 1000 });
    expect(await tooWide()).toEqual([]);
    await page.context().close();
  });

  it.each(["summary.html", "worst.html"])("the short report fits one sheet of paper: %s", async (name) => {
    const { page, faults } = await openPage(browser, {});
    await page.goto(file(name));
    const pdf = (await page.pdf({ preferCSSPageSize: true, format: "A4" })).toString("latin1");
    expect(pdf.match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1);
    // each change is offered once, however many checks it helps
    const steps = await page.locator(".sd-steps li").allTextContents();
    expect(new Set(steps).size).toBe(steps.length);
    expect(await seriousFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("the panel draws two reports side by side", async () => {
    const { page, faults } = await openPanel({
      type: "comparison",
      newer: report,
      older: withNastyNames(report),
      state: { ...state, older: "/runs/0/report.json" },
    });
    await page.getByRole("heading", { name: "Key figures" }).waitFor();
    await page.locator("[data-open-column]").first().click();
    await page.locator("[data-column-chart] svg.main-svg").first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it("the panel says what is wrong instead of staying empty", async () => {
    const { page } = await openPanel({
      type: "problem",
      title: "This report is gone",
      text: "No file",
      state,
    });
    await page.getByRole("alert").getByText("This report is gone").waitFor();
    await page.context().close();
    const broken = { version: 1, tables: {}, columns: [], verdict: {} } as unknown as ReportJson;
    const second = await openPanel({ type: "report", report: broken, state });
    await second.page.getByRole("alert").waitFor();
    expect(JSON.stringify(await second.page.evaluate("posted"))).toContain('"failed"');
    await second.page.context().close();
  });
});
