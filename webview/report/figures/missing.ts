import type { Data } from "plotly.js";
import { say } from "../../../src/language/language.ts";
import type { ReportJson } from "../../../src/protocol/report.ts";
import type { ChartTheme } from "../theme.ts";
import type { Figure } from "./figure.ts";
import { distinctLabels } from "./labels.ts";
import { baseLayout, withAxes } from "./layout.ts";

/** Shares of missing values, column by column; null where none is missing. */
export function missingFigure(report: ReportJson, theme: ChartTheme): Figure | null {
  const some = report.columns.filter((c) => c.missing.real > 0 || c.missing.synthetic > 0);
  if (some.length === 0) return null;
  const names = distinctLabels(
    some.map((c) => c.name),
    24,
  );
  const data = [
    {
      type: "bar",
      name: say("real"),
      x: names,
      y: some.map((c) => c.missing.real),
      marker: { color: theme.real },
    },
    {
      type: "bar",
      name: say("synthetic"),
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
      { tickformat: ".0%", title: { text: say("missing") } },
    ),
    height: 280,
  };
}
