import type { Explained, Interval, Measured, Metric } from "./metric.ts";
import type { Sharing } from "./sharing.ts";

/**
 * The quality report, version 1. Plain JSON: the same object feeds the HTML file, the webview, the notebook renderer,
 * the terminal table, Markdown and the gates. No NaN or Infinity: what cannot be computed is null with a note.
 *
 * Scores are in [0, 1], 1 best, unless said. `ceiling` is the same metric computed for holdout against training rows:
 * the best value a model that copies nothing can be expected to reach; null without a holdout.
 */
export interface ReportJson {
  readonly $schema: string;
  readonly version: 1;
  readonly generator: string;
  /** ISO 8601 */
  readonly created: string;
  readonly tables: {
    readonly real: TableInfo;
    readonly synthetic: TableInfo;
    readonly holdout: TableInfo | null;
  };
  readonly columns: readonly ReportColumn[];
  readonly target: {
    readonly column: string;
    readonly reason: string;
    readonly task: "classification" | "regression";
  } | null;
  /** Anything the reader must know: skipped sections and why, overlap of holdout and training, sampling. */
  readonly notes: readonly Note[];
  readonly verdict: Verdict;
  /** "May I share this?"; absent in reports of earlier versions. */
  readonly sharing?: Sharing;
  readonly diagnostic: Diagnostics | null;
  readonly fidelity: Fidelity | null;
  readonly utility: Utility | null;
  readonly privacy: Privacy | null;
  /** Metrics that have no place of their own above, by the key of their card in `src/metrics`; absent without one. */
  readonly measures?: Readonly<Record<string, Measured>>;
  readonly gates: readonly GateResult[];
  readonly training: TrainingInfo | null;
  /** Milliseconds per section. */
  readonly timings: Readonly<Record<string, number>>;
}

export interface TableInfo {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
}

export interface Note {
  readonly level: "info" | "warning" | "alarm";
  readonly section: "general" | "diagnostic" | "fidelity" | "utility" | "privacy";
  readonly text: string;
}

export interface Verdict {
  /** 0..1 or null when the section is missing; the formula is in `docs/report.md`. */
  readonly fidelity: VerdictScore;
  readonly utility: VerdictScore;
  readonly privacy: VerdictScore;
  /** One or two plain sentences a product owner understands. */
  readonly summary: string;
}

export interface VerdictScore {
  readonly score: number | null;
  readonly grade: "excellent" | "good" | "fair" | "poor" | "unknown";
  readonly sentence: string;
}

export interface ReportColumn {
  readonly name: string;
  readonly sdtype: "numerical" | "categorical" | "boolean" | "datetime" | "id" | "text";
  /** Marginals over common bins or categories, as shares of non-missing rows; bins of fewer than `kOf` real rows are 0. */
  readonly marginal: {
    readonly kind: "bins" | "categories";
    /** bins: edges (epoch ms for datetime), one more than shares; categories: labels. */
    readonly edges: readonly number[] | null;
    readonly labels: readonly string[] | null;
    readonly real: readonly number[];
    readonly synthetic: readonly number[];
    readonly holdout: readonly number[] | null;
  } | null;
  readonly missing: { readonly real: number; readonly synthetic: number; readonly holdout: number | null };
}

export interface Diagnostics {
  readonly score: number;
  readonly dataValidity: number;
  readonly dataStructure: number;
  readonly columns: readonly {
    readonly column: string;
    readonly metric:
      | "BoundaryAdherence"
      | "CategoryAdherence"
      | "KeyUniqueness"
      | "MissingAdherence"
      | "FormatAdherence";
    readonly score: number | null;
  }[];
  readonly tableStructure: number;
}

