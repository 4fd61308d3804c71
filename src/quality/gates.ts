import type { Gate } from "../config/gates.ts";
import type { MeasuredReport, Reading } from "../metrics/metricCard.ts";
import { isMetricKey, type MetricKey, metricTable, readMetric } from "../metrics/metricTable.ts";
import type { GateResult } from "../protocol/report.ts";

export type Gates = Readonly<
  Partial<Record<MetricKey, (Pick<Gate, "min" | "max"> & Partial<Gate>) | undefined>>
>;

/**
 * One result per gate, in the order written. Bounds are inclusive; with `relativeToCeiling` the bound is on value ÷ ceiling (0 ÷ 0 is 1).
 * A gate whose value, or needed ceiling, is missing fails.
 */
export function evaluateGates(report: MeasuredReport, gates: Gates): GateResult[] {
  return Object.entries(gates).map(([metric, gate]) => {
    const bound = boundOf(gate ?? {});
    if (!isMetricKey(metric))
      return {
        metric,
        value: null,
        bound,
        passed: false,
        message: `${metric} is not a metric that can be gated.`,
      };
    const found = readMetric(report, metric);
    return { metric, value: found.value, bound, ...judgeGate(metric, found, bound) };
  });
}

function boundOf({ min, max, relativeToCeiling = false }: Partial<Gate>): GateResult["bound"] {
  return {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(relativeToCeiling ? { relativeToCeiling } : {}),
  };
}

function judgeGate(
  metric: MetricKey,
  { value, ceiling }: Reading,
  { min, max, relativeToCeiling: relative = false }: GateResult["bound"],
): { passed: boolean; message: string } {
  if (value === null) {
    const why = metricTable[metric].needsHoldout
      ? "it needs a holdout, or its section was skipped"
      : "its section was skipped or nothing could be measured";
    return { passed: false, message: `${metric} has no value: ${why}.` };
  }
  if (relative && ceiling === null)
    return { passed: false, message: `${metric} has no ceiling to be compared with: give a holdout.` };
  const compared = !relative ? value : ceiling === 0 && value === 0 ? 1 : value / ceiling!;
  const what = relative
    ? Number.isFinite(compared)
      ? `${metric} is ${show(value)}, ${show(100 * compared)} % of its ceiling ${show(ceiling!)}`
      : `${metric} is ${show(value)} where its ceiling is 0`
    : `${metric} is ${show(value)}`;
  const unit = (bound: number) => (relative ? `${show(100 * bound)} %` : show(bound));
  if (min !== undefined && !(compared >= min))
    return { passed: false, message: `${what}, below the minimum ${unit(min)}.` };
  if (max !== undefined && !(compared <= max))
    return { passed: false, message: `${what}, above the maximum ${unit(max)}.` };
  return { passed: true, message: `${what}.` };
}

function show(value: number): string {
  return String(Number(value.toPrecision(4)));
}
