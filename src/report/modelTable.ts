import { decimal, inEnglish, inLanguage, type Language, say, sayText } from "../language/language.ts";
import type { Goal } from "../metrics/goal.ts";
import { type MetricKey, metricKeys, metricTable, readMetric } from "../metrics/metricTable.ts";
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

/** A column of a comparison of models. */
export interface ModelMetric {
  readonly title: string;
  readonly hint: string;
  readonly digits: number;
  /** Null: no model is better than another by it. */
  readonly goal: Goal | null;
  read(run: ComparedRun): number | null;
}

export const modelMetrics: readonly ModelMetric[] = [
  ...metricKeys.flatMap(comparedColumns),
  {
    title: "Train, s",
    hint: "preprocessing and training",
    digits: 1,
    goal: "low",
    read: (run) => run.trainSeconds,
  },
  {
    title: "Peak, MB",
    hint: "of the whole run, report included",
    digits: 0,
    goal: "low",
    read: (run) => run.peakMb,
  },
];

function comparedColumns(key: MetricKey): ModelMetric[] {
  const { compared, goal } = metricTable[key];
  if (compared === undefined) return [];
  const { title, hint, digits, ceiling } = compared;
  const value: ModelMetric = {
    title,
    hint,
    digits,
    goal,
    read: ({ report }) => readMetric(report, key).value,
  };
  if (ceiling === undefined) return [value];
  return [value, { ...ceiling, digits, goal: null, read: ({ report }) => readMetric(report, key).ceiling }];
}

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

/** `0.987` or `0.987 ± 0.002`, in the language that is spoken. */
export function showSpread({ mean, deviation }: Spread, digits: number): string {
  if (mean === null) return "–";
  return decimal(
    deviation === null ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`,
  );
}

export function groupByModel(runs: readonly ComparedRun[]): Map<string, ComparedRun[]> {
  const groups = new Map<string, ComparedRun[]>();
  for (const run of runs) groups.set(run.model, [...(groups.get(run.model) ?? []), run]);
  return groups;
}

/** A Markdown table: one line a model. */
export function modelMarkdown(runs: readonly ComparedRun[], language: Language = inEnglish): string {
  return inLanguage(language, [], () => {
    const lines = [
      `| ${say("Model")} | ${modelMetrics.map((m) => sayText(m.title)).join(" | ")} |`,
      `|---|${modelMetrics.map(() => "---:|").join("")}`,
      ...[...groupByModel(runs)].map(
        ([model, group]) =>
          `| ${model} | ${modelMetrics.map((m) => showSpread(spread(group, m), m.digits)).join(" | ")} |`,
      ),
    ];
    return `${lines.join("\n")}\n`;
  });
}
