import { describe, expect, it } from "vitest";
import { score, verdictScore } from "../../src/metrics/formatScore.ts";
import { reportMarkdown } from "../../src/report/text/markdown.ts";
import { reportTerminalTable } from "../../src/report/text/terminalTable.ts";
import { penguinsReport } from "./penguinsReport.ts";

const evil = "a|b`\u001b[31m<script>alert(1)</script>\n# x [l](http://e)";
const report = await penguinsReport({
  sections: ["fidelity", "privacy"],
  gates: { columnShapes: { min: 0.99 }, exactCopies: { max: 0.5 } },
  names: { real: "real.csv", synthetic: evil },
});

describe("reportMarkdown", () => {
  const text = reportMarkdown(report);

  it("names verdict, gates and key figures", () => {
    expect(text).toContain("| Fidelity |");
    expect(text).toContain("**1 of 2 gates failed.**");
    expect(text.indexOf("| ❌ | columnShapes")).toBeLessThan(text.indexOf("| ✅ | exactCopies"));
    expect(text).toContain("| Column shapes |");
    expect(text).not.toMatch(/NaN|undefined|null/);
    expect(text.length).toBeLessThan(6000);
  });

  it("keeps names from files from being markup", () => {
    expect(text).not.toContain("<script>");
    expect(text).not.toMatch(/^# x/m);
    expect(text).toContain("a\\|b\\`");
    expect(text).toContain("\\[l\\]");
  });

  it("has tables whose rows have as many cells as their head", () => {
    for (const table of text.split("\n\n").filter((part) => part.startsWith("|"))) {
      const cells = table.split("\n").map((line) => line.replace(/\\\|/g, "").split("|").length);
      expect(new Set(cells).size).toBe(1);
    }
  });
});

describe("reportTerminalTable", () => {
  it("is plain without color, and the same text with it", () => {
    const plain = reportTerminalTable(report);
    const colored = reportTerminalTable(report, { color: true });
    const esc = String.fromCharCode(27);
    expect(plain).not.toContain(esc);
    expect(colored.split(`${esc}[`).length).toBeGreaterThan(5);
    const stripped = colored.replaceAll(new RegExp(`${esc}\\[\\d+m`, "g"), "");
    expect(stripped.split("\n").map((l) => l.trimEnd())).toEqual(plain.split("\n"));
  });

  it("says once what a run's two tables of one name are", () => {
    const table = { name: "a.csv", rows: 1200, columns: 3 };
    const tables = { real: { ...table, rows: 5146 }, synthetic: table, holdout: null };
    const head = (t: typeof report.tables) => reportTerminalTable({ ...report, tables: t }).split("\n")[1];
    expect(head(tables)).toBe("a.csv: 1,200 synthetic rows against 5,146 real ones, no holdout");
    expect(head({ ...tables, holdout: { name: "holdout", rows: 300, columns: 3 } })).toMatch(
      /, 300 held out$/,
    );
    expect(head({ ...tables, holdout: { name: "c.csv", rows: 300, columns: 3 } })).toMatch(
      /, holdout c\.csv \(300\)$/,
    );
  });

  it("gives the interval of a risk, and says what the best values are", () => {
    const plain = reportTerminalTable(report);
    expect(plain).toMatch(/DCR share \(0\.5 best\) .* {2}\(99\.7 %: [\d.]+ – [\d.]+\)/);
    expect(plain).toContain("best: what real rows the generator never saw reach");
    expect(reportMarkdown(report)).toMatch(/\| DCR share \(0\.5 best\) \| [\d.]+ \([\d.]+ – [\d.]+\)/);
  });

  it.each([36, 44, 60, 80, 100, 120])(
    "breaks no word of the report in a terminal of %i columns",
    (columns) => {
      const whole = reportTerminalTable(report, { width: 10_000 });
      const fitted = reportTerminalTable(report, { columns });
      const words = (text: string) => text.split(/\s+/).sort();
      expect(words(fitted)).toEqual(words(whole));
      const longest = Math.max(...words(whole).map((word) => word.length));
      for (const line of fitted.split("\n"))
        expect(line.length, line).toBeLessThanOrEqual(Math.max(columns, longest + 26));
    },
  );

  it("shows gates and notes, and wraps sentences", () => {
    const plain = reportTerminalTable(report, { width: 60 });
    expect(plain).toMatch(/^FAIL {2}columnShapes is 0\.\d+, below the minimum 0\.99\.$/m);
    expect(plain).toMatch(/^pass {2}exactCopies/m);
    expect(plain).toContain("The utility section was not asked for.");
    expect(plain).not.toMatch(/NaN|undefined|null/);
  });
});

describe("numbers", () => {
  it("never round up to perfect", () => {
    expect([null, 1, 0, 0.99999, 0.00001, 0.1234, 12.3456].map((v) => score(v))).toEqual([
      "–",
      "1.000",
      "0.000",
      ">0.999",
      "<0.001",
      "0.123",
      "12.346",
    ]);
    expect([null, 1, 0.999, 0.5, 0.29, 0.8499].map(verdictScore)).toEqual([
      "–",
      "100",
      "99",
      "50",
      "29",
      "84",
    ]);
  });
});