export interface Fidelity {
  /** Mean of Column Shapes and Column Pair Trends, SDMetrics' Quality Score (default thresholds); `scoreAllPairs` without. */
  readonly score: number | null;
  readonly scoreAllPairs: number | null;
  readonly columnShapes: {
    readonly score: number | null;
    readonly ceiling: number | null;
    readonly columns: readonly ColumnShape[];
  };
  readonly columnPairTrends: {
    /** Pairs whose real association passes SDMetrics' default thresholds. */
    readonly score: number | null;
    /** Every pair. */
    readonly scoreAllPairs: number | null;
    /** Every pair, numeric columns binned with common (real-side) edges. */
    readonly scoreCommonBins: number | null;
    readonly ceiling: number | null;
    readonly ceilingAllPairs: number | null;
    readonly ceilingCommonBins: number | null;
    /** Of many pairs, those that fit worst and those of `mapColumns`; the scores are over all, or over `pairsCompared`. */
    readonly pairs: readonly PairTrend[];
    /** Pairs that are not listed; absent when all are. */
    readonly pairsLeftOut?: number;
    /** Of very many pairs, how many were drawn at random for the scores; absent when all were compared. */
    readonly pairsCompared?: number;
    /** Of many columns, those whose pairs fit worst: what heat maps show. Absent: all of them. */
    readonly mapColumns?: readonly string[];
  };
  readonly coverage: readonly {
    readonly column: string;
    readonly metric: "RangeCoverage" | "CategoryCoverage";
    readonly score: number | null;
    readonly ceiling: number | null;
  }[];
  readonly accuracy: {
    readonly univariate: AccuracyScore;
    readonly bivariate: AccuracyScore;
    readonly trivariate: AccuracyScore;
    readonly overall: AccuracyScore;
  } | null;
  readonly wnmis: Metric;
  readonly alphaPrecision: Metric;
  readonly betaRecall: Metric;
  readonly detection: {
    readonly logistic: Detection | null;
    readonly boosting: Detection | null;
  };
  readonly joint: JointShares;
}

/** Where the rows of pairs of columns lie, for pair plots: at most 120 pairs, those that fit worst first. */
export interface JointShares {
  readonly axes: readonly JointAxis[];
  readonly pairs: readonly {
    readonly columns: readonly [string, string];
    /** Shares of the rows where both are present, first column × second column, row-major; cells of fewer than `kOf` real rows are 0. */
    readonly real: readonly number[];
    readonly synthetic: readonly number[];
  }[];
}

/** Cells of a column: bins of `edges` (epoch ms for datetime; the outer ones are open) or `labels`; at most ten. */
export interface JointAxis {
  readonly column: string;
  readonly edges: readonly number[] | null;
  readonly labels: readonly string[] | null;
}

export interface ColumnShape {
  readonly column: string;
  readonly metric: "KSComplement" | "TVComplement";
  readonly score: number | null;
  readonly ceiling: number | null;
  readonly ksTest: { readonly statistic: number; readonly pValue: number } | null;
  readonly chiSquare: {
    readonly statistic: number;
    readonly pValue: number;
    readonly degrees: number;
  } | null;
  /** In units of the column (ms for datetime). */
  readonly wasserstein: number | null;
  /** Base-2 Jensen–Shannon distance over common bins or categories. */
  readonly jensenShannon: number | null;
  readonly missingValueSimilarity: number | null;
  readonly statisticSimilarity: {
    readonly mean: number | null;
    readonly median: number | null;
    readonly std: number | null;
  } | null;
}

export interface PairTrend {
  readonly columns: readonly [string, string];
  readonly metric: "CorrelationSimilarity" | "ContingencySimilarity";
  readonly score: number | null;
  readonly ceiling: number | null;
  /** Numeric pairs: Pearson's r. Others: null. */
  readonly real: number | null;
  readonly synthetic: number | null;
  /** |r| or Cramér's V on the real side. */
  readonly association: number | null;
  /** The same for the synthetic side. */
  readonly associationSynthetic: number | null;
  /** Enters the thresholded mean. */
  readonly counted: boolean;
  readonly scoreCommonBins: number | null;
}

export interface AccuracyScore {
  readonly value: number | null;
  readonly ceiling: number | null;
  /** Analytic noise ceiling, mean over cells. */
  readonly expectedMaximum: number | null;
}

export interface Detection {
  /** Area under the ROC of telling real from synthetic, 0.5 best; holdout against training in `ceiling`. */
  readonly auc: number;
  readonly ceiling: number | null;
  /** 95 % interval of `auc`; absent in reports of earlier versions. */
  readonly interval?: readonly [number, number];
  /** 1 − (2·max(AUC, ½) − 1), SDMetrics' detection score. */
  readonly score: number;
  readonly rows: number;
  readonly roc: Roc;
  /** The columns that give the synthetic rows away, most telling first, ≤ 5; importance sums to 1 over all columns. */
  readonly tells: readonly { readonly column: string; readonly importance: number }[];
}

/** ≤ 101 points. */
export interface Roc {
  readonly falsePositiveRate: readonly number[];
  readonly truePositiveRate: readonly number[];
}

export interface Utility {
  readonly testRows: number;
  /** Columns of which the target is a function in the real rows: then the scores show nothing. Absent: none were found. */
  readonly determinedBy?: readonly string[];
  readonly models: readonly UtilityModel[];
  /** Spearman correlation of the feature importances learned from synthetic and from real rows, mean over tree models. */
  readonly importanceAgreement: number | null;
  readonly importances: readonly {
    readonly column: string;
    readonly real: number;
    readonly synthetic: number;
  }[];
}

