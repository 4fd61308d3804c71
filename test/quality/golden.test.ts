import { describe, expect, it } from "vitest";
import { spearman } from "../../src/numerics/correlation.ts";
import { chiSquareTest } from "../../src/numerics/discrete.ts";
import { ksAsymptoticPValue, ksExactPValue } from "../../src/numerics/kolmogorovSmirnov.ts";
import { assessDiagnostic } from "../../src/quality/diagnostic/assessDiagnostic.ts";
import { comparePair, summarizePairs } from "../../src/quality/fidelity/columnPairTrends.ts";
import { type ComparedColumn, compareColumn } from "../../src/quality/fidelity/comparedColumn.ts";
import { meanOf } from "../../src/quality/finite.ts";
import type { Sdtype } from "../../src/table/columnTypes.ts";
import { expectClose, fixtureJson, fixtureTable, qualityInput } from "./comparison.ts";

interface Test {
  readonly statistic: number;
  readonly pvalue: number;
  readonly dof: number;
}
interface GoldenColumn {
  readonly kind: "continuous" | "discrete";
  readonly MissingValueSimilarity: number;
  readonly KSComplement: number;
  readonly TVComplement: number;
  readonly RangeCoverage: number;
  readonly CategoryCoverage: number;
  readonly BoundaryAdherence: number;
  readonly CategoryAdherence: number;
  readonly StatisticSimilarity: Readonly<Record<"mean" | "median" | "std", { readonly score: number }>>;
  readonly ks_2samp: { readonly exact: Test; readonly asymp: Test };
  readonly wasserstein_distance: number;
  readonly chi2_contingency: Test;
  readonly chi2_contingency_no_correction: Test;
  readonly jensenshannon_distance_base2: number;
  readonly counts: { readonly real: number[]; readonly synth: number[] };
  readonly describe: Readonly<Record<"real" | "synth", { readonly n: number }>>;
  readonly histogram10: { readonly counts_real: number[]; readonly counts_synth_in_real_edges: number[] };
}
interface GoldenReport {
  readonly score: number;
  readonly properties: readonly { readonly Property: string; readonly Score: number }[];
  readonly details: Readonly<
    Record<string, readonly Readonly<Record<string, string | number | boolean | null>>[]>
  >;
}
interface Correlation {
  readonly score: number;
  readonly real: number;
  readonly synthetic: number;
}
interface Golden {
  readonly metadata: { readonly columns: Readonly<Record<string, { readonly sdtype: Sdtype }>> };
  readonly columns: Readonly<Record<string, GoldenColumn>>;
  readonly pairs: readonly {
    readonly column1: string;
    readonly column2: string;
    readonly shared_bins?: number;
    readonly pearson?: Correlation;
    readonly spearman?: Correlation;
  }[];
  readonly QualityReport_default: GoldenReport;
  readonly QualityReport_thresholds0: GoldenReport;
  readonly DiagnosticReport: GoldenReport;
}

