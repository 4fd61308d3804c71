import type { Detection, Fidelity } from "../protocol/report.ts";
import {
  type MeasuredReport,
  type MetricCard,
  measuredReading,
  metricCard,
  metricReading,
  type Reading,
  reading,
} from "./metricCard.ts";

/** Reads a part of the fidelity section; nothing where the section is missing. */
const of =
  (read: (fidelity: Fidelity) => Reading) =>
  ({ fidelity }: MeasuredReport): Reading =>
    fidelity ? read(fidelity) : reading({});

const detection = (found: Detection | null): Reading =>
  found === null
    ? reading({})
    : reading({ value: found.auc, ceiling: found.ceiling, interval: found.interval ?? null });

export const fidelityMetrics = {
  qualityScore: metricCard({
    section: "fidelity",
    title: "Quality score",
    description: "SDMetrics' Quality Score: mean of Column Shapes and Column Pair Trends",
    place: "fidelity.score",
    read: of(({ score, columnShapes, columnPairTrends }) =>
      reading({ value: score, ceiling: meanOfTwo(columnShapes.ceiling, columnPairTrends.ceiling) }),
    ),
  }),
  qualityScoreAllPairs: metricCard({
    section: "fidelity",
    title: "Quality score, all pairs",
    description: "Mean of Column Shapes and Column Pair Trends over every pair",
    place: "fidelity.scoreAllPairs",
    read: of(({ scoreAllPairs, columnShapes, columnPairTrends }) =>
      reading({
        value: scoreAllPairs,
        ceiling: meanOfTwo(columnShapes.ceiling, columnPairTrends.ceilingAllPairs),
      }),
    ),
  }),
  columnShapes: metricCard({
    section: "fidelity",
    title: "Column shapes",
    description: "Mean KSComplement and TVComplement over columns",
    place: "fidelity.columnShapes.score",
    keyFigure: true,
    compared: { title: "Column Shapes", hint: "mean KSComplement and TVComplement", digits: 3 },
    read: of(({ columnShapes: { score, ceiling } }) => reading({ value: score, ceiling })),
  }),
  columnPairTrends: metricCard({
    section: "fidelity",
    title: "Column pair trends",
    description: "Mean similarity of pairs of columns, SDMetrics' default thresholds",
    place: "fidelity.columnPairTrends.score",
    keyFigure: true,
    compared: { title: "Pair Trends", hint: "SDMetrics' default thresholds", digits: 3 },
    read: of(({ columnPairTrends: { score, ceiling } }) => reading({ value: score, ceiling })),
  }),
  columnPairTrendsAllPairs: metricCard({
    section: "fidelity",
    title: "Column pair trends, all pairs",
    description: "Mean similarity of every pair of columns",
    place: "fidelity.columnPairTrends.scoreAllPairs",
    keyFigure: true,
    compared: { title: "Pair Trends, all", hint: "every pair", digits: 3 },
    read: of(({ columnPairTrends: t }) => reading({ value: t.scoreAllPairs, ceiling: t.ceilingAllPairs })),
  }),
  columnPairTrendsCommonBins: metricCard({
    section: "fidelity",
    title: "Column pair trends, common bins",
    description: "Mean similarity of every pair of columns, numbers cut at common edges",
    place: "fidelity.columnPairTrends.scoreCommonBins",
    read: of(({ columnPairTrends: t }) =>
      reading({ value: t.scoreCommonBins, ceiling: t.ceilingCommonBins }),
    ),
  }),
  accuracy: metricCard({
    section: "fidelity",
    title: "Accuracy of 1, 2, 3 columns",
    description: "Overall accuracy of one, two and three columns at a time",
    place: "fidelity.accuracy.overall",
    keyFigure: true,
    read: of(({ accuracy }) => {
      if (accuracy === null) return reading({});
      const { value, ceiling, expectedMaximum } = accuracy.overall;
      return reading({ value, ceiling, best: ceiling ?? expectedMaximum });
    }),
  }),
  wnmis: metricCard({
    section: "fidelity",
    title: "Mutual information kept",
    description: "Weighted similarity of mutual information",
    place: "fidelity.wnmis",
    keyFigure: true,
    read: of(({ wnmis }) => metricReading(wnmis)),
  }),
  alphaPrecision: metricCard({
    section: "fidelity",
    title: "α-precision",
    description: "Synthetic rows look like real ones",
    place: "fidelity.alphaPrecision",
    read: of(({ alphaPrecision }) => metricReading(alphaPrecision)),
  }),
  betaRecall: metricCard({
    section: "fidelity",
    title: "β-recall",
    description: "Real rows are covered by synthetic ones; well above 0.5 means copying",
    place: "fidelity.betaRecall",
    goal: "half",
    read: of(({ betaRecall }) => metricReading(betaRecall)),
  }),
  relationsKept: metricCard({
    section: "fidelity",
    title: "Near sums and products kept",
    description:
      "Of numbers that are nearly the sum or product of two others, how far real rows are off over how far synthetic ones are, the worst",
    place: "measures.relationsKept.value",
    usualBound: { min: 0.5 },
    keyFigure: true,
    read: measuredReading("relationsKept"),
  }),
  detectionBoosting: metricCard({
    section: "fidelity",
    title: "Detection AUC, boosting",
    description: "AUC of gradient boosting telling real from synthetic, 0.5 best",
    place: "fidelity.detection.boosting.auc",
    goal: "chance",
    usualBound: { max: 0.8 },
    keyFigure: true,
    compared: { title: "Detector AUC", hint: "gradient boosting; 0.5 is best", digits: 3 },
    read: of((f) => detection(f.detection.boosting)),
  }),
  detectionLogistic: metricCard({
    section: "fidelity",
    title: "Detection AUC, logistic",
    description: "AUC of a logistic regression telling real from synthetic, 0.5 best",
    place: "fidelity.detection.logistic.auc",
    goal: "chance",
    usualBound: { max: 0.8 },
    keyFigure: true,
    read: of((f) => detection(f.detection.logistic)),
  }),
} as const satisfies Readonly<Record<string, MetricCard>>;

function meanOfTwo(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : (a + b) / 2;
}
