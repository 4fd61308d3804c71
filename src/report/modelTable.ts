import type { ReportJson } from "../protocol/report.ts";

export interface ComparedRun {
  readonly model: string;
  readonly seed: number;
  readonly report: ReportJson;
  /** Preprocessing and training. */
  readonly trainSeconds: number;
  readonly totalSeconds: number;
  readonly peakMb: number | null;
}

export interface ModelMetric {
  readonly key: string;
  readonly title: string;
  readonly hint: string;
  readonly digits: number;
  /** `half`: 0.5 is best. */
  readonly best: "high" | "low" | "half";
  read(run: ComparedRun): number | null;
}

/** The columns of a comparison of models. */
export const modelMetrics: readonly ModelMetric[] = [
  metric(
    "columnShapes",
    "Column Shapes",
    "mean KSComplement and TVComplement",
    3,
    "high",
    (r) => r.fidelity?.columnShapes.score,
  ),
  metric(
    "pairTrends",
    "Pair Trends",
    "SDMetrics' default thresholds",
    3,
    "high",
    (r) => r.fidelity?.columnPairTrends.score,
  ),
  metric(
    "pairTrendsAll",
    "Pair Trends, all",
    "every pair",
    3,
    "high",
    (r) => r.fidelity?.columnPairTrends.scoreAllPairs,
  ),
  metric(
    "detection",
    "Detector AUC",
    "gradient boosting; 0.5 is best",
    3,
    "half",
    (r) => r.fidelity?.detection.boosting?.auc,
  ),
  metric(
    "tstr",
    "Trained on synthetic",
    "gradient boosting tested on held-out real rows (AUC or R²)",
    3,
    "high",
    (r) => r.utility?.models.find((m) => m.model === "gradientBoosting")?.tstr,
  ),
  metric(
    "trtr",
    "Trained on real",
    "the same, trained on real rows",
    3,
    "high",
    (r) => r.utility?.models.find((m) => m.model === "gradientBoosting")?.trtr,
  ),
  metric(
    "dcrShare",
    "DCR share",
    "synthetic rows nearer to training than to held-out rows; 0.5 is best",
    3,
    "half",
    (r) => r.privacy?.dcrShare?.value,
  ),
  metric(
    "membership",
    "Membership AUC",
    "0.5 is best",
    3,
    "half",
    (r) => r.privacy?.membershipInference?.auc,
  ),
  metric(
    "copies",
    "Exact copies",
    "share of synthetic rows equal to a training row",
    4,
    "low",
    (r) => r.privacy?.exactCopies.share,
  ),
  metric("fidelity", "Fidelity", "verdict", 3, "high", (r) => r.verdict.fidelity.score),
  metric("utility", "Utility", "verdict", 3, "high", (r) => r.verdict.utility.score),
  metric("privacy", "Privacy", "verdict", 3, "high", (r) => r.verdict.privacy.score),
  {
    key: "train",
    title: "Train, s",
    hint: "preprocessing and training",
    digits: 1,
    best: "low",
    read: (run) => run.trainSeconds,
  },
  {
    key: "peak",
    title: "Peak, MB",
    hint: "of the whole run, report included",
    digits: 0,
    best: "low",
    read: (run) => run.peakMb,
  },
];

export interface Spread {
  readonly mean: number | null;
  /** Sample standard deviation over seeds; null for fewer than two. */
  readonly deviation: number | null;
}

/** Mean and spread of a metric over the runs that have it. */
export function spread(runs: readonly ComparedRun[], { read }: ModelMetric): Spread {
  const values = runs.map(read).filter((value) => value !== null);
  if (values.length === 0) return { mean: null, deviation: null };
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  if (values.length < 2) return { mean, deviation: null };
  return {
    mean,
    deviation: Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1)),
  };
}

/** `0.987` or `0.987 ± 0.002` */
export function showSpread({ mean, deviation }: Spread, digits: number): string {
  if (mean === null) return "–";
  return deviation === null ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
}

export function groupByModel(runs: readonly ComparedRun[]): Map<string, ComparedRun[]> {
  const groups = new Map<string, ComparedRun[]>();
  for (const run of runs) groups.set(run.model, [...(groups.get(run.model) ?? []), run]);
  return groups;
}

/** A Markdown table: one line a model. */
export function modelMarkdown(runs: readonly ComparedRun[]): string {
  const lines = [
    `| model | ${modelMetrics.map((m) => m.title).join(" | ")} |`,
    `|---|${modelMetrics.map(() => "---:|").join("")}`,
    ...[...groupByModel(runs)].map(
      ([model, group]) =>
        `| ${model} | ${modelMetrics.map((m) => showSpread(spread(group, m), m.digits)).join(" | ")} |`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function metric(
  key: string,
  title: string,
  hint: string,
  digits: number,
  best: ModelMetric["best"],
  read: (report: ReportJson) => number | null | undefined,
): ModelMetric {
  return { key, title, hint, digits, best, read: (run) => read(run.report) ?? null };
}
