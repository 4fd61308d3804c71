import { type Gate, type GateMetricName, gateMetrics } from "../config/gates.ts";
import type { GateResult, Metric, ReportJson } from "../protocol/report.ts";

export type Gates = Readonly<
  Partial<Record<GateMetricName, (Pick<Gate, "min" | "max"> & Partial<Gate>) | undefined>>
>;
type Gated = Omit<ReportJson, "gates">;
interface Reading {
  readonly value: number | null;
  readonly ceiling: number | null;
}

/**
 * One result per gate, in the order written. Bounds are inclusive; with `relativeToCeiling` the bound is on value ÷ ceiling (0 ÷ 0 is 1).
 * A gate whose value, or needed ceiling, is missing fails.
 */
export function evaluateGates(report: Gated, gates: Gates): GateResult[] {
  return Object.entries(gates).map(([metric, gate]) => {
    const { min, max, relativeToCeiling = false } = gate ?? {};
    const bound = {
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
      ...(relativeToCeiling ? { relativeToCeiling } : {}),
    };
    const read = readings[metric as GateMetricName] as ((report: Gated) => Reading) | undefined;
    if (read === undefined)
      return {
        metric,
        value: null,
        bound,
        passed: false,
        message: `${metric} is not a metric that can be gated.`,
      };
    const { value, ceiling } = read(report);
    return {
      metric,
      value,
      bound,
      ...judge(metric as GateMetricName, value, ceiling, min, max, relativeToCeiling),
    };
  });
}

function judge(
  metric: GateMetricName,
  value: number | null,
  ceiling: number | null,
  min: number | undefined,
  max: number | undefined,
  relative: boolean,
): { passed: boolean; message: string } {
  if (value === null) {
    const why = gateMetrics[metric].needsHoldout
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

const alone = (value: number | null | undefined): Reading => ({ value: value ?? null, ceiling: null });
const beside = (value: number | null | undefined, ceiling: number | null | undefined): Reading => ({
  value: value ?? null,
  ceiling: ceiling ?? null,
});
const metricOf = (metric: Metric | null | undefined): Reading => beside(metric?.value, metric?.ceiling);
const worst = (
  values: readonly (number | null | undefined)[],
  pick: (...values: number[]) => number,
): number | null => {
  const known = values.filter((v): v is number => typeof v === "number");
  return known.length === 0 ? null : pick(...known);
};

const readings: Readonly<Record<GateMetricName, (report: Gated) => Reading>> = {
  fidelity: (r) => alone(r.verdict.fidelity.score),
  utility: (r) => alone(r.verdict.utility.score),
  privacy: (r) => alone(r.verdict.privacy.score),
  diagnostic: (r) => alone(r.diagnostic?.score),
  qualityScore: (r) =>
    beside(
      r.fidelity?.score,
      meanOfTwo(r.fidelity?.columnShapes.ceiling, r.fidelity?.columnPairTrends.ceiling),
    ),
  columnShapes: (r) => beside(r.fidelity?.columnShapes.score, r.fidelity?.columnShapes.ceiling),
  columnPairTrends: (r) => beside(r.fidelity?.columnPairTrends.score, r.fidelity?.columnPairTrends.ceiling),
  columnPairTrendsAllPairs: (r) =>
    beside(r.fidelity?.columnPairTrends.scoreAllPairs, r.fidelity?.columnPairTrends.ceilingAllPairs),
  columnPairTrendsCommonBins: (r) =>
    beside(r.fidelity?.columnPairTrends.scoreCommonBins, r.fidelity?.columnPairTrends.ceilingCommonBins),
  accuracy: (r) => beside(r.fidelity?.accuracy?.overall.value, r.fidelity?.accuracy?.overall.ceiling),
  wnmis: (r) => metricOf(r.fidelity?.wnmis),
  alphaPrecision: (r) => metricOf(r.fidelity?.alphaPrecision),
  betaRecall: (r) => metricOf(r.fidelity?.betaRecall),
  detectionLogistic: (r) =>
    beside(r.fidelity?.detection.logistic?.auc, r.fidelity?.detection.logistic?.ceiling),
  detectionBoosting: (r) =>
    beside(r.fidelity?.detection.boosting?.auc, r.fidelity?.detection.boosting?.ceiling),
  tstr: (r) => {
    const model = r.utility?.models.find((m) => m.model === "gradientBoosting");
    return beside(model?.tstr, model?.trtr);
  },
  utilityGap: (r) => alone(r.utility?.models.find((m) => m.model === "gradientBoosting")?.gap),
  importanceAgreement: (r) => alone(r.utility?.importanceAgreement),
  exactCopies: (r) => beside(r.privacy?.exactCopies.share, r.privacy?.exactCopies.ceiling),
  dcrShare: (r) => alone(r.privacy?.dcrShare?.value),
  dcrOverfittingProtection: (r) => metricOf(r.privacy?.dcrOverfittingProtection),
  dcrBaselineProtection: (r) => metricOf(r.privacy?.dcrBaselineProtection),
  nndr: (r) => metricOf(r.privacy?.nndr),
  membershipInference: (r) => alone(r.privacy?.membershipInference?.auc),
  membershipInferenceTpr: (r) => alone(r.privacy?.membershipInference?.tprAt1Fpr),
  singlingOut: (r) =>
    alone(
      worst([r.privacy?.singlingOut?.univariate.risk, r.privacy?.singlingOut?.multivariate.risk], Math.max),
    ),
  linkability: (r) => alone(r.privacy?.linkability?.risk),
  attributeInference: (r) => alone(r.privacy?.attributeInference?.worst.risk),
  disclosureProtection: (r) =>
    alone(worst(r.privacy?.disclosureProtection.map((d) => d.value) ?? [], Math.min)),
  rareCategories: (r) => alone(r.privacy?.rareCategories.leaked),
  reidentificationRisk: (r) => alone(r.privacy?.kAnonymity?.synthetic.reidentificationRisk),
};

function meanOfTwo(a: number | null | undefined, b: number | null | undefined): number | null {
  if (typeof a !== "number") return b ?? null;
  return typeof b === "number" ? (a + b) / 2 : a;
}
