import type { MetricKey } from "../metrics/metricTable.ts";
import type { Measured } from "../protocol/metric.ts";
import { rulesKept } from "./diagnostic/rulesKept.ts";
import type { QualityInput } from "./input.ts";
import type { ReportInput } from "./reportInput.ts";

export interface MeasureInput {
  /** The tables as they were read, with all their columns, and the settings. */
  readonly input: ReportInput;
  /** The tables made comparable. */
  readonly quality: QualityInput;
}

/** Measures one metric; null where it does not apply. */
export type Measure = (input: MeasureInput) => Measured | null | Promise<Measured | null>;

/**
 * Metrics that need no place of their own in the report: the result stands in `measures` under the key of the metric's card, which
 * reads it with `measuredReading(key)`. A status other than good counts in the verdict of its section.
 */
export const measures: Readonly<Partial<Record<MetricKey, Measure>>> = {
  rulesKept: ({ input }) => rulesKept({ ...input, rules: input.rules ?? [], decimals: decimalsOf(input) }),
};

function decimalsOf({ columns }: ReportInput): (name: string) => number | null {
  const known = new Map(columns.map(({ name, format }) => [name, format?.decimals ?? null]));
  return (name) => known.get(name) ?? null;
}
