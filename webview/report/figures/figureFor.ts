import type { Data } from "plotly.js";
import type { Fidelity, ReportJson, Roc } from "../../../src/protocol/report.ts";
import type { ChartTheme } from "../theme.ts";
import type { Figure } from "./figure.ts";
import { distinctLabels, plain } from "./labels.ts";
import { baseLayout, withAxes } from "./layout.ts";
import { marginalOf } from "./marginal.ts";
import { pairFigure } from "./pair.ts";

/** What `[data-chart]` kinds draw. Null: there is nothing to draw. */
export function figureFor(
  kind: string,
  data: DOMStringMap,
  report: ReportJson,
  theme: ChartTheme,
): Figure | null {
  switch (kind) {
    case "marginal":
      return marginalOf(report.columns[Number(data["column"])], theme);
    case "pair":
      return pairFigure(report, Number(data["pair"]), theme);
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

function missing(report: ReportJson, theme: ChartTheme): Figure | null {
  const some = report.columns.filter((c) => c.missing.real > 0 || c.missing.synthetic > 0);
  if (some.length === 0) return null;
  const names = distinctLabels(
    some.map((c) => c.name),
    24,
  );
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
      { ...baseLayout(theme), barmode: "group" },
      { type: "category" },
      { tickformat: ".0%", title: { text: "missing" } },
    ),
    height: 280,
  };
}

function heatmap(report: ReportJson, side: string, theme: ChartTheme): Figure | null {
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
  const ticks = (most: number) =>
    ({
      showgrid: false,
      type: "category",
      tickmode: "array",
      tickvals: labels.filter((_, i) => i % Math.ceil(names.length / most) === 0),
      tickfont: { size: many ? 9 : 11 },
    }) as const;
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
    xgap: many ? 0 : 1,
    ygap: many ? 0 : 1,
  } as unknown as Data;
  const layout = baseLayout(theme, titles[side as keyof typeof titles]);
  return {
    data: [trace],
    layout: withAxes(
      { ...layout, margin: { l: 8, r: 8, t: 34, b: 8 } },
      { ...ticks(40), tickangle: many ? -90 : -60 },
      { ...ticks(70), autorange: "reversed" },
    ),
    height: many ? Math.min(1000, 190 + 12 * names.length) : 360,
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
      baseLayout(theme, title),
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
  const names = distinctLabels(
    features.map((f) => f.column),
    24,
  );
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
  const layout = baseLayout(theme, "What the models look at");
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
  const curve = (name: string, counts: readonly number[], color: string, dash: "solid" | "dot"): Data => {
    const total = counts.reduce((sum, n) => sum + n, 0) || 1;
    return {
      type: "scatter",
      mode: "lines",
      name,
      x: [...dcr.edges],
      y: [...counts, counts.at(-1) ?? 0].map((n) => n / total),
      line: { shape: "hv", color, width: 2, dash },
    } as Data;
  };
  const data = [
    ...(dcr.holdoutToTraining
      ? [curve("held out → training", dcr.holdoutToTraining, theme.holdout, "solid")]
      : []),
    curve("synthetic → training", dcr.syntheticToTraining, theme.synthetic, "solid"),
    ...(dcr.syntheticToHoldout
      ? [curve("synthetic → held out", dcr.syntheticToHoldout, theme.real, "dot")]
      : []),
  ];
  return {
    data,
    layout: withAxes(
      baseLayout(theme),
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
    layout: withAxes(baseLayout(theme), { title: { text: "epoch" } }, { title: { text: "loss" } }),
    height: 280,
  };
}
