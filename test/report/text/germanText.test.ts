import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reportNames } from "../../../src/report/reportNames.ts";
import { reportMarkdown } from "../../../src/report/text/markdown.ts";
import { reportTerminalTable } from "../../../src/report/text/terminalTable.ts";
import { drawnReport } from "../../quality/drawnReport.ts";
import { expectGerman, german } from "../germanWords.ts";
import { fullReport } from "../sampleReports.ts";

describe("a report as text in German", () => {
  it("has no English sentence, title or status, whatever was measured", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        const report = drawnReport(seed);
        const names = reportNames(report);
        expectGerman(reportTerminalTable(report, { width: 10_000, language: german }), names);
        expectGerman(reportMarkdown(report, german), names);
      }),
      { seed: 14, numRuns: 25 },
    );
  });

  it("nor in gates and next steps, and its columns stand below each other", async () => {
    const report = await fullReport();
    const table = reportTerminalTable(report, { width: 10_000, language: german });
    expectGerman(table, reportNames(report));
    expectGerman(reportMarkdown(report, german), reportNames(report));
    expect(table).toMatch(/^VERFEHLT {2}columnShapes/m);
    expect(table).toMatch(/^erfüllt {3}exactCopies/m);
    expect(table).toMatch(/\(99,7 %: \d,\d/);
  });

  it("leaves the English one as it is", async () => {
    const report = await fullReport();
    const before = [reportTerminalTable(report), reportMarkdown(report)];
    reportMarkdown(report, german);
    expect([reportTerminalTable(report), reportMarkdown(report)]).toEqual(before);
  });
});
