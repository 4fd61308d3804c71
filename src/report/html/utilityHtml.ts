import { say, saySentence, sayText } from "../../language/language.ts";
import { interval, quantity, rows, score } from "../../metrics/formatScore.ts";
import { metricTable } from "../../metrics/metricTable.ts";
import { utilityModelNames } from "../../metrics/utilityMetrics.ts";
import type { ReportJson, Utility, UtilityMetric } from "../../protocol/report.ts";
import { html, type Markup } from "./escapeHtml.ts";
import { metricDefinition } from "./metricNames.ts";
import { chart, dataTable, details, figure, figures, scoreCell, section, shareCell } from "./parts.ts";
import { rocTable } from "./rocTable.ts";

const metricNames: Readonly<Record<UtilityMetric, string>> = {
  accuracy: "Accuracy",
  macroF1: "Macro F1",
  auc: "AUC",
  averagePrecision: "Average precision",
  r2: "R²",
  rmse: "RMSE",
  mae: "MAE",
};

/** Is it useful for machine learning? */
export function utilityHtml(report: ReportJson): Markup | "" {
  const { utility, target } = report;
  if (!utility || !target) return "";
  const lead = `${say("Models that predict “{0}” are trained once on synthetic rows and once on real ones, and both are tested on the same {1} of real data that neither has seen.", target.column, rows(utility.testRows))} ${saySentence(target.reason)}`;
  return section("utility", "Useful?", lead, [
    headline(utility),
    modelTable(utility),
    charts(report, utility),
    details("All scores", scores(utility)),
  ]);
}

function headline(utility: Utility): Markup {
  const best = utility.models[0];
  if (!best) return html`<p class="sd-dim">${say("No model could be trained; see the notes.")}</p>`;
  const name = best.metric === "auc" ? "AUC" : "R²";
  return figures([
    figure(say("{0}, trained on synthetic", name), score(best.tstr), utilityModelNames[best.model], {
      hint: `${metricDefinition(metricTable.tstr)}.`,
    }),
    figure(say("{0}, trained on real", name), score(best.trtr), utilityModelNames[best.model]),
    figure("Gap", score(best.gap), best.gapInterval ? `95 %: ${interval(best.gapInterval)}` : "", {
      hint: `${metricDefinition(metricTable.utilityGap)}.`,
      status: gapStatus(best),
    }),
    figure("Same features matter", score(utility.importanceAgreement, 2), "rank correlation of importances", {
      hint: `${metricDefinition(metricTable.importanceAgreement)}.`,
    }),
  ]);
}

/** Judged by what the gap surely is: the lower end of its interval. */
function gapStatus({ gap, gapInterval }: Utility["models"][number]): "" | "good" | "watch" | "bad" {
  if (gap === null) return "";
  const surely = gapInterval === null ? gap : gapInterval[0];
  return surely < 0.02 ? "good" : surely < 0.06 ? "watch" : "bad";
}

function modelTable(utility: Utility): Markup {
  return dataTable(
    "Trained on synthetic against trained on real",
    [
      { title: "Model" },
      { title: "Metric" },
      { title: "Trained on synthetic" },
      { title: "Trained on real" },
      { title: "Gap", numeric: true },
      { title: "95 % interval", numeric: true },
    ],
    utility.models.map((m) => [
      sayText(utilityModelNames[m.model]),
      sayText(metricNames[m.metric]),
      scoreCell(m.tstr, m.trtr),
      shareCell(m.trtr),
      score(m.gap),
      interval(m.gapInterval),
    ]),
  );
}

function charts(report: ReportJson, utility: Utility): Markup {
  const importances = dataTable(
    "Feature importance",
    [{ title: "Feature" }, { title: "Real", numeric: true }, { title: "Synthetic", numeric: true }],
    utility.importances.map((f) => [f.column, score(f.real), score(f.synthetic)]),
  );
  const withRoc = utility.models.find((m) => m.roc);
  const roc = withRoc
    ? chart(
        "roc-utility",
        say(
          "ROC curves for {0}, trained on synthetic and on real rows",
          report.target?.column ?? say("the target"),
        ),
      )
    : "";
  return html`<div class="sd-grid-2">${roc}${chart("importance", "Feature importances from real and from synthetic rows")}</div>${details("Feature importance as a table", importances)}${
    withRoc?.roc
      ? details(
          "ROC curves as a table",
          rocTable(say("ROC curves of {0}", sayText(utilityModelNames[withRoc.model])), [
            { name: say("Trained on synthetic"), roc: withRoc.roc.tstr },
            { name: say("Trained on real"), roc: withRoc.roc.trtr },
          ]),
        )
      : ""
  }`;
}

function scores(utility: Utility): Markup {
  return dataTable(
    "All utility scores",
    [
      { title: "Model" },
      { title: "Metric" },
      { title: "Trained on synthetic", numeric: true },
      { title: "Trained on real", numeric: true },
    ],
    utility.models.flatMap((m) =>
      m.scores.map((s) => [
        sayText(utilityModelNames[m.model]),
        sayText(metricNames[s.metric]),
        quantity(s.tstr),
        quantity(s.trtr),
      ]),
    ),
  );
}
