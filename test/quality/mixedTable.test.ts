import { describe, expect, it } from "vitest";
import { boundaryAdherence, categoryAdherence } from "../../src/quality/diagnostic/adherence.ts";
import { alphaPrecisionBetaRecall } from "../../src/quality/fidelity/alphaBeta.ts";
import { assessFidelity } from "../../src/quality/fidelity/assessFidelity.ts";
import type { Sdtype } from "../../src/table/columnTypes.ts";
import { takeRows } from "../../src/table/table.ts";
import { expectClose, fixtureJson, fixtureTable, qualityInput } from "./comparison.ts";

interface Reference {
  readonly columns: Readonly<
    Record<
      string,
      {
        readonly sdtype: Sdtype;
        readonly score: number | null;
        readonly pValue: number | null;
        readonly wasserstein: number | null;
        readonly coverage: number | null;
        readonly similarity: Readonly<Record<"mean" | "median" | "std", number>> | null;
        readonly adherence: number | null;
        readonly missing: number;
        readonly chiSquare: readonly [number, number, number];
        readonly jensenShannon: number;
      }
    >
  >;
  readonly pairs: readonly {
    readonly columns: readonly [string, string];
    readonly score: number | null;
    readonly ceiling?: number;
    readonly association?: number | null;
    readonly common?: number;
    readonly real?: number | null;
    readonly synthetic?: number | null;
  }[];
  readonly wnmis: readonly [number, number];
  readonly accuracy: readonly (readonly [number, number, number])[];
  readonly alphaBeta: Readonly<Record<"synthetic" | "holdout", readonly [number, number]>>;
}

// Written once with NumPy and SciPy straight from the definitions (datetimes as nanoseconds in float64): missing values everywhere,
// two datetimes, a boolean, a constant, a column without values and one that only the synthetic side lost.
describe("a table with everything in it", async () => {
  const reference = fixtureJson<Reference>("quality/mixed_reference.json");
  const [real, synthetic, holdout] = await Promise.all(
    ["real", "synthetic", "holdout"].map((side) => fixtureTable(`quality/mixed_${side}.csv`)),
  );
  const columns = Object.entries(reference.columns).map(([name, { sdtype }]) => ({ name, sdtype }));
  const input = qualityInput(real!, synthetic!, holdout!, columns);
  const fidelity = await assessFidelity(input);

  it.each(columns.map((c) => c.name))("column %s", (name) => {
    const want = reference.columns[name]!;
    const shape = fidelity.columnShapes.columns.find((c) => c.column === name)!;
    expectClose(shape.score, want.score, "score");
    expectClose(shape.missingValueSimilarity, want.missing, "missing");
    expectClose(fidelity.coverage.find((c) => c.column === name)!.score, want.coverage, "coverage");
    const i = input.columns.findIndex((c) => c.name === name);
    const [r, s] = [input.real.columns[i]!, input.synthetic.columns[i]!];
    if (r.kind === "string" && s.kind === "string") {
      expectClose(categoryAdherence(r, s), want.adherence, "adherence");
      const { statistic, pValue, degrees } = shape.chiSquare!;
      expectClose(statistic, want.chiSquare[0], "chi-square");
      expectClose(pValue, want.chiSquare[1], "chi-square p");
      expect(degrees).toBe(want.chiSquare[2]);
      expectClose(shape.jensenShannon, want.jensenShannon, "Jensen–Shannon");
    } else if (r.kind !== "string" && s.kind !== "string") {
      expectClose(boundaryAdherence(r, s), want.adherence, "adherence");
      expectClose(shape.ksTest?.pValue, want.pValue, "p");
      expectClose(shape.wasserstein, want.wasserstein, "Wasserstein");
      for (const f of ["mean", "median", "std"] as const)
        expectClose(shape.statisticSimilarity?.[f], want.similarity?.[f], f);
    }
  });

  it("every pair", () => {
    expect(fidelity.columnPairTrends.pairs.length).toBe(reference.pairs.length);
    fidelity.columnPairTrends.pairs.forEach((trend, k) => {
      const want = reference.pairs[k]!;
      const what = want.columns.join(" × ");
      expect(trend.columns).toEqual(want.columns);
      expectClose(trend.score, want.score, what);
      if (trend.metric === "CorrelationSimilarity") {
        expectClose(trend.real, want.real, `${what} real`);
        expectClose(trend.synthetic, want.synthetic, `${what} synthetic`);
      } else {
        expectClose(trend.ceiling, want.ceiling, `${what} ceiling`);
        expectClose(trend.association, want.association, `${what} association`);
        expectClose(trend.scoreCommonBins, want.common, `${what} common bins`);
      }
    });
  });

  it("accuracy and dependence", () => {
    expectClose(fidelity.wnmis.value, reference.wnmis[0], "wNMIS");
    expectClose(fidelity.wnmis.ceiling, reference.wnmis[1], "wNMIS ceiling");
    const { univariate, bivariate, trivariate } = fidelity.accuracy!;
    [univariate, bivariate, trivariate].forEach((score, k) => {
      const [value, ceiling, expectedMaximum] = reference.accuracy[k]!;
      expectClose(score.value, value, `${k + 1} columns`);
      expectClose(score.ceiling, ceiling, `${k + 1} columns, holdout`);
      expectClose(score.expectedMaximum, expectedMaximum, `${k + 1} columns, expected maximum`);
    });
  });

  it("α-precision and β-recall of the first 90 rows", async () => {
    const first = Uint32Array.from({ length: 90 }, (_, i) => i);
    const equal = qualityInput(
      takeRows(real!, first),
      takeRows(synthetic!, first),
      takeRows(holdout!, first),
      columns,
    );
    const { alphaPrecision, betaRecall } = await alphaPrecisionBetaRecall(equal, async () => {});
    expectClose(alphaPrecision.value, reference.alphaBeta.synthetic[0], "α, synthetic");
    expectClose(betaRecall.value, reference.alphaBeta.synthetic[1], "β, synthetic");
    expectClose(alphaPrecision.ceiling, reference.alphaBeta.holdout[0], "α, holdout");
    expectClose(betaRecall.ceiling, reference.alphaBeta.holdout[1], "β, holdout");
  });
});
