import type { Data } from "plotly.js";
import { decimal, say } from "../../../src/language/language.ts";
import type { ReportJson, Roc } from "../../../src/protocol/report.ts";
import type { ChartTheme } from "../theme.ts";
import type { Figure } from "./figure.ts";
import { plain } from "./labels.ts";
import { baseLayout, withAxes } from "./layout.ts";

/** ROC curves of the detectors. */
export function detectionRoc({ fidelity }: ReportJson, theme: ChartTheme): Figure | null {
  const { boosting, logistic } = fidelity?.detection ?? {};
  return rocFigure(
    [
      ...(boosting
        ? [
            {
              name: say("boosting, AUC {0}", decimal(boosting.auc.toFixed(3))),
              roc: boosting.roc,
              color: theme.synthetic,
            },
          ]
        : []),
      ...(logistic
        ? [
            {
              name: say("logistic, AUC {0}", decimal(logistic.auc.toFixed(3))),
              roc: logistic.roc,
              color: theme.real,
            },
          ]
        : []),
    ],
    say("Distinguishing synthetic from real"),
    theme,
  );
}

/** ROC curves of a model trained on synthetic and on real rows. */
export function utilityRoc(report: ReportJson, theme: ChartTheme): Figure | null {
  const model = report.utility?.models.find((m) => m.roc);
  if (!model?.roc) return null;
  return rocFigure(
    [
      { name: say("trained on synthetic"), roc: model.roc.tstr, color: theme.synthetic },
      { name: say("trained on real"), roc: model.roc.trtr, color: theme.real, dash: "dot" },
    ],
    say("Predicting {0}", plain(report.target?.column ?? say("the target"))),
    theme,
  );
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
      name: say("chance"),
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
      { title: { text: say("false positives") }, range: [0, 1] },
      { title: { text: say("true positives") }, range: [0, 1.01] },
    ),
    height: 340,
  };
}
