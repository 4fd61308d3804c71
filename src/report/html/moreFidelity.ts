import { score } from "../../metrics/formatScore.ts";
import type { Fidelity } from "../../protocol/report.ts";
import { html, type Markup } from "./escapeHtml.ts";
import { type Cell, dataTable, scoreCell, shareCell } from "./parts.ts";

/** The scores behind the headline ones, for the table as a whole and for each column. */
export function moreFidelity(f: Fidelity): Markup {
  return html`${whole(f)}${byColumn(f)}`;
}

function whole(f: Fidelity): Markup {
  const { columnPairTrends: trends } = f;
  const rows: [string, number | null, number | null, string][] = [
    ["Quality Score", f.score, null, "mean of Column Shapes and Column Pair Trends, as SDMetrics has it"],
    ["Quality Score, all pairs", f.scoreAllPairs, null, "the same without association thresholds"],
    [
      "Pair Trends, common bins",
      trends.scoreCommonBins,
      trends.ceilingCommonBins,
      "all pairs, numbers cut at the real table's edges on both sides",
    ],
    [
      "Weighted NMI similarity",
      f.wnmis.value,
      f.wnmis.ceiling,
      f.wnmis.note ?? "dependence kept, pair by pair",
    ],
    [
      "α-precision",
      f.alphaPrecision.value,
      f.alphaPrecision.ceiling,
      f.alphaPrecision.note ?? "synthetic rows lie where real rows do",
    ],
    [
      "β-recall",
      f.betaRecall.value,
      f.betaRecall.ceiling,
      f.betaRecall.note ?? "about 0.5 is right; well above it means copying",
    ],
  ];
  return dataTable(
    "Other fidelity metrics",
    [
      { title: "Metric", whole: true },
      { title: "Value" },
      { title: "Held out", numeric: true },
      { title: "Note" },
    ],
    rows.map(([name, value, ceiling, note]): Cell[] => [
      name,
      // half is right for β-recall: without a ceiling no bar may call it bad
      name === "β-recall" && ceiling === null ? shareCell(value) : scoreCell(value, ceiling),
      score(ceiling),
      note,
    ]),
  );
}

function byColumn(f: Fidelity): Markup {
  const coverage = new Map(f.coverage.map((c) => [c.column, c]));
  return dataTable(
    "Coverage and statistics, column by column",
    [
      { title: "Column" },
      { title: "Coverage", hint: "of the real range (numbers, dates) or the real categories" },
      { title: "Held out", numeric: true, hint: "coverage by held-out rows" },
      { title: "Missing", numeric: true, hint: "MissingValueSimilarity" },
      { title: "Mean", numeric: true, hint: "StatisticSimilarity of the mean" },
      { title: "Median", numeric: true, hint: "StatisticSimilarity of the median" },
      { title: "Std", numeric: true, hint: "StatisticSimilarity of the standard deviation" },
      { title: "Test statistic", numeric: true, hint: "Kolmogorov–Smirnov or chi-square" },
    ],
    f.columnShapes.columns.map((shape): Cell[] => {
      const covered = coverage.get(shape.column);
      return [
        shape.column,
        scoreCell(covered?.score ?? null, covered?.ceiling ?? null),
        score(covered?.ceiling),
        score(shape.missingValueSimilarity),
        score(shape.statisticSimilarity?.mean),
        score(shape.statisticSimilarity?.median),
        score(shape.statisticSimilarity?.std),
        score(shape.ksTest?.statistic ?? shape.chiSquare?.statistic),
      ];
    }),
  );
}
