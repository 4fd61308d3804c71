import type { ReportColumn } from "../../protocol/report.ts";
import { heldNumbers } from "../../table/protection/heldNumbers.ts";
import { HeldCounts, type Holders, toldCounts } from "../../table/protection/holders.ts";
import { kOf } from "../../table/protection/kOf.ts";
import { protectedCounts, shownBins, shownRows } from "../../table/protection/protectedCounts.ts";
import { protectedRange } from "../../table/protection/protectedRange.ts";
import { roundDates, roundNumbers } from "../../table/protection/roundValues.ts";
import { type Column, missingCount, type StringColumn } from "../../table/table.ts";

import type { QualityInput } from "../input.ts";
import { listSides, mapSides, type Sides } from "./sides.ts";

type Marginal = NonNullable<ReportColumn["marginal"]>;

/** Most labels shown; the rest, and categories of fewer than k real rows, share one label. */
const maxLabels = 30;
const targetBins = 24;

/**
 * Distribution and missing share of every column on all sides, over common bins or categories. Bin edges are round numbers over
 * the protected range, and bins of few real rows are empty, so that no extreme of a real row is written into the report; ids and free text have no marginal.
 */
export function describeColumns(
  input: Pick<QualityInput, "real" | "synthetic" | "holdout" | "columns" | "holders">,
): ReportColumn[] {
  const { holders } = input;
  const k = kOf(input.real.rows + (input.holdout?.rows ?? 0));
  return input.columns.map((spec, i) => {
    const sides: Sides<Column> = mapSides(
      { real: input.real, synthetic: input.synthetic, holdout: input.holdout },
      (table) => table.columns[i]!,
    );
    const missing = mapSides(sides, missingShare);
    return {
      name: spec.name,
      sdtype: spec.sdtype,
      marginal: marginal(spec.sdtype, sides, { k, holders }),
      missing,
    };
  });
}

/** How many rows or persons must share what is shown. */
interface ShareRule {
  readonly k: number;
  readonly holders?: Holders | undefined;
}

function marginal(sdtype: ReportColumn["sdtype"], sides: Sides<Column>, rule: ShareRule): Marginal | null {
  if (sdtype === "id" || sdtype === "text") return null;
  if (sides.real.kind === "string") return categoryMarginal(sides as Sides<StringColumn>, rule);
  const values = mapSides(sides, (c) => (c.kind === "string" ? new Float64Array(0) : c.values));
  const told = { ...values, real: heldNumbers(values.real, rule.k, rule.holders) };
  const edges = roundEdges(told, sdtype === "datetime", rule.k);
  if (edges === null) return null;
  const { real, synthetic, holdout } = values;
  return {
    kind: "bins",
    edges,
    labels: null,
    real: binShares(real, edges, { k: shownRows, holders: rule.holders }),
    synthetic: binShares(synthetic, edges, { k: 1 }),
    holdout: holdout === null ? null : binShares(holdout, edges, { k: shownRows }),
  };
}

function categoryMarginal(sides: Sides<StringColumn>, { k, holders }: ShareRule): Marginal | null {
  const counts = mapSides(sides, countCodes);
  const real = counts.real;
  const told = toldCounts({ codes: sides.real.codes, distinct: sides.real.dictionary.length }, k, holders);
  const order = Array.from(real.keys())
    .filter((code) => told[code]! >= k)
    .sort((a, b) => real[b]! - real[a]! || a - b)
    .slice(0, maxLabels);
  const labels = order.map((code) => sides.real.dictionary[code]!);
  const rest = mapSides(counts, (c) => total(c) - order.reduce((sum, code) => sum + c[code]!, 0));
  const hasRest = listSides(rest).some((n) => n > 0);
  if (labels.length === 0 && !hasRest) return null;
  const shares = (c: Float64Array, other: number) => {
    const n = total(c);
    const out = order.map((code) => ratio(c[code]!, n));
    return hasRest ? [...out, ratio(other, n)] : out;
  };
  return {
    kind: "categories",
    edges: null,
    labels: hasRest ? [...labels, "(other)"] : labels,
    real: shares(counts.real, rest.real),
    synthetic: shares(counts.synthetic, rest.synthetic),
    holdout: counts.holdout === null || rest.holdout === null ? null : shares(counts.holdout, rest.holdout),
  };
}

