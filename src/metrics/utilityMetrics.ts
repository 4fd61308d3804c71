import type { UtilityModel } from "../protocol/report.ts";
import { type MeasuredReport, type MetricCard, metricCard, type Reading, reading } from "./metricCard.ts";

type ModelName = UtilityModel["model"];

/** Names of the models that predict the target. */
export const utilityModelNames = {
  gradientBoosting: "Gradient boosting",
  randomForest: "Random forest",
  logisticRegression: "Logistic regression",
  ridgeRegression: "Ridge regression",
} as const satisfies Readonly<Record<ModelName, string>>;

/** Reads the first of these models that a report has. */
const of =
  (names: readonly ModelName[], read: (model: UtilityModel) => Reading) =>
  ({ utility }: MeasuredReport): Reading => {
    const model = utility?.models.find((m) => names.includes(m.model));
    return model === undefined ? reading({}) : read(model);
  };

const trained = (names: readonly ModelName[]) =>
  of(names, ({ tstr, trtr, metric }) =>
    reading({ value: tstr, ceiling: trtr, unit: metric === "auc" ? "AUC" : "R²" }),
  );

export const utilityMetrics = {
  tstr: metricCard({
    section: "utility",
    title: "Gradient boosting",
    description: "Gradient boosting trained on synthetic, tested on holdout rows: AUC or R²",
    place: "utility.models[].tstr",
    needsHoldout: true,
    keyFigure: true,
    compared: {
      title: "Trained on synthetic",
      hint: "gradient boosting tested on held-out real rows (AUC or R²)",
      digits: 3,
      ceiling: { title: "Trained on real", hint: "the same, trained on real rows" },
    },
    read: trained(["gradientBoosting"]),
  }),
  tstrForest: metricCard({
    section: "utility",
    title: "Random forest",
    description: "Random forest trained on synthetic, tested on holdout rows: AUC or R²",
    place: "utility.models[].tstr",
    needsHoldout: true,
    keyFigure: true,
    read: trained(["randomForest"]),
  }),
  tstrLinear: metricCard({
    section: "utility",
    title: "Linear model",
    description: "Logistic or ridge regression trained on synthetic, tested on holdout rows: AUC or R²",
    place: "utility.models[].tstr",
    needsHoldout: true,
    keyFigure: true,
    read: trained(["logisticRegression", "ridgeRegression"]),
  }),
  utilityGap: metricCard({
    section: "utility",
    title: "Gap to models trained on real rows",
    description: "Gradient boosting trained on real minus trained on synthetic, same holdout",
    place: "utility.models[].gap",
    goal: "low",
    needsHoldout: true,
    read: of(["gradientBoosting"], ({ gap, gapInterval }) =>
      reading({ value: gap, best: 0, interval: gapInterval }),
    ),
  }),
  importanceAgreement: metricCard({
    section: "utility",
    title: "Same features matter",
    description: "Rank correlation of feature importances fitted to real and to synthetic rows",
    place: "utility.importanceAgreement",
    needsHoldout: true,
    read: ({ utility }) => reading({ value: utility?.importanceAgreement }),
  }),
} as const satisfies Readonly<Record<string, MetricCard>>;
