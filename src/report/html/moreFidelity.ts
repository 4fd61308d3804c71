import { saySentence } from "../../language/language.ts";
import { score } from "../../metrics/formatScore.ts";
import { metricKeys, metricTable } from "../../metrics/metricTable.ts";
import type { Fidelity, ReportJson } from "../../protocol/report.ts";
import { html, type Markup } from "./escapeHtml.ts";
import { metricDefinition, metricName } from "./metricNames.ts";
import { type Cell, dataTable, scoreCell, shareCell } from "./parts.ts";

/** The scores behind the headline ones, for the table as a whole and for each column. */
export function moreFidelity(report: ReportJson, fidelity: Fidelity): Markup {
  return html`${whole(report)}${byColumn(fidelity)}`;
}

/** Every metric of fidelity that is not at the head of the section. */
function whole(report: ReportJson): Markup {
  const cards = metricKeys
    .map((key) => metricTable[key])
    .filter(
      ({ section, keyFigure, place }) =>
        section === "fidelity" && !keyFigure && !place.startsWith("verdict."),
    );
  return dataTable(
    "Other fidelity metrics",
    [
      { title: "Metric", whole: true },
      { title: "Value" },
      { title: "Held out", numeric: true },
      { title: "Note", prose: true },
    ],
    cards.map((card): Cell[] => {
      const { value, ceiling, meaning } = card.read(report);
      return [
        metricName(card),
        // without a ceiling no bar may call a value bad whose best is 0.5
        card.goal !== "high" && ceiling === null ? shareCell(value) : scoreCell(value, ceiling),
        score(ceiling),
        meaning === null ? metricDefinition(card) : saySentence(meaning),
      ];
    }),
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
