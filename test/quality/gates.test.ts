import { describe, expect, it } from "vitest";
import { readRule } from "../../src/config/rules/readRule.ts";
import { type MetricKey, metricKeys, metricTable } from "../../src/metrics/metricTable.ts";
import { evaluateGates, type Gates } from "../../src/quality/gates.ts";
import { penguinsModel } from "../metrics/penguinsModel.ts";
import { addresses, penguinsReport, penguinsWithProduct } from "./penguinsReport.ts";

const report = await penguinsReport({
  ...(await penguinsWithProduct()),
  sensitive: ["sex"],
  quasiIdentifiers: ["species"],
  rules: [readRule("bill_depth_mm <= bill_length_mm")],
  identifiers: addresses,
  model: await penguinsModel(),
});
const bare = await penguinsReport({ holdout: null, sections: [] });

describe("evaluateGates", () => {
  it("has a value for every metric a config may name", () => {
    const all = Object.fromEntries(metricKeys.map((name) => [name, { min: -1e9, max: 1e9 }])) as Gates;
    const failed = evaluateGates(report, all).filter((g) => !g.passed);
    expect(failed.map((g) => g.message)).toEqual([]);
  });

  it("compares inclusively and keeps the order written", () => {
    const value = report.fidelity!.columnShapes.score!;
    const results = evaluateGates(report, {
      dcrShare: { max: 0 },
      columnShapes: { min: value, max: value },
      diagnostic: { min: 1.5 },
    });
    expect(results.map((g) => [g.metric, g.passed])).toEqual([
      ["dcrShare", false],
      ["columnShapes", true],
      ["diagnostic", false],
    ]);
    expect(results[0]!.message).toContain("above the maximum 0");
    expect(results[1]).toMatchObject({ value, bound: { min: value, max: value } });
  });

  it("compares with the ceiling where asked to", () => {
    const { score, ceiling } = report.fidelity!.columnShapes;
    const ratio = score! / ceiling!;
    const [pass, fail] = [ratio - 0.01, ratio + 0.01].map(
      (min) => evaluateGates(report, { columnShapes: { min, relativeToCeiling: true } })[0]!,
    );
    expect(pass).toMatchObject({ passed: true, value: score, bound: { relativeToCeiling: true } });
    expect(fail!.passed).toBe(false);
    expect(fail!.message).toMatch(/% of its ceiling/);
  });

  it("counts 0 of 0 as all of the ceiling", () => {
    const clean = {
      ...report,
      privacy: { ...report.privacy!, exactCopies: { ...report.privacy!.exactCopies, share: 0, ceiling: 0 } },
    };
    expect(evaluateGates(clean, { exactCopies: { max: 1, relativeToCeiling: true } })[0]!.passed).toBe(true);
    const leaky = {
      ...clean,
      privacy: { ...clean.privacy, exactCopies: { ...clean.privacy.exactCopies, share: 0.1 } },
    };
    const [result] = evaluateGates(leaky, { exactCopies: { max: 1, relativeToCeiling: true } });
    expect(result!.passed).toBe(false);
    expect(result!.message).toBe("exactCopies is 0.1 where its ceiling is 0, above the maximum 100 %.");
  });

  it("fails what has no value or no ceiling, and says why", () => {
    for (const name of metricKeys.filter((n) => metricTable[n].section !== "diagnostic")) {
      const [result] = evaluateGates(bare, { [name]: { min: -1e9 } });
      expect(result).toMatchObject({ metric: name, value: null, passed: false });
      expect(result!.message).toContain(metricTable[name].needsHoldout ? "holdout" : "skipped");
    }
    expect(evaluateGates(report, { diagnostic: { min: 0, relativeToCeiling: true } })[0]!.message).toContain(
      "no ceiling",
    );
    const unknown = evaluateGates(report, { nonsense: { min: 0 } } as unknown as Readonly<
      Record<MetricKey, { min: number }>
    >);
    expect(unknown[0]!.message).toBe("nonsense is not a metric that can be gated.");
  });
});
