import { describe, expect, it } from "vitest";
import { jointShares } from "../../../src/quality/fidelity/jointShares.ts";
import { penguinsReport } from "../penguinsReport.ts";

const report = await penguinsReport({ sections: ["fidelity"] });
const { axes, pairs } = report.fidelity!.joint;

describe("jointShares", () => {
  it("covers every pair in at most ten by ten cells whose shares are those of the rows with both values", () => {
    expect(pairs.length).toBe(report.fidelity!.columnPairTrends.pairs.length);
    for (const { columns, real, synthetic } of pairs) {
      const [a, b] = columns.map((name) => axes.find((axis) => axis.column === name)!);
      const size = (axis: typeof a) => axis!.labels?.length ?? axis!.edges!.length - 1;
      expect(size(a)).toBeLessThanOrEqual(10);
      expect([real.length, synthetic.length]).toEqual([size(a) * size(b), size(a) * size(b)]);
      expect(Math.abs(sum(synthetic) - 1), columns.join()).toBeLessThan(0.01);
      expect(sum(real)).toBeLessThan(1.01);
    }
  });

  it("counts known rows, and leaves cells of fewer real rows than may be told empty", () => {
    const codes = (values: readonly number[]) => Int32Array.from(values);
    const table = (x: readonly number[], y: readonly number[]) => ({
      rows: x.length,
      columns: [
        { kind: "string" as const, name: "x", codes: codes(x), dictionary: ["a", "b", "new"] },
        { kind: "number" as const, name: "y", values: Float64Array.from(y) },
      ],
    });
    const real = table([0, 0, 0, 0, 0, 0, 1, 1, -1, 1], [1, 1, 1, 1, 1, 9, 9, 9, 9, NaN]);
    const synthetic = table([0, 1, 2, 2], [0, 5, 99, 1]);
    const marginal = { real: [], synthetic: [], holdout: null };
    const missing = { real: 0, synthetic: 0, holdout: null };
    const joint = jointShares(
      { real, synthetic },
      [
        {
          name: "x",
          sdtype: "categorical",
          marginal: { kind: "categories", edges: null, labels: ["a", "b", "(other)"], ...marginal },
          missing,
        },
        {
          name: "y",
          sdtype: "numerical",
          marginal: { kind: "bins", edges: [0, 5, 10], labels: null, ...marginal },
          missing,
        },
      ],
      [{ ...report.fidelity!.columnPairTrends.pairs[0]!, columns: ["x", "y"] }],
    );
    expect(joint.axes).toEqual([
      { column: "x", edges: null, labels: ["a", "b", "(other)"] },
      { column: "y", edges: [0, 5, 10], labels: null },
    ]);
    expect(joint.pairs[0]!.real).toEqual([0.625, 0, 0, 0, 0, 0]);
    expect(joint.pairs[0]!.synthetic).toEqual([0.25, 0, 0, 0.25, 0.25, 0.25]);
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, v) => total + v, 0);
}
