import { describe, expect, it } from "vitest";
import { duration, percent, score } from "../../../src/metrics/formatScore.ts";
import { jointPair, jointTable } from "../../../src/report/html/jointTable.ts";
import { reportHtml } from "../../../src/report/html/reportHtml.ts";
import { fullReport, nasty, tableRows, textOf, withNastyNames } from "../sampleReports.ts";

const report = await fullReport();
const page = reportHtml(report).text;

describe("reportHtml", () => {
  it("has a table beside every chart, with the numbers of the chart", () => {
    const kinds = new Set([...page.matchAll(/data-chart="([\w-]+)"/g)].map(([, kind]) => kind));
    expect([...kinds].sort()).toEqual(
      ["dcr", "heatmap", "importance", "losses", "missing", "roc-detection", "roc-utility"].sort(),
    );
    for (const column of report.columns) {
      const rows = tableRows(page, `Distribution of ${column.name}`);
      expect(rows.map((row) => row[1])).toEqual(column.marginal?.real.map((share) => percent(share)));
      expect(rows.map((row) => row[2])).toEqual(column.marginal?.synthetic.map((share) => percent(share)));
    }
    expect(tableRows(page, "Missing values").map((row) => row[1])).toEqual(
      report.columns.map(({ missing }) => percent(missing.real)),
    );
    expect(tableRows(page, "Column pair trends, worst first")).toHaveLength(6);
    expect(page.match(/data-open-pair=/g)).toHaveLength(6);
    expect(tableRows(page, "Feature importance")).toHaveLength(report.utility?.importances.length ?? -1);
    expect(tableRows(page, "Losses").map((row) => row[1])).toEqual(["1.500", "0.250", "-0.750"]);
    expect(tableRows(page, "Histogram of the distance to the closest record")).toHaveLength(
      report.privacy?.dcr?.syntheticToTraining.length ?? -1,
    );
  });

  it("shows every metric of a column and of the whole table", () => {
    const rows = tableRows(page, "Coverage and statistics, column by column");
    const shapes = report.fidelity!.columnShapes.columns;
    expect(rows.map((row) => row[0])).toEqual(shapes.map((shape) => shape.column));
    expect(rows.map((row) => row[4])).toEqual(shapes.map((s) => score(s.statisticSimilarity?.mean)));
    const whole = tableRows(page, "Other fidelity metrics").map((row) => row[0]);
    expect(whole).toContain("Quality score, all pairs");
    expect(whole).toContain("Column pair trends, common bins");
    expect(tableRows(page, "Membership inference")).toHaveLength(
      report.privacy?.membershipInference?.attacks.length ?? 0,
    );
  });

  it("puts the plot of a pair in a table, largest difference first", () => {
    const pair = jointPair(report, 0)!;
    const rows = tableRows(jointTable(pair).text, `${pair.x.column} and ${pair.y.column}, share of rows`);
    expect(rows.length).toBeGreaterThan(1);
    const differences = rows.map((row) => Number.parseFloat(row[4] ?? ""));
    expect(differences).toEqual([...differences].sort((a, b) => b - a));
    expect(jointPair(report, 999)).toBeNull();
  });

  it("writes numbers as they are read", () => {
    expect([0.9999, 1, 0.5].map((v) => score(v))).toEqual([">0.999", "1.000", "0.500"]);
    expect([500, 90_000, 5_703_000, 8_640_000, 864_000_000].map(duration)).toEqual([
      "500 ms",
      "90 s",
      "95.1 min",
      "2.4 h",
      "10 days",
    ]);
  });

  it("reads ROC curves off between their points", () => {
    const rows = tableRows(page, "ROC curves of the detectors");
    expect(rows).toHaveLength(21);
    expect(rows[0]?.[0]).toBe("0.00");
    expect(rows.at(-1)?.slice(1)).toEqual(["1.000", "1.000"]);
    const rates = rows.map((row) => Number(row[1]));
    expect(rates).toEqual([...rates].sort((a, b) => a - b));
  });

  it("gives 100 in a ring only to what is perfect, as the sentence beside it does", () => {
    const ring = (score: number): string | undefined => {
      const fidelity = { ...report.verdict.fidelity, score };
      const { text } = reportHtml({ ...report, verdict: { ...report.verdict, fidelity } });
      return /text-anchor="middle">(\d+)</.exec(text)?.[1];
    };
    expect([1, 0.996, 0.5].map(ring)).toEqual(["100", "99", "50"]);
  });

  it("shows no NaN, undefined, null or object", () => {
    expect(textOf(page)).not.toMatch(/NaN|undefined|\bnull\b|\[object|Infinity/);
  });

  it("shows names and values from data files as text", () => {
    const markup = reportHtml(withNastyNames(report)).text;
    expect(markup).not.toContain("<img");
    expect(markup).not.toContain("<script");
    expect(markup).not.toContain("<b>two lines");
    const text = textOf(markup);
    for (const name of [nasty.html, nasty.quotes]) expect(text).toContain(name);
    for (const tag of markup.match(/<[^>]*>/g) ?? [])
      expect(tag.replace(/"[^"]*"/g, "")).not.toMatch(/\son\w+=/);
  });

  it("sounds the alarm before the scores, and says first which gates failed and why", () => {
    const alarm = {
      level: "alarm",
      section: "privacy",
      text: "The synthetic table is the real table",
    } as const;
    const loud = reportHtml({ ...report, notes: [...report.notes, alarm] }).text;
    expect(loud.indexOf(alarm.text)).toBeLessThan(loud.indexOf("sd-cards"));
    expect(loud.split(alarm.text)).toHaveLength(2);
    const [first, second] = tableRows(page, "Gates");
    expect(first?.slice(3)).toEqual(["failed", report.gates.find((gate) => !gate.passed)?.message]);
    expect(second?.slice(3)).toEqual(["passed", ""]);
  });

  it("uses no inline styles or scripts, which a webview's policy blocks", () => {
    expect(page).not.toMatch(/\sstyle=/);
    expect(page).not.toMatch(/<style|<script|javascript:/);
  });

  it("leaves sections out that were not made", () => {
    const bare = reportHtml({
      ...report,
      fidelity: null,
      utility: null,
      privacy: null,
      training: null,
      gates: [],
    }).text;
    expect(bare).not.toContain('id="sd-fidelity"');
    expect(textOf(bare)).not.toMatch(/NaN|undefined|\bnull\b/);
    expect(score(null)).toBe("–");
  });
});