/** Round edges over the protected range of the real side, widened by at most half of it for what the synthetic side adds. */
function roundEdges(values: Sides<Float64Array>, datetime: boolean, k: number): number[] | null {
  const told = protectedRange(values.real, { k, candidates: datetime ? roundDates : roundNumbers });
  const low = told === null ? Number.POSITIVE_INFINITY : Math.min(told.min, ...told.spikes);
  const high = told === null ? Number.NEGATIVE_INFINITY : Math.max(told.max, ...told.spikes);
  const [syntheticLow, syntheticHigh] = range([values.synthetic]);
  const bins = shownBins(values.real.length, targetBins);
  const over = { bins, datetime };
  if (low > high) return syntheticLow > syntheticHigh ? null : spread(syntheticLow, syntheticHigh, over);
  const width = high - low;
  return spread(
    Math.min(low, Math.max(syntheticLow, low - width / 2)),
    Math.max(high, Math.min(syntheticHigh, high + width / 2)),
    over,
  );
}

function spread(
  low: number,
  high: number,
  { bins, datetime }: { readonly bins: number; readonly datetime: boolean },
): number[] {
  const magnitude = Math.max(Math.abs(low), Math.abs(high));
  const distinct = high - low > Math.max(magnitude * 1e-9, 1e-300);
  const wanted = distinct
    ? (high - low) / bins
    : Math.max(magnitude / 10, datetime ? dayMilliseconds : 1e-12);
  const step = datetime ? datetimeStep(wanted) : roundStep(wanted);
  const first = Math.floor(low / step);
  const last = Math.max(Math.floor(high / step) + 1, first + 1);
  return Array.from({ length: last - first + 1 }, (_, i) => cleanProduct(first + i, step));
}

const dayMilliseconds = 86_400_000;
const datetimeSteps = [
  1e3,
  5e3,
  15e3,
  60e3,
  300e3,
  900e3,
  3600e3,
  10800e3,
  21600e3,
  43200e3,
  dayMilliseconds,
  2 * dayMilliseconds,
  7 * dayMilliseconds,
  14 * dayMilliseconds,
  30 * dayMilliseconds,
  91 * dayMilliseconds,
  182 * dayMilliseconds,
  365 * dayMilliseconds,
  1826 * dayMilliseconds,
  3652 * dayMilliseconds,
];

function datetimeStep(wanted: number): number {
  if (wanted < 1e3) return roundStep(wanted);
  return (
    datetimeSteps.find((step) => step >= wanted) ?? roundStep(wanted / dayMilliseconds) * dayMilliseconds
  );
}

/** The next of 1, 2, 5 · 10^k. */
function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = wanted / power;
  return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
}

/** k · step without the dust of binary fractions. */
function cleanProduct(k: number, step: number): number {
  return Number((k * step).toPrecision(12));
}

/** Shares over the bins, the outer ones open; where `k` is above 1, bins of too few rows, or persons, are empty. */
function binShares(values: Float64Array, edges: readonly number[], { k, holders }: ShareRule): number[] {
  const bins = edges.length - 1;
  const counts = new HeldCounts(bins, k, holders);
  const scale = bins / (edges[bins]! - edges[0]!);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (Number.isNaN(v)) continue;
    n++;
    counts.add(Math.min(Math.max(Math.floor((v - edges[0]!) * scale), 0), bins - 1), i);
  }
  return Array.from(k > 1 ? protectedCounts(counts.told()) : counts.rows, (c) => ratio(c, n));
}

function range(sides: readonly Float64Array[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const values of sides)
    for (let i = 0; i < values.length; i++) {
      const v = values[i]!;
      if (v < low) low = v;
      if (v > high) high = v;
    }
  return [low, high];
}

function countCodes(column: StringColumn): Float64Array {
  const counts = new Float64Array(column.dictionary.length);
  for (let i = 0; i < column.codes.length; i++) if (column.codes[i]! >= 0) counts[column.codes[i]!]!++;
  return counts;
}

function missingShare(column: Column): number {
  return ratio(missingCount(column), column.kind === "string" ? column.codes.length : column.values.length);
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, n) => sum + n, 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
