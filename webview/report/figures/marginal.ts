import type { Data } from "plotly.js";
import { say } from "../../../src/language/language.ts";
import type { ReportColumn } from "../../../src/protocol/report.ts";
import type { ChartTheme } from "../theme.ts";
import type { Figure } from "./figure.ts";
import { distinctLabels, plain } from "./labels.ts";
import { baseLayout, withAxes } from "./layout.ts";

/** One distribution of a column: shares over bins (edges, one more than shares) or over labels. */
export interface MarginalSeries {
  readonly name: string;
  readonly shares: readonly number[];
  readonly edges: readonly number[] | null;
  readonly labels: readonly string[] | null;
  readonly color: string;
  readonly dash?: "dash" | "dot";
}

type Axis = (number | string)[];

/** The first series as filled bars, the others as steps (bins) or as bars beside it (categories). */
export function marginalFigure(
  title: string,
  sdtype: ReportColumn["sdtype"],
  series: readonly MarginalSeries[],
  theme: ChartTheme,
): Figure | null {
  const [first, ...others] = series;
  if (!first) return null;
  const layout = baseLayout(theme, plain(title, 60));
  const share = { title: { text: say("share of rows") }, tickformat: ".0%", rangemode: "tozero" } as const;
  if (!first.edges) {
    const names = [...new Set(series.flatMap(({ labels }) => labels ?? []))];
    const x = distinctLabels(names, 24);
    const data = series.map((s) => {
      const at = new Map(s.labels?.map((label, i) => [label, s.shares[i] ?? 0]));
      return {
        type: "bar",
        name: s.name,
        x,
        y: names.map((name) => at.get(name) ?? 0),
        marker: { color: s.color },
      } as Data;
    });
    return {
      data,
      layout: withAxes({ ...layout, barmode: "group" }, { type: "category" }, share),
      height: 320,
    };
  }
  const places = (edges: readonly number[]): Axis =>
    sdtype === "datetime" ? edges.map((ms) => new Date(ms).toISOString()) : [...edges];
  const { edges } = first;
  const bars = {
    type: "bar",
    name: first.name,
    x: places(first.shares.map((_, i) => (edges[i]! + edges[i + 1]!) / 2)),
    width: first.shares.map((_, i) => edges[i + 1]! - edges[i]!),
    y: [...first.shares],
    marker: { color: first.color, opacity: 0.55 },
  } as Data;
  const steps = others.map(
    (s) =>
      ({
        type: "scatter",
        mode: "lines",
        name: s.name,
        x: places(s.edges ?? edges),
        y: [...s.shares, s.shares.at(-1) ?? 0],
        line: { shape: "hv", color: s.color, width: s.dash ? 1.5 : 2, dash: s.dash ?? "solid" },
      }) as Data,
  );
  return {
    data: [bars, ...steps],
    layout: withAxes({ ...layout, bargap: 0 }, sdtype === "datetime" ? { type: "date" } : {}, share),
    height: 320,
  };
}

/** Real, synthetic and, where there are any, held-out rows. */
export function marginalOf(column: ReportColumn | undefined, theme: ChartTheme): Figure | null {
  const marginal = column?.marginal;
  if (!column || !marginal) return null;
  const { edges, labels } = marginal;
  return marginalFigure(
    column.name,
    column.sdtype,
    [
      { name: say("real"), shares: marginal.real, edges, labels, color: theme.real },
      { name: say("synthetic"), shares: marginal.synthetic, edges, labels, color: theme.synthetic },
      ...(marginal.holdout
        ? [
            {
              name: say("held out"),
              shares: marginal.holdout,
              edges,
              labels,
              color: theme.holdout,
              dash: "dot" as const,
            },
          ]
        : []),
    ],
    theme,
  );
}
