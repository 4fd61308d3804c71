import { say } from "../../src/language/language.ts";
import type { ReportJson } from "../../src/protocol/report.ts";
import type { Figure } from "./figures/figure.ts";
import { type MarginalSeries, marginalFigure } from "./figures/marginal.ts";
import type { ChartTheme } from "./theme.ts";

/** One column of two reports: real, newer and earlier synthetic. Each over its own bins; kinds that differ are not mixed. */
export function comparedMarginal(
  newer: ReportJson,
  older: ReportJson,
  name: string,
  theme: ChartTheme,
): Figure | null {
  const [a, b] = [newer, older].map((report) => report.columns.find((column) => column.name === name));
  const main = a?.marginal ? a : b?.marginal ? b : undefined;
  if (!main?.marginal) return null;
  const { kind, edges, labels, real } = main.marginal;
  const series: MarginalSeries[] = [{ name: say("real"), shares: real, edges, labels, color: theme.real }];
  if (a?.marginal?.kind === kind)
    series.push({
      name: say("newer"),
      shares: a.marginal.synthetic,
      edges: a.marginal.edges,
      labels: a.marginal.labels,
      color: theme.synthetic,
    });
  if (b?.marginal?.kind === kind)
    series.push({
      name: say("earlier"),
      shares: b.marginal.synthetic,
      edges: b.marginal.edges,
      labels: b.marginal.labels,
      color: theme.holdout,
      dash: "dash",
    });
  return marginalFigure(name, main.sdtype, series, theme);
}
