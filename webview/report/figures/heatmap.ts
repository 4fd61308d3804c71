import type { Data } from "plotly.js";
import { sayText } from "../../../src/language/language.ts";
import type { ReportJson } from "../../../src/protocol/report.ts";
import type { ChartTheme } from "../theme.ts";
import type { Figure } from "./figure.ts";
import { distinctLabels } from "./labels.ts";
import { baseLayout, withAxes } from "./layout.ts";

/**
 * Associations of every pair of columns: `side` is real, synthetic or difference. Rows have the numbers and names of the columns, columns
 * the same numbers: names would have to stand on their heads.
 */
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
  const places: Places = {
    numbers: names.map((_, i) => `${i + 1}`),
    rows: labels.map((label, i) => `${label}  ${i + 1}`),
  };
  const many = names.length > 24;
  const ticks = { showgrid: false, type: "category", tickfont: { size: many ? 9 : 11 } } as const;
  const shown = places.rows.filter((_, i) => i % Math.ceil(names.length / 70) === 0);
  const worst = side === "difference" ? worstCells(z) : [];
  const titles = { real: "Real", synthetic: "Synthetic", difference: "Difference" } as const;
  const trace = {
    type: "heatmap",
    z,
    x: places.numbers,
    y: places.rows,
    customdata: names.map((_, row) => labels.map((label) => [labels[row], label])),
    zmin: 0,
    zmax: side === "difference" ? Math.max(minScale, worst[0]?.value ?? 0) : 1,
    colorscale: [
      [0, theme.scale[0]],
      [1, side === "difference" ? theme.bad : theme.scale[1]],
    ],
    showscale: true,
    colorbar: { thickness: 8, outlinewidth: 0, len: 0.9, nticks: 4, xpad: 4 },
    hovertemplate: "%{customdata[0]} × %{customdata[1]}: %{z:.3f}<extra></extra>",
    xgap: many ? 0 : 1,
    ygap: many ? 0 : 1,
  } as unknown as Data;
  const layout = baseLayout(theme, sayText(titles[side as keyof typeof titles]));
  return {
    data: worst.length === 0 ? [trace] : [trace, marks(worst, places, theme)],
    layout: withAxes(
      { ...layout, margin: { l: 8, r: 8, t: 34, b: 8 } },
      // as many of the numbers as have room beside each other
      {
        ...ticks,
        tickfont: { size: 9 },
        tickangle: 0,
        nticks: names.length > 99 ? 8 : 0,
        range: [-0.5, names.length - 0.5],
      },
      { ...ticks, tickmode: "array", tickvals: shown, range: [names.length - 0.5, -0.5] },
    ),
    height: many ? Math.min(1000, 190 + 12 * names.length) : 420,
  };
}

/** The scale of differences ends at the largest one, and not below this. */
const minScale = 0.05;
const markedPairs = 5;

/** Category of each column on either axis. */
interface Places {
  readonly numbers: readonly string[];
  readonly rows: readonly string[];
}

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
function marks(cells: readonly MapCell[], { numbers, rows }: Places, theme: ChartTheme): Data {
  const both = cells.flatMap(({ row, column }) => [
    [row, column],
    [column, row],
  ]);
  return {
    type: "scatter",
    mode: "markers",
    x: both.map(([, x]) => numbers[x!]!),
    y: both.map(([y]) => rows[y!]!),
    marker: { symbol: "square-open", size: 14, color: theme.text, line: { width: 2 } },
    hoverinfo: "skip",
    showlegend: false,
  } as unknown as Data;
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.abs(a - b);
}