export interface UtilityModel {
  readonly model: "gradientBoosting" | "randomForest" | "logisticRegression" | "ridgeRegression";
  /** Name of the headline metric below. */
  readonly metric: "auc" | "r2";
  /** Trained on synthetic, tested on real holdout: headline value. */
  readonly tstr: number | null;
  /** Trained on real, tested on the same holdout. */
  readonly trtr: number | null;
  /** trtr − tstr with its bootstrap interval. */
  readonly gap: number | null;
  readonly gapInterval: readonly [number, number] | null;
  /** 95 % bootstrap interval of `trtr`; absent where it could not be computed. */
  readonly trtrInterval?: readonly [number, number];
  readonly scores: readonly {
    readonly metric: UtilityMetric;
    readonly tstr: number | null;
    readonly trtr: number | null;
  }[];
  readonly roc: { readonly tstr: Roc; readonly trtr: Roc } | null;
}

export type UtilityMetric = "accuracy" | "macroF1" | "auc" | "averagePrecision" | "r2" | "rmse" | "mae";

export interface Privacy {
  /** Synthetic rows equal to a training row in every compared column; `share` of synthetic rows. */
  readonly exactCopies: {
    readonly count: number;
    readonly share: number;
    readonly ceiling: number | null;
  } & Explained;
  /** Share of synthetic rows nearer to training than to holdout rows (ties half), 0.5 best, equal-size sides. */
  readonly dcrShare: (Interval & Explained) | null;
  readonly dcrOverfittingProtection: (Metric & Explained) | null;
  readonly dcrBaselineProtection: (Metric & Explained) | null;
  readonly nndr: (Metric & Explained) | null;
  readonly dcr: {
    readonly edges: readonly number[];
    readonly syntheticToTraining: readonly number[];
    readonly syntheticToHoldout: readonly number[] | null;
    readonly holdoutToTraining: readonly number[] | null;
    readonly median: {
      readonly syntheticToTraining: number;
      readonly syntheticToHoldout: number | null;
      readonly holdoutToTraining: number | null;
    };
    readonly rows: {
      readonly synthetic: number;
      readonly training: number;
      readonly holdout: number | null;
      readonly sampled: boolean;
    };
  } | null;
  readonly membershipInference:
    | (Attack & {
        readonly attacks: readonly ({ readonly name: "distance" | "densityRatio" } & Attack)[];
      } & Explained)
    | null;
  readonly singlingOut: { readonly univariate: AttackRisk; readonly multivariate: AttackRisk } | null;
  readonly linkability: AttackRisk | null;
  readonly attributeInference: {
    readonly worst: AttackRisk;
    readonly columns: readonly ({ readonly column: string } & AttackRisk)[];
  } | null;
  readonly disclosureProtection: readonly ({
    readonly column: string;
    readonly known: readonly string[];
  } & Metric &
    Explained)[];
  readonly rareCategories: {
    readonly leaked: number;
    readonly values: readonly {
      readonly column: string;
      readonly trainingRows: number;
      readonly syntheticRows: number;
    }[];
  } & Explained;
  readonly kAnonymity:
    | ({
        readonly quasiIdentifiers: readonly string[];
        readonly real: KAnonymity;
        readonly synthetic: KAnonymity;
      } & Explained)
    | null;
}

export interface Attack {
  /** 0.5 = no better than guessing. */
  readonly auc: number;
  readonly aucInterval: readonly [number, number];
  /** True-positive rate at 1 % false positives. */
  readonly tprAt1Fpr: number;
  readonly tprInterval: readonly [number, number];
}

/** After Giomi et al., anonymeter, PoPETs 2023: residual risk (attack − control) / (1 − control), Wilson intervals. */
export interface AttackRisk extends Explained {
  readonly risk: number;
  readonly interval: readonly [number, number];
  readonly attackRate: number;
  readonly controlRate: number | null;
  readonly baselineRate: number;
  readonly attacks: number;
}

export interface KAnonymity {
  /** Smallest group of rows sharing all quasi-identifier values (numbers in deciles). */
  readonly k: number;
  /** Share of rows in groups smaller than 5. */
  readonly below5: number;
  /** Mean of 1 / group size: the prosecutor's expected re-identification rate. */
  readonly reidentificationRisk: number;
}

export interface GateResult {
  readonly metric: string;
  readonly value: number | null;
  readonly bound: { readonly min?: number; readonly max?: number; readonly relativeToCeiling?: boolean };
  readonly passed: boolean;
  readonly message: string;
}

export interface TrainingInfo {
  readonly model: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly seconds: number;
  readonly epochs: number | null;
  /** One array per named loss, per epoch. */
  readonly losses: Readonly<Record<string, readonly number[]>>;
}
