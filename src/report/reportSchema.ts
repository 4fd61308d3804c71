import { z } from "zod";
import type { ReportJson } from "../protocol/report.ts";

/*
 * `ReportJson` as a schema, for programs that read `report.json`: `media/report.schema.json` is written from it. The last lines
 * of this file make the compiler hold the two together.
 */

const share = z.number().min(0).max(1);
const score = share.nullable();
const finite = z.number();
const optionalNumber = finite.nullable();
const pair = z.tuple([finite, finite]).readonly();
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();

const section = z.enum(["general", "diagnostic", "fidelity", "utility", "privacy"]);
const tableInfo = z.strictObject({ name: z.string(), rows: z.int().min(0), columns: z.int().min(0) });
const metric = {
  value: optionalNumber,
  ceiling: optionalNumber,
  interval: pair.exactOptional(),
  note: z.string().exactOptional(),
};
const explained = { status: z.enum(["good", "watch", "bad"]), meaning: z.string() };
const nextStep = z.strictObject({
  text: z.string(),
  edits: list(
    z.strictObject({
      path: list(z.string()),
      value: z.union([
        z.string(),
        z.number(),
        z.boolean(),
        list(z.string()),
        z.strictObject({ rule: z.string(), repair: z.literal(true) }),
      ]),
    }),
  ),
});
const sharing = z.strictObject({
  answer: z.enum(["yes", "care", "no", "unknown"]),
  sentence: z.string(),
  reasons: list(z.string()),
  findings: list(
    z.strictObject({
      key: z.string(),
      title: z.string(),
      status: z.enum(["watch", "bad", "unknown"]),
      text: z.string(),
      steps: list(nextStep),
    }),
  ),
  good: z.int().min(0),
});
const measured = z.strictObject({
  ...metric,
  status: explained.status.exactOptional(),
  meaning: z.string().exactOptional(),
  about: z.string().exactOptional(),
  steps: list(nextStep).exactOptional(),
  parts: list(
    z.strictObject({
      name: z.string(),
      value: optionalNumber,
      status: explained.status.exactOptional(),
      note: z.string().exactOptional(),
    }),
  ).exactOptional(),
});
const verdictScore = z.strictObject({
  score,
  grade: z.enum(["excellent", "good", "fair", "poor", "unknown"]),
  sentence: z.string(),
});

const column = z.strictObject({
  name: z.string(),
  sdtype: z.enum(["numerical", "categorical", "boolean", "datetime", "id", "text"]),
  marginal: z
    .strictObject({
      kind: z.enum(["bins", "categories"]),
      edges: list(finite).nullable(),
      labels: list(z.string()).nullable(),
      real: list(share),
      synthetic: list(share),
      holdout: list(share).nullable(),
    })
    .nullable(),
  missing: z.strictObject({ real: share, synthetic: share, holdout: score }),
});

const diagnostic = z.strictObject({
  score: share,
  dataValidity: share,
  dataStructure: share,
  columns: list(
    z.strictObject({
      column: z.string(),
      metric: z.enum([
        "BoundaryAdherence",
        "CategoryAdherence",
        "KeyUniqueness",
        "MissingAdherence",
        "FormatAdherence",
      ]),
      score,
    }),
  ),
  tableStructure: share,
});

const columnShape = z.strictObject({
  column: z.string(),
  metric: z.enum(["KSComplement", "TVComplement"]),
  score,
  ceiling: score,
  ksTest: z.strictObject({ statistic: finite, pValue: share }).nullable(),
  chiSquare: z.strictObject({ statistic: finite, pValue: share, degrees: z.int() }).nullable(),
  wasserstein: optionalNumber,
  jensenShannon: optionalNumber,
  missingValueSimilarity: score,
  statisticSimilarity: z.strictObject({ mean: score, median: score, std: score }).nullable(),
});

const pairTrend = z.strictObject({
  columns: z.tuple([z.string(), z.string()]).readonly(),
  metric: z.enum(["CorrelationSimilarity", "ContingencySimilarity"]),
  score,
  ceiling: score,
  real: optionalNumber,
  synthetic: optionalNumber,
  association: score,
  associationSynthetic: score,
  counted: z.boolean(),
  scoreCommonBins: score,
});

