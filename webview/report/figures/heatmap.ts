import type { Data } from "plotly.js";
import { sayText } from "../../../src/language/language.ts";
import type { ReportJson } from "../../../src/protocol/report.ts";
import type { ChartTheme } from "../theme.ts";
import type { Figure } from "./figure.ts";
import { distinctLabels } from "./labels.ts";
import { baseLayout, withAxes } from "./layout.ts";

/** Associations of every pair of columns: `side` is real, synthetic or difference. */
export function heatmapFigure(report: ReportJson, side: string, theme: ChartTheme): Figure | null {
  const pairs = report.fidelity?.columnPairTrends.pairs ?? [];
  if (pairs.length === 0) return null;
  const names = report.fidelity?.columnPairTrends.mapColumns ?? [...new Set(pairs.flatMap((p) => p.columns))];
  const at = new Map(names.map((name, i) => [name, i]));
  const z: (number | null)[][] = names.map(() => names.map(() => null));
  for (const pair of pairs) {
    const value =
      side === "real"
        ? pair.association
        : side === "synthetic"
          ? pair.associationSynthetic
          : difference(pair.association, pair.associationSynthetic);
    const [i, j] = [at.get(pair.columns[0]), at.get(pair.columns[1])];
    if (i === undefined || j === undefined) continue;
    z[i]![j] = value;
    z[j]![i] = value;
  }
  const labels = distinctLabels(names, 16);
  const many = names.length > 24;
  const ticks = (maxTicks: number) =>
    ({
      showgrid: false,
      type: "category",
      tickmode: "array",
      tickvals: labels.filter((_, i) => i % Math.ceil(names.length / maxTicks) === 0),
      tickfont: { size: many ? 9 : 11 },
    }) as const;
  const worst = side === "difference" ? worstCells(z) : [];
  const titles = { real: "Real", synthetic: "Synthetic", difference: "Difference" } as const;
  const trace = {
    type: "heatmap",
    z,
    x: labels,
    y: labels,
    zmin: 0,
    zmax: side === "difference" ? Math.max(minScale, worst[0]?.value ?? 0) : 1,
    colorscale: [
      [0, theme.scale[0]],
      [1, side === "difference" ? theme.bad : theme.scale[1]],
    ],
    showscale: true,
    colorbar: { thickness: 8, outlinewidth: 0, len: 0.9 },
    hovertemplate: "%{y} × %{x}: %{z:.3f}<extra></extra>",
    xgap: many ? 0 : 1,
    ygap: many ? 0 : 1,
  } as unknown as Data;
  const layout = baseLayout(theme, sayText(titles[side as keyof typeof titles]));
  return {
    data: worst.length === 0 ? [trace] : [trace, marks(worst, labels, theme)],
    layout: withAxes(
      { ...layout, margin: { l: 8, r: 8, t: 34, b: 8 } },
      { ...ticks(40), tickangle: many ? -90 : -60 },
      { ...ticks(70), autorange: "reversed" },
    ),
    height: many ? Math.min(1000, 190 + 12 * names.length) : 420,
  };
}

/** The scale of differences ends at the largest one, and not below this. */
const minScale = 0.05;
const markedPairs = 5;

interface MapCell {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** The pairs that differ most, the worst first. */
function worstCells(z: readonly (readonly (number | null)[])[]): MapCell[] {
  const cells = z.flatMap((line, row) =>
    line
      .slice(0, row)
      .flatMap((value, column): MapCell[] => (value === null ? [] : [{ row, column, value }])),
  );
  return cells.toSorted((a, b) => b.value - a.value).slice(0, markedPairs);
}

/** A square around each of them, on both sides of the diagonal. */
function marks(cells: readonly MapCell[], labels: readonly string[], theme: ChartTheme): Data {
  const both = cells.flatMap(({ row, column }) => [
    [row, column],
    [column, row],
  ]);
  return {
    type: "scatter",
    mode: "markers",
    x: both.map(([, x]) => labels[x!]!),
    y: both.map(([y]) => labels[y!]!),
    marker: { symbol: "square-open", size: 14, color: theme.text, line: { width: 2 } },
    hoverinfo: "skip",
    showlegend: false,
  } as unknown as Data;
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.abs(a - b);
}
