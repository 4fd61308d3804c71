import { fidelityMetrics } from "./fidelityMetrics.ts";
import type { MeasuredReport, MetricCard, Reading } from "./metricCard.ts";
import { privacyMetrics } from "./privacyMetrics.ts";
import { utilityMetrics } from "./utilityMetrics.ts";
import { verdictMetrics } from "./verdictMetrics.ts";

/**
 * Every metric of a report, by key, in reading order. Gates, summaries, tables, comparisons, the editor's choices and the
 * documentation loop over it. To add one, see CONTRIBUTING.md.
 */
const cards = { ...verdictMetrics, ...fidelityMetrics, ...utilityMetrics, ...privacyMetrics } as const;

export type MetricKey = keyof typeof cards;

export const metricTable: Readonly<Record<MetricKey, MetricCard>> = cards;

export const metricKeys = Object.keys(cards) as MetricKey[];

export function isMetricKey(key: string): key is MetricKey {
  return Object.hasOwn(cards, key);
}

/** Returns what the report says about a metric. */
export function readMetric(report: MeasuredReport, key: MetricKey): Reading {
  return metricTable[key].read(report);
}

/** Returns the sentence that describes a metric to those who write a gate, with its place in `report.json`. */
export function metricSentence({ description, place }: Pick<MetricCard, "description" | "place">): string {
  return `${description} (\`${place}\`).`;
}