describe.each(["adult", "penguins"])("SDMetrics and SciPy on %s", async (name) => {
  const golden = fixtureJson<Golden>(`golden/${name}_golden.json`);
  const real = await fixtureTable(`golden/${name}_real.csv`);
  const synthetic = await fixtureTable(`golden/${name}_synth.csv`);
  const columns = Object.entries(golden.metadata.columns).map(([column, { sdtype }]) => ({
    name: column,
    sdtype,
  }));
  const input = qualityInput(real, synthetic, null, columns);
  const compared = columns.map((_, i) => compareColumn(input, i)) as ComparedColumn[];
  const pairs = compared.flatMap((a, i) => compared.slice(i + 1).map((b) => comparePair(a, b)));
  const diagnostic = assessDiagnostic(real, synthetic, input.aligned, new Set());

  it.each(Object.keys(golden.columns))("column %s", (column) => {
    const want = golden.columns[column]!;
    const { shape, coverage, commonBins } = compared.find((c) => c.name === column)!;
    const adherence = diagnostic.columns.find((c) => c.column === column)!;
    expectClose(shape.missingValueSimilarity, want.MissingValueSimilarity, "MissingValueSimilarity");
    if (want.kind === "continuous") {
      const { real: r, synth: s } = want.describe;
      expectClose(shape.score, want.KSComplement, "KSComplement");
      expectClose(shape.ksTest!.statistic, want.ks_2samp.exact.statistic, "KS statistic");
      expectClose(shape.ksTest!.pValue, want.ks_2samp.exact.pvalue, "KS p");
      expectClose(ksExactPValue(shape.ksTest!.statistic, r.n, s.n), want.ks_2samp.exact.pvalue, "KS exact p");
      expectClose(
        ksAsymptoticPValue(shape.ksTest!.statistic, r.n, s.n),
        want.ks_2samp.asymp.pvalue,
        "KS asymptotic p",
      );
      expectClose(shape.wasserstein, want.wasserstein_distance, "Wasserstein");
      for (const f of ["mean", "median", "std"] as const)
        expectClose(shape.statisticSimilarity![f], want.StatisticSimilarity[f].score, f);
      expectClose(coverage.score, want.RangeCoverage, "RangeCoverage");
      expectClose(adherence.score, want.BoundaryAdherence, "BoundaryAdherence");
      expect(binCounts(commonBins.real.codes)).toEqual(want.histogram10.counts_real);
    } else {
      expectClose(shape.score, want.TVComplement, "TVComplement");
      expectClose(shape.chiSquare!.statistic, want.chi2_contingency.statistic, "chi-square");
      expectClose(shape.chiSquare!.pValue, want.chi2_contingency.pvalue, "chi-square p");
      expect(shape.chiSquare!.degrees).toBe(want.chi2_contingency.dof);
      const plain = chiSquareTest(want.counts.real, want.counts.synth, false)!;
      expectClose(plain.statistic, want.chi2_contingency_no_correction.statistic, "uncorrected");
      expectClose(plain.pValue, want.chi2_contingency_no_correction.pvalue, "uncorrected p");
      expectClose(shape.jensenShannon, want.jensenshannon_distance_base2, "Jensen–Shannon");
      expectClose(coverage.score, want.CategoryCoverage, "CategoryCoverage");
      expectClose(adherence.score, want.CategoryAdherence, "CategoryAdherence");
    }
  });

  it("every pair, as the report and as the metric itself compute it", () => {
    const all = golden.QualityReport_thresholds0.details["Column Pair Trends"]!;
    const thresholded = golden.QualityReport_default.details["Column Pair Trends"]!;
    expect(pairs.length).toBe(all.length);
    pairs.forEach(({ trend }, k) => {
      const what = trend.columns.join(" × ");
      expect([...trend.columns, trend.metric]).toEqual([
        all[k]!["Column 1"],
        all[k]!["Column 2"],
        all[k]!["Metric"],
      ]);
      expectClose(trend.score, all[k]!["Score"] as number | null, what);
      expect(trend.counted, what).toBe(thresholded[k]!["Meets Threshold?"]);
      if (trend.counted) expectClose(trend.score, thresholded[k]!["Score"] as number, what);
      const own = golden.pairs[k]!;
      if (own.pearson === undefined) {
        expectClose(
          trend.association,
          thresholded[k]!["Real Association"] as number | null,
          `${what} Cramér's V`,
        );
        expectClose(trend.scoreCommonBins, own.shared_bins, `${what} common bins`);
      } else {
        expectClose(trend.real, own.pearson.real, `${what} real r`);
        expectClose(trend.synthetic, own.pearson.synthetic, `${what} synthetic r`);
        expectClose(trend.scoreCommonBins, own.pearson.score, what);
        const [x, y] = trend.columns.map((c) => compared.find((d) => d.name === c)!.values!);
        expectClose(spearman(x!.real, y!.real), own.spearman!.real, `${what} real ρ`);
        expectClose(spearman(x!.synthetic, y!.synthetic), own.spearman!.synthetic, `${what} synthetic ρ`);
      }
    });
  });

  it("both quality scores", () => {
    const shapes = meanOf(compared.map((c) => c.shape.score));
    const trends = summarizePairs({ drawn: pairs, mapped: [], total: pairs.length });
    for (const [report, score] of [
      [golden.QualityReport_default, trends.score],
      [golden.QualityReport_thresholds0, trends.scoreAllPairs],
    ] as const) {
      expectClose(shapes, report.properties[0]!.Score, "Column Shapes");
      expectClose(score, report.properties[1]!.Score, "Column Pair Trends");
      expectClose(meanOf([shapes, score]), report.score, "Quality Score");
    }
  });

  it("the diagnostic report", () => {
    const want = golden.DiagnosticReport;
    for (const row of want.details["Data Validity"]!) {
      const check = diagnostic.columns.find((c) => c.column === row["Column"] && c.metric === row["Metric"]);
      expectClose(check?.score, row["Score"] as number, String(row["Column"]));
    }
    expectClose(diagnostic.dataValidity, want.properties[0]!.Score, "Data Validity");
    expectClose(diagnostic.dataStructure, want.properties[1]!.Score, "Data Structure");
    expectClose(diagnostic.score, want.score, "score");
  });
});

/** Rows in bins 1 … 10 of an open-ended digitisation. */
function binCounts(codes: ArrayLike<number>): number[] {
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 1 && codes[i]! <= 10) counts[codes[i]! - 1]!++;
  return counts;
}
