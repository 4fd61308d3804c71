import { say } from "../../language/language.ts";
import { datetime, percent, quantity } from "../../metrics/formatScore.ts";
import type { ReportColumn } from "../../protocol/report.ts";
import type { Markup } from "./escapeHtml.ts";
import { dataTable } from "./parts.ts";

/** The numbers behind a column's chart: one row a bin or category. Undefined when the column has no marginals. */
export function marginalTable(column: ReportColumn): Markup | undefined {
  const { marginal } = column;
  if (!marginal) return undefined;
  const show = column.sdtype === "datetime" ? datetime : quantity;
  const { edges, labels } = marginal;
  const names =
    edges !== null
      ? marginal.real.map((_, i) => `${show(edges[i]!)} – ${show(edges[i + 1]!)}`)
      : (labels ?? []);
  return dataTable(
    say("Distribution of {0}", column.name),
    [
      { title: edges ? "Range" : "Value" },
      { title: "Real", numeric: true },
      { title: "Synthetic", numeric: true },
      ...(marginal.holdout ? [{ title: "Held out", numeric: true }] : []),
    ],
    names.map((name, i) => [
      name,
      percent(marginal.real[i]),
      percent(marginal.synthetic[i]),
      ...(marginal.holdout ? [percent(marginal.holdout[i])] : []),
    ]),
  );
}

/** Enough for every column of most tables; a page with more would be slow to open. */
const maxRows = 6000;

/** The marginals of as many columns as stay readable, in the order of the table. */
export function readableMarginals(columns: readonly ReportColumn[]): readonly ReportColumn[] {
  let rows = 0;
  return columns.filter(({ marginal }) => {
    if (!marginal) return false;
    rows += marginal.real.length;
    return rows <= maxRows;
  });
}
