import type { Data, Layout } from "plotly.js";
import type { Fidelity, ReportColumn, ReportJson, Roc } from "../../src/protocol/report.ts";
import type { ChartTheme } from "./theme.ts";

export interface Figure {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
  /** Pixels. */
  readonly height: number;
}

/** What `[data-chart]` kinds draw. Null: there is nothing to draw. */
export function figureFor(
  kind: string,
  data: DOMStringMap,
  report: ReportJson,
  theme: ChartTheme,
): Figure | null {
  switch (kind) {
    case "marginal":
      return marginal(report.columns[Number(data["column"])], theme);
    case "missing":
      return missing(report, theme);
    case "heatmap":
      return heatmap(report, data["side"] ?? "real", theme);
    case "roc-detection":
      return detectionRoc(report.fidelity, theme);
    case "roc-utility":
      return utilityRoc(report, theme);
    case "importance":
      return importance(report, theme);
    case "dcr":
      return distances(report, theme);
    case "losses":
      return losses(report, theme);
    default:
      return null;
  }
}

/** Text from data files goes through here: Plotly reads a little HTML in labels. */
export function plain(text: string, most = 40): string {
  const short = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return short.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function base(theme: ChartTheme, title = ""): Partial<Layout> {
  const axis = {
    gridcolor: theme.grid,
    zerolinecolor: theme.grid,
    linecolor: theme.grid,
    tickcolor: theme.grid,
    automargin: true,
  };
  return {
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { color: theme.text, family: theme.font, size: 12 },
    margin: { l: 48, r: 12, t: title ? 62 : 34, b: 40 },
    ...(title && {
      title: {
        text: title,
        font: { size: 13 },
        x: 0,
        xref: "paper",
        xanchor: "left",
        y: 1,
        yref: "container",
        yanchor: "top",
        pad: { t: 10 },
      },
    }),
    xaxis: { ...axis },
    yaxis: { ...axis },
    legend: { orientation: "h", y: 1.02, yanchor: "bottom", x: 0 },
    hovermode: "closest",
    bargap: 0.08,
  };
}

function withAxes(
  layout: Partial<Layout>,
  x: Partial<Layout["xaxis"]>,
  y: Partial<Layout["yaxis"]>,
): Partial<Layout> {
  return { ...layout, xaxis: { ...layout.xaxis, ...x }, yaxis: { ...layout.yaxis, ...y } };
}

function marginal(column: ReportColumn | undefined, theme: ChartTheme): Figure | null {
  const m = column?.marginal;
  if (!column || !m) return null;
  const layout = base(theme, plain(column.name));
  const share = { title: { text: "share of rows" }, tickformat: ".0%" };
  const series = [
    { name: "real", values: m.real, color: theme.real },
    { name: "synthetic", values: m.synthetic, color: theme.synthetic },
    ...(m.holdout ? [{ name: "held out", values: m.holdout, color: theme.holdout }] : []),
  ];
  if (m.kind === "categories" || !m.edges) {
    const labels = (m.labels ?? []).map((label) => plain(label));
    const data = series.map(
      (s) => ({ type: "bar", name: s.name, x: labels, y: [...s.values], marker: { color: s.color } }) as Data,
    );
    return {
      data,
      layout: withAxes({ ...layout, barmode: "group" }, { type: "category" }, share),
      height: 320,
    };
  }
  const x = column.sdtype === "datetime" ? m.edges.map((ms) => new Date(ms).toISOString()) : [...m.edges];
  const bins = x
    .slice(0, -1)
    .map((edge, i) => ({ from: edge, to: x[i + 1] as number | string, middle: middle(edge, x[i + 1]!) }));
  const data = series.map((s, i) =>
    i === 0
      ? ({
          type: "bar",
          name: s.name,
          x: bins.map((b) => b.middle),
          width: barWidths(m.edges!),
          y: [...s.values],
          marker: { color: s.color, opacity: 0.55 },
        } as Data)
      : ({
          type: "scatter",
          mode: "lines",
          name: s.name,
          x: [...x],
          y: [...s.values, s.values.at(-1) ?? 0],
          line: { shape: "hv", color: s.color, width: i === 1 ? 2 : 1, dash: i === 1 ? "solid" : "dot" },
        } as Data),
  );
  return {
    data,
    layout: withAxes({ ...layout, bargap: 0 }, column.sdtype === "datetime" ? { type: "date" } : {}, share),
    height: 320,
  };
}

function middle(a: number | string, b: number | string): number | string {
  if (typeof a === "number" && typeof b === "number") return (a + b) / 2;
  return new Date((Date.parse(String(a)) + Date.parse(String(b))) / 2).toISOString();
}

function barWidths(edges: readonly number[]): number[] {
  return edges.slice(0, -1).map((edge, i) => edges[i + 1]! - edge);
}

function missing(report: ReportJson, theme: ChartTheme): Figure | null {
  const some = report.columns.filter((c) => c.missing.real > 0 || c.missing.synthetic > 0);
  if (some.length === 0) return null;
  const names = some.map((c) => plain(c.name, 24));
  const data = [
    {
      type: "bar",
      name: "real",
      x: names,
      y: some.map((c) => c.missing.real),
      marker: { color: theme.real },
    },
    {
      type: "bar",
      name: "synthetic",
      x: names,
      y: some.map((c) => c.missing.synthetic),
      marker: { color: theme.synthetic },
    },
  ] as Data[];
  return {
    data,
    layout: withAxes(
      { ...base(theme), barmode: "group" },
      { type: "category" },
      { tickformat: ".0%", title: { text: "missing" } },
    ),
    height: 280,
  };
}

function heatmap(report: ReportJson, side: string, theme: ChartTheme): Figure | null {
  const pairs = report.fidelity?.columnPairTrends.pairs ?? [];
  if (pairs.length === 0) return null;
  const names = [...new Set(pairs.flatMap((p) => p.columns))];
  const at = new Map(names.map((name, i) => [name, i]));
  const z: (number | null)[][] = names.map(() => names.map(() => null));
  for (const pair of pairs) {
    const value =
      side === "real"
        ? pair.association
        : side === "synthetic"
          ? pair.associationSynthetic
          : difference(pair.association, pair.associationSynthetic);
    const [i, j] = [at.get(pair.columns[0])!, at.get(pair.columns[1])!];
    z[i]![j] = value;
    z[j]![i] = value;
  }
  const labels = names.map((name) => plain(name, 16));
  const titles = { real: "Real", synthetic: "Synthetic", difference: "Difference" } as const;
  const trace = {
    type: "heatmap",
    z,
    x: labels,
    y: labels,
    zmin: 0,
    zmax: side === "difference" ? 0.3 : 1,
    colorscale: [
      [0, theme.scale[0]],
      [1, side === "difference" ? theme.bad : theme.scale[1]],
    ],
    showscale: true,
    colorbar: { thickness: 8, outlinewidth: 0, len: 0.9 },
    hovertemplate: "%{y} × %{x}: %{z:.3f}<extra></extra>",
    xgap: 1,
    ygap: 1,
  } as unknown as Data;
  const layout = base(theme, titles[side as keyof typeof titles]);
  return {
    data: [trace],
    layout: withAxes(
      { ...layout, margin: { l: 8, r: 8, t: 34, b: 8 } },
      { tickangle: -60, showgrid: false, type: "category" },
      { autorange: "reversed", showgrid: false, type: "category" },
    ),
    height: 360,
  };
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.abs(a - b);
}

function rocFigure(
  curves: readonly { name: string; roc: Roc; color: string; dash?: "dot" | "dash" }[],
  title: string,
  theme: ChartTheme,
): Figure | null {
  if (curves.length === 0) return null;
  const data = [
    ...curves.map((c) => ({
      type: "scatter",
      mode: "lines",
      name: plain(c.name),
      x: [...c.roc.falsePositiveRate],
      y: [...c.roc.truePositiveRate],
      line: { color: c.color, width: 2, dash: c.dash ?? "solid" },
    })),
    {
      type: "scatter",
      mode: "lines",
      name: "chance",
      x: [0, 1],
      y: [0, 1],
      line: { color: theme.dim, width: 1, dash: "dash" },
      hoverinfo: "skip",
    },
  ] as Data[];
  return {
    data,
    layout: withAxes(
      base(theme, title),
      { title: { text: "false positives" }, range: [0, 1] },
      { title: { text: "true positives" }, range: [0, 1.01] },
    ),
    height: 340,
  };
}

function detectionRoc(fidelity: Fidelity | null, theme: ChartTheme): Figure | null {
  const { boosting, logistic } = fidelity?.detection ?? {};
  return rocFigure(
    [
      ...(boosting
        ? [{ name: `boosting, AUC ${boosting.auc.toFixed(3)}`, roc: boosting.roc, color: theme.synthetic }]
        : []),
      ...(logistic
        ? [{ name: `logistic, AUC ${logistic.auc.toFixed(3)}`, roc: logistic.roc, color: theme.real }]
        : []),
    ],
    "Telling synthetic from real",
    theme,
  );
}

function utilityRoc(report: ReportJson, theme: ChartTheme): Figure | null {
  const model = report.utility?.models.find((m) => m.roc);
  if (!model?.roc) return null;
  return rocFigure(
    [
      { name: "trained on synthetic", roc: model.roc.tstr, color: theme.synthetic },
      { name: "trained on real", roc: model.roc.trtr, color: theme.real, dash: "dot" },
    ],
    `Predicting ${plain(report.target?.column ?? "the target")}`,
    theme,
  );
}

function importance(report: ReportJson, theme: ChartTheme): Figure | null {
  const features = [...(report.utility?.importances ?? [])]
    .sort((a, b) => b.real - a.real)
    .slice(0, 20)
    .reverse();
  if (features.length === 0) return null;
  const names = features.map((f) => plain(f.column, 24));
  const data = [
    {
      type: "bar",
      orientation: "h",
      name: "synthetic",
      y: names,
      x: features.map((f) => f.synthetic),
      marker: { color: theme.synthetic },
    },
    {
      type: "bar",
      orientation: "h",
      name: "real",
      y: names,
      x: features.map((f) => f.real),
      marker: { color: theme.real },
    },
  ] as Data[];
  const layout = base(theme, "What the models look at");
  return {
    data,
    layout: withAxes(
      { ...layout, barmode: "group" },
      { title: { text: "importance" } },
      { type: "category" },
    ),
    height: Math.max(260, 60 + 22 * features.length),
  };
}

function distances(report: ReportJson, theme: ChartTheme): Figure | null {
  const dcr = report.privacy?.dcr;
  if (!dcr) return null;
  const x = dcr.edges.slice(0, -1).map((edge, i) => (edge + dcr.edges[i + 1]!) / 2);
  const curve = (name: string, counts: readonly number[], color: string, fill: boolean): Data => {
    const total = counts.reduce((sum, n) => sum + n, 0) || 1;
    return {
      type: "scatter",
      mode: "lines",
      name,
      x,
      y: counts.map((n) => n / total),
      line: { shape: "spline", color, width: 2 },
      ...(fill && { fill: "tozeroy", fillcolor: `color-mix(in srgb, ${color} 20%, transparent)` }),
    } as Data;
  };
  const data = [
    curve("synthetic → training", dcr.syntheticToTraining, theme.synthetic, false),
    ...(dcr.syntheticToHoldout
      ? [curve("synthetic → held out", dcr.syntheticToHoldout, theme.real, false)]
      : []),
    ...(dcr.holdoutToTraining
      ? [curve("held out → training", dcr.holdoutToTraining, theme.holdout, false)]
      : []),
  ];
  return {
    data,
    layout: withAxes(
      base(theme),
      { title: { text: "distance to the closest record" }, rangemode: "tozero" },
      { title: { text: "share of rows" }, tickformat: ".0%", rangemode: "tozero" },
    ),
    height: 320,
  };
}

function losses(report: ReportJson, theme: ChartTheme): Figure | null {
  const entries = Object.entries(report.training?.losses ?? {});
  if (entries.length === 0) return null;
  const colors = [theme.real, theme.synthetic, theme.holdout];
  const data = entries.map(
    ([name, values], i) =>
      ({
        type: "scatter",
        mode: "lines",
        name: plain(name),
        x: values.map((_, e) => e + 1),
        y: [...values],
        line: { color: colors[i % 3], width: 1.5 },
      }) as Data,
  );
  return {
    data,
    layout: withAxes(base(theme), { title: { text: "epoch" } }, { title: { text: "loss" } }),
    height: 280,
  };
}
