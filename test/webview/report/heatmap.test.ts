import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReportJson } from "../../../src/protocol/report.ts";
import { reportFile } from "../../../src/report/reportFile.ts";
import { chromiumPath } from "../../chromium.ts";
import { fullReport } from "../../report/sampleReports.ts";

/** The report with a heat map of this many columns. */
function withColumns(report: ReportJson, count: number): ReportJson {
  const fidelity = report.fidelity!;
  const [pair] = fidelity.columnPairTrends.pairs;
  const names = Array.from({ length: count }, (_, i) => `a rather long name ${i}`);
  const pairs = names.flatMap((name, i) =>
    names.slice(0, i).map((other) => ({ ...pair!, columns: [other, name] as const })),
  );
  const columnPairTrends = { ...fidelity.columnPairTrends, pairs, mapColumns: names };
  return { ...report, fidelity: { ...fidelity, columnPairTrends } };
}

describe("the heat map of associations", () => {
  let browser: Browser;
  let report: ReportJson;
  const folder = mkdtempSync(join(tmpdir(), "syndata-heatmap-"));

  beforeAll(async () => {
    report = await fullReport();
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: ["--no-sandbox", "--disable-gpu"],
    });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    [360, 5],
    [360, 60],
    [1400, 20],
    [1400, 120],
  ])(
    "%i pixels wide, %i columns: numbers stand upright, apart from each other, and a row has its name",
    async (width, columns) => {
      const file = join(folder, `${width}-${columns}.html`);
      const [script, style] = [
        readFileSync("dist/report.js", "utf8"),
        readFileSync("media/report.css", "utf8"),
      ];
      writeFileSync(file, reportFile(withColumns(report, columns), { script, style }));
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      await page.goto(`file://${file}`);
      const map = page.locator("[data-map]:visible");
      await map.scrollIntoViewIfNeeded();
      await map.locator(".xtick text").first().waitFor();
      const numbers = await map
        .locator(".xtick text")
        .evaluateAll((all) =>
          all.map((text) => ({ text: text.textContent ?? "", box: text.getBoundingClientRect().toJSON() })),
        );
      expect(numbers.length).toBeGreaterThanOrEqual(Math.min(columns, 5));
      expect(numbers.every(({ text }) => /^\d+$/.test(text))).toBe(true);
      numbers.forEach(({ box }, i) => {
        expect(box.height).toBeLessThan(20);
        if (i > 0) expect(box.left).toBeGreaterThan(numbers[i - 1]!.box.right);
      });
      expect(await map.locator(".ytick text").first().textContent()).toMatch(/^a rather long n?… +1$/);
      await page.close();
    },
  );
});
