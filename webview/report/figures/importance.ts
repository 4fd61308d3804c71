import type { Data } from "plotly.js";
import { say } from "../../../src/language/language.ts";
import type { ReportJson } from "../../../src/protocol/report.ts";
import type { ChartTheme } from "../theme.ts";
import type { Figure } from "./figure.ts";
import { distinctLabels } from "./labels.ts";
import { baseLayout, withAxes } from "./layout.ts";

/** The twenty features that matter most to the models of real rows, beside those of synthetic rows. */
export function importanceFigure(report: ReportJson, theme: ChartTheme): Figure | null {
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
      name: say("synthetic"),
      y: names,
      x: features.map((f) => f.synthetic),
      marker: { color: theme.synthetic },
    },
    {
      type: "bar",
      orientation: "h",
      name: say("real"),
      y: names,
      x: features.map((f) => f.real),
      marker: { color: theme.real },
    },
  ] as Data[];
  const layout = baseLayout(theme, say("What the models use"));
  return {
    data,
    layout: withAxes(
      { ...layout, barmode: "group" },
      { title: { text: say("importance") } },
      { type: "category" },
    ),
    height: Math.max(260, 60 + 22 * features.length),
  };
}
