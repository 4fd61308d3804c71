import type { Data } from "plotly.js";
import { say } from "../../../src/language/language.ts";
import type { ReportJson } from "../../../src/protocol/report.ts";
import type { ChartTheme } from "../theme.ts";
import type { Figure } from "./figure.ts";
import { plain } from "./labels.ts";
import { baseLayout, withAxes } from "./layout.ts";

/** Training losses, one line each. */
export function lossesFigure(report: ReportJson, theme: ChartTheme): Figure | null {
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
    layout: withAxes(baseLayout(theme), { title: { text: say("epoch") } }, { title: { text: say("loss") } }),
    height: 280,
  };
}
