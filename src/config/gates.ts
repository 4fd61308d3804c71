import "./jitless.ts";
import { z } from "zod";

/** A number of the report that `report.gates` may bound. */
export interface GateMetric {
  readonly description: string;
  /** Which way is good: a bound on the other side is seldom meant. `half`: 0.5 is best, both sides may be bounded. */
  readonly best: "high" | "low" | "half";
  readonly section: "diagnostic" | "fidelity" | "utility" | "privacy";
  /** Cannot be computed with `report.holdout` 0. */
  readonly needsHoldout: boolean;
}

const metric = (
  section: GateMetric["section"],
  best: GateMetric["best"],
  description: string,
  needsHoldout = false,
): GateMetric => ({ description, best, section, needsHoldout });

/**
 * Every metric a gate may name, with the place of its value in `report.json`. A gate compares `value` with `min` and
 * `max` (both inclusive); with `relativeToCeiling` it compares value ÷ ceiling, where 0 ÷ 0 counts as 1. A gate whose
 * value is null (skipped or impossible) fails.
 */
export const gateMetrics = {
  fidelity: metric("fidelity", "high", "Verdict score of fidelity, 0 to 1 (`verdict.fidelity.score`)."),
  utility: metric("utility", "high", "Verdict score of utility, 0 to 1 (`verdict.utility.score`).", true),
  privacy: metric("privacy", "high", "Verdict score of privacy, 0 to 1 (`verdict.privacy.score`)."),

  diagnostic: metric(
    "diagnostic",
    "high",
    "Validity and structure: ranges, categories, keys, columns; must be 1 (`diagnostic.score`).",
  ),

  qualityScore: metric(
    "fidelity",
    "high",
    "SDMetrics' Quality Score: mean of Column Shapes and Column Pair Trends (`fidelity.score`).",
  ),
  columnShapes: metric(
    "fidelity",
    "high",
    "Mean KSComplement and TVComplement over columns (`fidelity.columnShapes.score`).",
  ),
  columnPairTrends: metric(
    "fidelity",
    "high",
    "Mean similarity of pairs of columns, SDMetrics' default thresholds (`fidelity.columnPairTrends.score`).",
  ),
  columnPairTrendsAllPairs: metric(
    "fidelity",
    "high",
    "The same over every pair (`fidelity.columnPairTrends.scoreAllPairs`).",
  ),
  columnPairTrendsCommonBins: metric(
    "fidelity",
    "high",
    "The same over every pair, numbers cut at common edges (`fidelity.columnPairTrends.scoreCommonBins`).",
  ),
  accuracy: metric(
    "fidelity",
    "high",
    "Overall accuracy of one, two and three columns at a time (`fidelity.accuracy.overall`).",
  ),
  wnmis: metric("fidelity", "high", "Weighted similarity of mutual information (`fidelity.wnmis`)."),
  alphaPrecision: metric(
    "fidelity",
    "high",
    "Synthetic rows look like real ones (`fidelity.alphaPrecision`).",
  ),
  betaRecall: metric(
    "fidelity",
    "half",
    "Real rows are covered by synthetic ones; well above 0.5 means copying (`fidelity.betaRecall`).",
  ),
  detectionLogistic: metric(
    "fidelity",
    "low",
    "AUC of a logistic regression telling real from synthetic, 0.5 best (`fidelity.detection.logistic.auc`).",
  ),
  detectionBoosting: metric(
    "fidelity",
    "low",
    "AUC of gradient boosting telling real from synthetic, 0.5 best (`fidelity.detection.boosting.auc`).",
  ),

  tstr: metric(
    "utility",
    "high",
    "Gradient boosting trained on synthetic, tested on holdout rows: AUC or R² (`utility.models[].tstr`).",
    true,
  ),
  utilityGap: metric(
    "utility",
    "low",
    "Gradient boosting trained on real minus trained on synthetic, same holdout (`utility.models[].gap`).",
    true,
  ),
  importanceAgreement: metric(
    "utility",
    "high",
    "Rank correlation of feature importances learnt from real and synthetic rows (`utility.importanceAgreement`).",
    true,
  ),

  exactCopies: metric(
    "privacy",
    "low",
    "Share of synthetic rows equal to a training row (`privacy.exactCopies.share`).",
  ),
  dcrShare: metric(
    "privacy",
    "low",
    "Share of synthetic rows nearer to training than to holdout rows, 0.5 best (`privacy.dcrShare.value`).",
    true,
  ),
  dcrOverfittingProtection: metric(
    "privacy",
    "high",
    "SDMetrics' DCROverfittingProtection (`privacy.dcrOverfittingProtection.value`).",
    true,
  ),
  dcrBaselineProtection: metric(
    "privacy",
    "high",
    "SDMetrics' DCRBaselineProtection (`privacy.dcrBaselineProtection.value`).",
  ),
  nndr: metric("privacy", "high", "Nearest-neighbour distance ratio (`privacy.nndr.value`)."),
  membershipInference: metric(
    "privacy",
    "low",
    "AUC of the strongest membership attack, 0.5 best (`privacy.membershipInference.auc`).",
    true,
  ),
  membershipInferenceTpr: metric(
    "privacy",
    "low",
    "Its true-positive rate at 1 % false positives, 0.01 best (`privacy.membershipInference.tprAt1Fpr`).",
    true,
  ),
  singlingOut: metric(
    "privacy",
    "low",
    "Residual risk of singling out a person, the worse of one and several columns (`privacy.singlingOut`).",
    true,
  ),
  linkability: metric(
    "privacy",
    "low",
    "Residual risk of linking records (`privacy.linkability.risk`).",
    true,
  ),
  attributeInference: metric(
    "privacy",
    "low",
    "Residual risk of inferring an attribute, worst column (`privacy.attributeInference.worst.risk`).",
    true,
  ),
  disclosureProtection: metric(
    "privacy",
    "high",
    "SDMetrics' DisclosureProtection, worst sensitive column (`privacy.disclosureProtection[].value`).",
  ),
  rareCategories: metric(
    "privacy",
    "low",
    "Number of rare categories leaked (`privacy.rareCategories.leaked`).",
  ),
  reidentificationRisk: metric(
    "privacy",
    "low",
    "Prosecutor's re-identification risk of the synthetic table (`privacy.kAnonymity.synthetic.reidentificationRisk`).",
  ),
} as const satisfies Readonly<Record<string, GateMetric>>;

