import type { Data } from "plotly.js";
import { say } from "../../../src/language/language.ts";
import type { ReportJson } from "../../../src/protocol/report.ts";
import { jointPair } from "../../../src/report/html/jointTable.ts";
import type { ChartTheme } from "../theme.ts";
import type { Figure } from "./figure.ts";
import { distinctLabels, plain } from "./labels.ts";
import { baseLayout } from "./layout.ts";

/** Where the rows of a pair of columns lie: real on the left, synthetic on the right, one scale. */
export function pairFigure(report: ReportJson, index: number, theme: ChartTheme): Figure | null {
  const found = jointPair(report, index);
  if (!found) return null;
  const { x, y, pair } = found;
  const across = cellNames(x.labels);
  const up = cellNames(y.labels);
  // what many categories were joined into would outshine every other cell
  const joined = (at: number) =>
    x.labels[Math.floor(at / up.length)] === "(other)" && y.labels[at % up.length] === "(other)";
  const most = Math.max(
    0,
    ...[...pair.real, ...pair.synthetic].filter((_, k) => !joined(k % pair.real.length)),
  );
  const trace = (side: "real" | "synthetic", axis: "" | "2"): Data =>
    ({
      type: "heatmap",
      x: across,
      y: up,
      z: up.map((_, j) => across.map((_, i) => pair[side][i * up.length + j] ?? 0)),
      xaxis: `x${axis}`,
      yaxis: `y${axis}`,
      zmin: 0,
      zmax: most || 1,
      colorscale: [
        [0, theme.scale[0]],
        [1, theme.scale[1]],
      ],
      showscale: axis === "2",
      colorbar: { thickness: 8, outlinewidth: 0, len: 0.9, tickformat: ".0%" },
      hovertemplate: "%{x} × %{y}: %{z:.1%}<extra></extra>",
      xgap: 1,
      ygap: 1,
    }) as unknown as Data;
  const layout = baseLayout(theme);
  const quiet = { ...layout.xaxis, type: "category", showgrid: false } as const;
  const title = (text: string) => ({ title: { text, font: { size: 12 } } });
  return {
    data: [trace("real", ""), trace("synthetic", "2")],
    layout: {
      ...layout,
      margin: { l: 56, r: 12, t: 30, b: 48 },
      xaxis: { ...quiet, ...title(plain(x.column)), domain: [0, 0.46], tickangle: -45 },
      xaxis2: { ...quiet, ...title(plain(x.column)), domain: [0.54, 1], tickangle: -45, anchor: "y2" },
      yaxis: { ...quiet, ...title(plain(y.column)) },
      yaxis2: { ...quiet, showticklabels: false, anchor: "x2" },
      annotations: [caption(say("real"), 0), caption(say("synthetic"), 0.54)],
    },
    height: 420,
  };
}

function cellNames(labels: readonly string[]): string[] {
  return distinctLabels(labels, 18);
}

function caption(text: string, x: number) {
  return {
    text,
    x,
    y: 1,
    xref: "paper",
    yref: "paper",
    xanchor: "left",
    yanchor: "bottom",
    showarrow: false,
  } as const;
}