const accuracyScore = z.strictObject({ value: score, ceiling: score, expectedMaximum: optionalNumber });
const roc = z.strictObject({ falsePositiveRate: list(share), truePositiveRate: list(share) });
const detection = z
  .strictObject({
    auc: share,
    ceiling: score,
    interval: pair.exactOptional(),
    score: share,
    rows: z.int().min(0),
    roc,
    tells: list(z.strictObject({ column: z.string(), importance: share })),
  })
  .nullable();

const fidelity = z.strictObject({
  score,
  scoreAllPairs: score,
  columnShapes: z.strictObject({ score, ceiling: score, columns: list(columnShape) }),
  columnPairTrends: z.strictObject({
    score,
    scoreAllPairs: score,
    scoreCommonBins: score,
    ceiling: score,
    ceilingAllPairs: score,
    ceilingCommonBins: score,
    pairs: list(pairTrend),
    pairsLeftOut: z.int().min(1).exactOptional(),
    pairsCompared: z.int().min(1).exactOptional(),
    mapColumns: list(z.string()).exactOptional(),
  }),
  coverage: list(
    z.strictObject({
      column: z.string(),
      metric: z.enum(["RangeCoverage", "CategoryCoverage"]),
      score,
      ceiling: score,
    }),
  ),
  accuracy: z
    .strictObject({
      univariate: accuracyScore,
      bivariate: accuracyScore,
      trivariate: accuracyScore,
      overall: accuracyScore,
    })
    .nullable(),
  wnmis: z.strictObject(metric),
  alphaPrecision: z.strictObject(metric),
  betaRecall: z.strictObject(metric),
  detection: z.strictObject({ logistic: detection, boosting: detection }),
  joint: z.strictObject({
    axes: list(
      z.strictObject({
        column: z.string(),
        edges: list(finite).nullable(),
        labels: list(z.string()).nullable(),
      }),
    ),
    pairs: list(
      z.strictObject({
        columns: z.tuple([z.string(), z.string()]).readonly(),
        real: list(share),
        synthetic: list(share),
      }),
    ),
  }),
});

const utility = z.strictObject({
  testRows: z.int().min(0),
  determinedBy: list(z.string()).exactOptional(),
  models: list(
    z.strictObject({
      model: z.enum(["gradientBoosting", "randomForest", "logisticRegression", "ridgeRegression"]),
      metric: z.enum(["auc", "r2"]),
      tstr: optionalNumber,
      trtr: optionalNumber,
      gap: optionalNumber,
      gapInterval: pair.nullable(),
      trtrInterval: pair.exactOptional(),
      scores: list(
        z.strictObject({
          metric: z.enum(["accuracy", "macroF1", "auc", "averagePrecision", "r2", "rmse", "mae"]),
          tstr: optionalNumber,
          trtr: optionalNumber,
        }),
      ),
      roc: z.strictObject({ tstr: roc, trtr: roc }).nullable(),
    }),
  ),
  importanceAgreement: optionalNumber,
  importances: list(z.strictObject({ column: z.string(), real: finite, synthetic: finite })),
});

const attack = { auc: share, aucInterval: pair, tprAt1Fpr: share, tprInterval: pair };
const attackRiskFields = {
  risk: share,
  interval: pair,
  attackRate: share,
  controlRate: score,
  baselineRate: share,
  attacks: z.int().min(0),
  ...explained,
};
const attackRisk = z.strictObject(attackRiskFields);
const anonymity = z.strictObject({ k: z.int().min(0), below5: share, reidentificationRisk: share });
const privacyMetric = z.strictObject({ ...metric, ...explained }).nullable();

