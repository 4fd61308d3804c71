import { normalPdf, normalQuantile } from "../../numerics/normal.ts";
import { findColumn, type Table } from "../../table/table.ts";
import type {
  ContinuousColumn,
  DiscreteColumn,
  JsonValue,
  ModelColumn,
  ModelTable,
} from "../../transform/modelTable.ts";
import type { EmpiricalMarginal, ValueRange } from "../marginals/empirical.ts";
import { fitMarginal } from "../marginals/fitMarginal.ts";
import type { Marginal, MarginalKind } from "../marginals/marginal.ts";
import { clip } from "../marginals/parametric.ts";

/**
 * One standard normal variable of the copula. A discrete column is one (its categories, missing included, as intervals
 * in `order`); a continuous column is one for its value and, where it can be missing, one for that.
 */
export type Latent = CategoryLatent | ValueLatent | MissingLatent;

export interface CategoryLatent {
  readonly kind: "category";
  /** Index of the column. */
  readonly column: number;
  /** Code of each interval, ascending; the number of categories stands for missing. */
  readonly order: Int32Array;
  /** Shares summed up to each interval: one more entry than intervals, from 0 to 1. */
  readonly cumulative: Float64Array;
  /** Their normal scores, from −∞ to ∞. */
  readonly thresholds: Float64Array;
}

export interface ValueLatent {
  readonly kind: "value";
  readonly column: number;
  readonly marginal: Marginal;
  /** Of the bins of an empirical marginal, else null. */
  readonly thresholds: Float64Array | null;
}

/** Present below `threshold`, missing above. */
export interface MissingLatent {
  readonly kind: "missing";
  readonly column: number;
  readonly share: number;
  readonly threshold: number;
}

/** The latents of one column. `order`: codes from lowest to highest, missing included; as they come when undefined. */
export function fitLatents(
  data: ModelTable,
  column: number,
  kind: MarginalKind,
  order: Int32Array | undefined,
): Latent[] {
  const meta = data.columns[column]!;
  if (meta.kind === "discrete") {
    const shares = categoryShares(data.table, meta);
    return [categoryLatent(column, order ?? Int32Array.from(shares.keys()), shares)];
  }
  const values = numbersOf(data.table, meta.name);
  const value = valueLatent(column, fitMarginal(kind, values, observedRange(meta, values)));
  if (!meta.missing) return [value];
  const gone = values.reduce((n, v) => n + (Number.isNaN(v) ? 1 : 0), 0);
  return [value, missingLatent(column, gone / values.length)];
}

/** The column's range where the data reach it: a wider one from the config says nothing about the distribution. */
export function observedRange(meta: ContinuousColumn, values: Float64Array): ValueRange {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const v of values) {
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return {
    min: min === meta.min ? min : Number.POSITIVE_INFINITY,
    max: max === meta.max ? max : Number.NEGATIVE_INFINITY,
  };
}

/** Shares of the categories, and of missing where the column allows it. */
function categoryShares(table: Table, meta: DiscreteColumn): Float64Array {
  const shares = new Float64Array(meta.categories.length + (meta.missing ? 1 : 0));
  for (const code of codesOf(table, meta)) shares[code]! += 1 / table.rows;
  return shares;
}

/** Codes into `meta.categories`, missing as the one after the last. */
export function codesOf(table: Table, meta: DiscreteColumn): Int32Array {
  const column = findColumn(table, meta.name);
  if (column?.kind !== "string") throw new Error(`column ${meta.name} holds no categories`);
  return column.codes.map((code) => (code < 0 ? meta.categories.length : code));
}

export function numbersOf(table: Table, name: string): Float64Array {
  const column = findColumn(table, name);
  if (column?.kind !== "number") throw new Error(`column ${name} holds no numbers`);
  return column.values;
}

/**
 * Normal scores per row: the mean of the latent given the row's interval, or for a parametric marginal the score
 * itself, standardized. NaN where the value is missing.
 */
