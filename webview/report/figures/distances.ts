import type { Data } from "plotly.js";
import { say } from "../../../src/language/language.ts";
import type { ReportJson } from "../../../src/protocol/report.ts";
import type { ChartTheme } from "../theme.ts";
import type { Figure } from "./figure.ts";
import { baseLayout, withAxes } from "./layout.ts";

/** Histograms of the distance to the closest record. */
export function distancesFigure(report: ReportJson, theme: ChartTheme): Figure | null {
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
      ? [curve(say("held out → training"), dcr.holdoutToTraining, theme.holdout, "solid")]
      : []),
    curve(say("synthetic → training"), dcr.syntheticToTraining, theme.synthetic, "solid"),
    ...(dcr.syntheticToHoldout
      ? [curve(say("synthetic → held out"), dcr.syntheticToHoldout, theme.real, "dot")]
      : []),
  ];
  return {
    data,
    layout: withAxes(
      baseLayout(theme),
      { title: { text: say("distance to the closest record") }, rangemode: "tozero" },
      { title: { text: say("share of rows") }, tickformat: ".0%", rangemode: "tozero" },
    ),
    height: 320,
  };
}