const privacy = z.strictObject({
  exactCopies: z.strictObject({ count: z.int().min(0), share, ceiling: score, ...explained }),
  dcrShare: z.strictObject({ value: finite, interval: pair, ...explained }).nullable(),
  dcrOverfittingProtection: privacyMetric,
  dcrBaselineProtection: privacyMetric,
  nndr: privacyMetric,
  dcr: z
    .strictObject({
      edges: list(finite),
      syntheticToTraining: list(finite),
      syntheticToHoldout: list(finite).nullable(),
      holdoutToTraining: list(finite).nullable(),
      median: z.strictObject({
        syntheticToTraining: finite,
        syntheticToHoldout: optionalNumber,
        holdoutToTraining: optionalNumber,
      }),
      rows: z.strictObject({
        synthetic: z.int(),
        training: z.int(),
        holdout: z.int().nullable(),
        sampled: z.boolean(),
      }),
    })
    .nullable(),
  membershipInference: z
    .strictObject({
      ...attack,
      attacks: list(z.strictObject({ name: z.enum(["distance", "densityRatio"]), ...attack })),
      ...explained,
    })
    .nullable(),
  singlingOut: z.strictObject({ univariate: attackRisk, multivariate: attackRisk }).nullable(),
  linkability: attackRisk.nullable(),
  attributeInference: z
    .strictObject({
      worst: attackRisk,
      columns: list(z.strictObject({ column: z.string(), ...attackRiskFields })),
    })
    .nullable(),
  disclosureProtection: list(
    z.strictObject({ column: z.string(), known: list(z.string()), ...metric, ...explained }),
  ),
  rareCategories: z.strictObject({
    leaked: z.int().min(0),
    values: list(
      z.strictObject({ column: z.string(), trainingRows: z.int().min(0), syntheticRows: z.int().min(0) }),
    ),
    ...explained,
  }),
  kAnonymity: z
    .strictObject({ quasiIdentifiers: list(z.string()), real: anonymity, synthetic: anonymity, ...explained })
    .nullable(),
});

export const reportJsonSchema = z.strictObject({
  $schema: z.string(),
  version: z.literal(1),
  generator: z.string(),
  created: z.string(),
  tables: z.strictObject({ real: tableInfo, synthetic: tableInfo, holdout: tableInfo.nullable() }),
  columns: list(column),
  target: z
    .strictObject({ column: z.string(), reason: z.string(), task: z.enum(["classification", "regression"]) })
    .nullable(),
  notes: list(z.strictObject({ level: z.enum(["info", "warning", "alarm"]), section, text: z.string() })),
  verdict: z.strictObject({
    fidelity: verdictScore,
    utility: verdictScore,
    privacy: verdictScore,
    summary: z.string(),
  }),
  sharing: sharing.exactOptional(),
  diagnostic: diagnostic.nullable(),
  fidelity: fidelity.nullable(),
  utility: utility.nullable(),
  privacy: privacy.nullable(),
  measures: z.record(z.string(), measured).readonly().exactOptional(),
  gates: list(
    z.strictObject({
      metric: z.string(),
      value: optionalNumber,
      bound: z.strictObject({
        min: finite.exactOptional(),
        max: finite.exactOptional(),
        relativeToCeiling: z.boolean().exactOptional(),
      }),
      passed: z.boolean(),
      message: z.string(),
    }),
  ),
  training: z
    .strictObject({
      model: z.string(),
      options: z.record(z.string(), z.unknown()),
      seconds: finite,
      epochs: optionalNumber,
      losses: z.record(z.string(), list(finite)),
    })
    .nullable(),
  timings: z.record(z.string(), finite),
});

/** JSON Schema (draft-07) of the report, for `media/report.schema.json`. */
export function reportJsonSchemaDocument(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(reportJsonSchema, { target: "draft-7" });
  return {
    $schema,
    $id: "syndata://schema/report.schema.json",
    title: "SynData quality report, version 1",
    ...schema,
  };
}

type Described = z.output<typeof reportJsonSchema>;
/** Compiles only while schema and type describe the same object. */
export type SchemaMatchesType = Described extends ReportJson
  ? Required<ReportJson> extends Required<Described>
    ? true
    : never
  : never;
const matches: SchemaMatchesType = true;
void matches;
