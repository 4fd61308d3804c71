import { describe, expect, it } from "vitest";
import { percent, score } from "../../src/report/formatScore.ts";
import { reportHtml } from "../../src/report/reportHtml.ts";
import { fullReport, nasty, tableRows, textOf, withNastyNames } from "./sampleReports.ts";

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
    expect(tableRows(page, "Feature importance")).toHaveLength(report.utility?.importances.length ?? -1);
    expect(tableRows(page, "Losses").map((row) => row[1])).toEqual(["1.500", "0.250", "-0.750"]);
    expect(tableRows(page, "Histogram of the distance to the closest record")).toHaveLength(
      report.privacy?.dcr?.syntheticToTraining.length ?? -1,
    );
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
