import { say } from "../../language/language.ts";
import { datetime, percent, quantity } from "../../metrics/formatScore.ts";
import type { JointAxis, JointShares, ReportJson } from "../../protocol/report.ts";
import { html, type Markup } from "./escapeHtml.ts";
import { dataTable } from "./parts.ts";

/** A pair's axes with a name for each cell. */
export interface JointPair {
  readonly x: { readonly column: string; readonly labels: readonly string[] };
  readonly y: { readonly column: string; readonly labels: readonly string[] };
  readonly pair: JointShares["pairs"][number];
}

/** Null where the report holds no such pair. */
export function jointPair(report: ReportJson, index: number): JointPair | null {
  const joint = report.fidelity?.joint;
  const pair = joint?.pairs[index];
  const axis = (name: string | undefined) => joint?.axes.find((a) => a.column === name);
  const [x, y] = [axis(pair?.columns[0]), axis(pair?.columns[1])];
  if (!pair || !x || !y) return null;
  return { x: named(x, report), y: named(y, report), pair };
}

/** The shares of a pair plot, largest difference first; cells where neither side has rows are left out. */
export function jointTable({ x, y, pair }: JointPair): Markup {
  const cells = x.labels.flatMap((across, i) =>
    y.labels.map((up, j) => {
      const at = i * y.labels.length + j;
      return { across, up, real: pair.real[at] ?? 0, synthetic: pair.synthetic[at] ?? 0 };
    }),
  );
  const difference = (c: (typeof cells)[number]) => Math.abs(c.real - c.synthetic);
  const shown = cells
    .filter((c) => c.real > 0 || c.synthetic > 0)
    .sort((a, b) => difference(b) - difference(a));
  return html`${dataTable(
    say("{0} and {1}, share of rows", x.column, y.column),
    [
      { title: x.column, data: true },
      { title: y.column, data: true },
      { title: "Real", numeric: true },
      { title: "Synthetic", numeric: true },
      { title: "Difference", numeric: true },
    ],
    shown.map((c) => [c.across, c.up, percent(c.real), percent(c.synthetic), percent(difference(c))]),
  )}<p class="sd-dim">${say("Cells of fewer than five real rows (two in tables below 500 rows) are left empty on the real side.")}</p>`;
}

function named({ column, edges, labels }: JointAxis, report: ReportJson): JointPair["x"] {
  if (edges === null) return { column, labels: labels ?? [] };
  const dates = report.columns.find((c) => c.name === column)?.sdtype === "datetime";
  const show = (edge: number) => (dates ? datetime(edge) : quantity(edge));
  return { column, labels: edges.slice(0, -1).map((low, i) => `${show(low)} – ${show(edges[i + 1]!)}`) };
}