export type GateMetricName = keyof typeof gateMetrics;
export const gateMetricNames = Object.keys(gateMetrics) as GateMetricName[];

const gateSchema = z
  .strictObject({
    min: z.number().optional().meta({ description: "Fails below this value." }),
    max: z.number().optional().meta({ description: "Fails above this value." }),
    relativeToCeiling: z.boolean().default(false).meta({
      description:
        'Compare value ÷ ceiling, where the ceiling is the same metric of the holdout against the training rows: `{ "min": 0.98, "relativeToCeiling": true }` asks for 98 % of the best reachable value.',
    }),
  })
  .check((context) => {
    const { min, max } = context.value;
    if (min === undefined && max === undefined)
      context.issues.push({
        code: "custom",
        input: context.value,
        path: [],
        message: "needs a min or a max",
      });
    else if (min !== undefined && max !== undefined && min > max)
      context.issues.push({
        code: "custom",
        input: min,
        path: ["min"],
        message: `must not exceed max (${max})`,
      });
  });

export type Gate = z.output<typeof gateSchema>;

export const gatesSchema = z
  .strictObject(
    Object.fromEntries(
      gateMetricNames.map((name) => [
        name,
        gateSchema.optional().meta({ description: gateMetrics[name].description }),
      ]),
    ) as Record<GateMetricName, z.ZodOptional<typeof gateSchema>>,
  )
  .meta({
    description:
      "Bounds on the report's metrics; one that fails makes the command line end with exit code 3.",
    examples: [{ columnShapes: { min: 0.9 }, dcrShare: { max: 0.55 } }],
  });
