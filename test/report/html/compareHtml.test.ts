import { describe, expect, it } from "vitest";
import type { ReportJson } from "../../../src/protocol/report.ts";
import { compareHtml } from "../../../src/report/html/compareHtml.ts";
import { fullReport, tableRows, textOf, withNastyNames } from "../sampleReports.ts";

const report = await fullReport();
const { fidelity, privacy } = report;
if (!fidelity?.detection.boosting || !privacy || !report.training) throw new Error("sections are missing");

function shifted({ columnPairTrends }: NonNullable<ReportJson["fidelity"]>, by: number): number {
  return (columnPairTrends.scoreAllPairs ?? 0) + by;
}

/** Shapes better, copies more, detector nearer to a half; other options. */
const newer: ReportJson = {
  ...report,
  fidelity: {
    ...fidelity,
    columnShapes: { ...fidelity.columnShapes, score: (fidelity.columnShapes.score ?? 0) + 0.05 },
    columnPairTrends: { ...fidelity.columnPairTrends, scoreAllPairs: shifted(fidelity, -0.001) },
    detection: { ...fidelity.detection, boosting: { ...fidelity.detection.boosting, auc: 0.4 } },
  },
  privacy: { ...privacy, exactCopies: { ...privacy.exactCopies, share: 0.25 } },
  training: { ...report.training, options: { epochs: 3, pac: 5 } },
};
const older: ReportJson = {
  ...report,
  fidelity: {
    ...fidelity,
    detection: { ...fidelity.detection, boosting: { ...fidelity.detection.boosting, auc: 0.75 } },
  },
  privacy: { ...privacy, exactCopies: { ...privacy.exactCopies, share: 0 } },
};

describe("compareHtml", () => {
  const page = compareHtml(newer, older).text;
  const figures = new Map(
    tableRows(page, "Key figures of both reports").map(([label, ...cells]) => [label, cells]),
  );

  it("says which way each figure went", () => {
    expect(figures.get("Column shapes")?.slice(2, 4)).toEqual(["+0.050", "better"]);
    expect(figures.get("Exact copies")?.slice(0, 4)).toEqual(["25.0 %", "0.0 %", "+25.0 %", "worse"]);
    expect(figures.get("Detection AUC, boosting (0.5 best)")?.slice(0, 4)).toEqual([
      "0.400",
      "0.750",
      "−0.350",
      "better",
    ]);
    expect(figures.get("Column pair trends")?.slice(2, 4)).toEqual(["0", "same"]);
    // two draws of 258 rows differ by more
    expect(figures.get("Column pair trends, all pairs")?.slice(2, 4)).toEqual(["−0.001", "same"]);
  });

  it("names the options that were changed, and those only", () => {
    expect(tableRows(page, "Changed settings")).toEqual([["pac", "5", "10"]]);
    expect(textOf(compareHtml(report, report).text)).toContain("Model and options are the same.");
  });

  it("shows columns of either report, and says when they differ", () => {
    const fewer = { ...older, columns: older.columns.slice(1) };
    const text = textOf(compareHtml(newer, fewer).text);
    expect(text).toContain("do not have the same columns");
    expect(tableRows(compareHtml(newer, fewer).text, "Columns of both reports")).toHaveLength(4);
    expect(text).not.toMatch(/NaN|undefined|\bnull\b|\[object/);
  });

  it("shows names from data files as text", () => {
    const markup = compareHtml(withNastyNames(newer), withNastyNames(older)).text;
    expect(markup).not.toMatch(/<img|<script|<b>two|\sstyle=/);
  });

  it("bears reports without most sections", () => {
    const bare = { ...report, fidelity: null, utility: null, privacy: null, training: null };
    expect(textOf(compareHtml(bare, report).text)).not.toMatch(/NaN|undefined|\bnull\b/);
  });
});