export function latentScores(latent: Latent, table: Table, columns: readonly ModelColumn[]): Float64Array {
  const meta = columns[latent.column]!;
  if (latent.kind === "category") {
    const means = intervalMeans(latent.thresholds, latent.cumulative);
    const byCode = new Float64Array(latent.order.length);
    latent.order.forEach((code, b) => {
      byCode[code] = means[b]!;
    });
    return Float64Array.from(codesOf(table, meta as DiscreteColumn), (code) => byCode[code]!);
  }
  const values = numbersOf(table, meta.name);
  if (latent.kind === "missing") {
    const [present, gone] = intervalMeans(
      missingThresholds(latent),
      missingCumulative(latent),
    ) as unknown as [number, number];
    return values.map((v) => (Number.isNaN(v) ? gone : present));
  }
  if (latent.thresholds !== null) {
    const marginal = latent.marginal as EmpiricalMarginal;
    const means = intervalMeans(latent.thresholds, marginal.cumulative);
    return values.map((v) => (Number.isNaN(v) ? v : means[marginal.binOf(v)]!));
  }
  return standardized(parametricScores(latent.marginal, values));
}

/** The steps by which scores follow the latent: thresholds and the score between them; null when they are the same. */
export function latentSteps(latent: Latent): { thresholds: Float64Array; means: Float64Array } | null {
  if (latent.kind === "category")
    return { thresholds: latent.thresholds, means: intervalMeans(latent.thresholds, latent.cumulative) };
  if (latent.kind === "missing") {
    const thresholds = missingThresholds(latent);
    return { thresholds, means: intervalMeans(thresholds, missingCumulative(latent)) };
  }
  if (latent.thresholds === null) return null;
  const { cumulative } = latent.marginal as EmpiricalMarginal;
  return { thresholds: latent.thresholds, means: intervalMeans(latent.thresholds, cumulative) };
}

export function saveLatent(latent: Latent): JsonValue {
  const { kind, column } = latent;
  if (latent.kind === "category")
    return { kind, column, order: [...latent.order], cumulative: [...latent.cumulative] };
  if (latent.kind === "missing") return { kind, column, share: latent.share };
  return { kind, column, marginal: latent.marginal.save() };
}

function categoryLatent(column: number, order: Int32Array, shares: Float64Array): CategoryLatent {
  const cumulative = new Float64Array(order.length + 1);
  order.forEach((code, b) => {
    cumulative[b + 1] = Math.min(1, cumulative[b]! + shares[code]!);
  });
  cumulative[order.length] = 1;
  return { kind: "category", column, order, cumulative, thresholds: cumulative.map(normalQuantile) };
}

export function valueLatent(column: number, marginal: Marginal): ValueLatent {
  const thresholds =
    marginal.kind === "empirical" ? (marginal as EmpiricalMarginal).cumulative.map(scoreOf) : null;
  return { kind: "value", column, marginal, thresholds };
}

export function missingLatent(column: number, share: number): MissingLatent {
  return { kind: "missing", column, share, threshold: normalQuantile(1 - share) };
}

function missingCumulative(latent: MissingLatent): Float64Array {
  return Float64Array.of(0, 1 - latent.share, 1);
}

function missingThresholds(latent: MissingLatent): Float64Array {
  return Float64Array.of(Number.NEGATIVE_INFINITY, latent.threshold, Number.POSITIVE_INFINITY);
}

function scoreOf(u: number): number {
  return normalQuantile(Math.min(1, Math.max(0, u)));
}

/** E[Z | τ_b < Z < τ_{b+1}] = (φ(τ_b) − φ(τ_{b+1})) / P. */
function intervalMeans(thresholds: Float64Array, cumulative: Float64Array): Float64Array {
  const means = new Float64Array(thresholds.length - 1);
  for (let b = 0; b < means.length; b++) {
    const mass = cumulative[b + 1]! - cumulative[b]!;
    const low = thresholds[b]!;
    means[b] =
      mass > 1e-12 ? (normalPdf(low) - normalPdf(thresholds[b + 1]!)) / mass : Number.isFinite(low) ? low : 0;
  }
  return means;
}

/** Φ⁻¹(F(x)), each distinct value once; NaN stays. */
export function parametricScores(marginal: Marginal, values: Float64Array): Float64Array {
  const known = new Map<number, number>();
  return values.map((v) => {
    if (Number.isNaN(v)) return v;
    let score = known.get(v);
    if (score === undefined) {
      score = normalQuantile(clip(marginal.cdf(v)));
      known.set(v, score);
    }
    return score;
  });
}

function standardized(values: Float64Array): Float64Array {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (const v of values)
    if (!Number.isNaN(v)) {
      n++;
      sum += v;
      squares += v * v;
    }
  const mean = sum / n;
  const std = Math.sqrt(Math.max(0, squares / n - mean * mean)) || 1;
  return values.map((v) => (v - mean) / std);
}
