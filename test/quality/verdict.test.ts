import { describe, expect, it } from "vitest";
import type { Note, ReportJson } from "../../src/protocol/report.ts";
import { gradeOf } from "../../src/quality/grades.ts";
import { judgeReport } from "../../src/quality/verdict.ts";
import { penguinsReport } from "./penguinsReport.ts";

const report = await penguinsReport();
const holdoutAsSynthetic = await holdoutReport();

describe("judgeReport", () => {
  it("grades", () => {
    expect([null, 0.95, 0.85, 0.7, 0.69].map(gradeOf)).toEqual([
      "unknown",
      "excellent",
      "good",
      "fair",
      "poor",
    ]);
  });

  it("gives fresh real rows about as much as can be had", () => {
    const { fidelity } = holdoutAsSynthetic.verdict;
    expect(fidelity.score).toBeGreaterThan(0.9);
    expect(holdoutAsSynthetic.verdict.privacy.score).toBeGreaterThan(0.8);
  });

  it("falls with what is lost", () => {
    const worse = (change: (fidelity: NonNullable<ReportJson["fidelity"]>) => ReportJson["fidelity"]) =>
      judgeReport({ ...report, fidelity: change(report.fidelity!) }).fidelity.score!;
    const now = judgeReport(report).fidelity.score!;
    expect(worse((f) => ({ ...f, columnShapes: { ...f.columnShapes, score: 0.3 } }))).toBeLessThan(now);
    expect(worse((f) => ({ ...f, wnmis: { ...f.wnmis, value: 0 } }))).toBeLessThan(now);
    expect(
      judgeReport({ ...report, diagnostic: { ...report.diagnostic!, score: 0.5 } }).fidelity.score,
    ).toBeLessThan(now);
  });

  it("is as private as the weakest part", () => {
    const privacy = {
      ...report.privacy!,
      exactCopies: { count: 200, share: 0.6, ceiling: 0.01, status: "bad" as const, meaning: "" },
    };
    const { privacy: verdict } = judgeReport({ ...report, privacy });
    expect(verdict).toMatchObject({ score: 0, grade: "poor" });
    expect(verdict.sentence).toContain("copies of training rows");
  });

  it("does not hold general knowledge against a table without a holdout", () => {
    const part = report.privacy!.singlingOut!.univariate;
    const known = { ...part, risk: 0.9, interval: [0.8, 1] as const, status: "bad" as const };
    const judged = (controlRate: number | null) =>
      judgeReport({
        ...report,
        privacy: {
          ...report.privacy!,
          singlingOut: { univariate: { ...known, controlRate }, multivariate: { ...part, controlRate } },
        },
      }).privacy;
    expect(judged(0.1).score).toBe(0);
    expect(judged(null).score).toBeGreaterThan(0.5);
  });

  it("does not judge usefulness by a target that nothing can predict", () => {
    const models = report.utility!.models.map((m) => ({
      ...m,
      tstr: 0.5,
      trtr: 0.51,
      trtrInterval: [0.46, 0.56] as const,
    }));
    expect(judgeReport({ ...report, utility: { ...report.utility!, models } }).utility).toMatchObject({
      score: null,
      grade: "unknown",
    });
    const noise = report.utility!.models.map(({ trtrInterval: _, ...m }) => ({
      ...m,
      tstr: 0.45,
      trtr: 0.56,
      gap: 0.11,
      gapInterval: [0.05, 0.17] as const,
    }));
    const tested = (testRows: number) =>
      judgeReport({ ...report, utility: { ...report.utility!, models: noise, testRows } }).utility.score;
    expect([tested(80), tested(5000)], "reports without intervals").toEqual([null, 0]);
    const within = (low: number) => {
      const models = noise.map((m) => ({ ...m, trtrInterval: [low, 0.6] as const }));
      return judgeReport({ ...report, utility: { ...report.utility!, models } }).utility.score;
    };
    expect([within(0.51), within(0.535), within(0.545)]).toEqual([null, null, 0]);
    const same = report.utility!.models.map((m) => ({ ...m, tstr: 0.9, trtr: 0.8 }));
    expect(judgeReport({ ...report, utility: { ...report.utility!, models: same } }).utility.score).toBe(1);
  });

  it("does not call a table safe by a holdout that overlaps the training rows", () => {
    const leak: Note = { level: "warning", section: "privacy", text: "40 holdout rows …" };
    const { privacy } = judgeReport({ ...report, notes: [leak] });
    expect(privacy.score).toBeLessThanOrEqual(0.9);
    expect(privacy.sentence).toContain("a holdout that holds training rows");
  });

  it("does not contradict the findings: all good is at least good, and said so", () => {
    const { singlingOut, ...rest } = report.privacy!;
    const wide = { ...rest.attributeInference!.worst, risk: 0.6, interval: [0.4, 1] as const };
    const privacy = {
      ...rest,
      singlingOut,
      attributeInference: { worst: { ...wide, controlRate: 0.5, status: "good" as const }, columns: [] },
    };
    const verdict = judgeReport({ ...report, privacy }).privacy;
    expect(verdict).toMatchObject({ score: 0.85, grade: "good" });
    expect(verdict.sentence).toContain("too little to act on: attribute inference");
  });

  it("measures against no handful of held-out rows", () => {
    const holdout = { name: "h.csv", rows: 10, columns: 8 };
    const weak = {
      ...report.fidelity!,
      columnShapes: { ...report.fidelity!.columnShapes, score: 0.5, ceiling: 0.4 },
    };
    const judged = (rows: number) =>
      judgeReport({
        ...report,
        fidelity: weak,
        tables: { ...report.tables, holdout: { ...holdout, rows } },
      }).fidelity;
    expect(judged(10).score!).toBeLessThan(judged(100).score!);
    expect(judged(10).sentence).toContain("a perfect copy");
  });

  it("says when nothing was computed", () => {
    const none = judgeReport({ ...report, fidelity: null, utility: null, privacy: null });
    expect(none.summary).toBe("Nothing could be judged; the notes say why.");
  });

  it("calls privacy poor where the config lets values of single rows through, unknown where nothing attacked", () => {
    const poor = judgeReport({ ...report, unprotected: ["diagnosis"] }).privacy;
    expect(poor).toMatchObject({ grade: "poor", sentence: expect.stringContaining("diagnosis") });
    const none = { dcrShare: null, membershipInference: null, singlingOut: null, linkability: null };
    const privacy = { ...report.privacy!, ...none, attributeInference: null };
    expect(judgeReport({ ...report, privacy }).privacy).toMatchObject({ grade: "unknown", score: null });
  });
});

async function holdoutReport(): Promise<ReportJson> {
  const { fixtureTable } = await import("./comparison.ts");
  const { takeRows } = await import("../../src/table/table.ts");
  const { Random } = await import("../../src/numerics/random.ts");
  const real = await fixtureTable("golden/penguins_real.csv");
  const order = new Random(4).permutation(real.rows);
  return penguinsReport({
    real: takeRows(real, order.subarray(0, 130)),
    synthetic: takeRows(real, order.subarray(130, 240)),
    holdout: takeRows(real, order.subarray(240)),
    sections: ["fidelity", "privacy"],
  });
}
