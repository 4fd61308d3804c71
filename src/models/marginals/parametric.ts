import jStat from "jstat";
import { digamma } from "../../numerics/gamma.ts";
import { normalCdf, normalMass, normalQuantile } from "../../numerics/normal.ts";
import { compressValues, type WeightedPoints } from "../../transform/matrix/weightedPoints.ts";
import type { JsonValue } from "../../transform/modelTable.ts";
import { fitEmpirical } from "./empirical.ts";
import type { Marginal, MarginalKind } from "./marginal.ts";

export type ParametricKind = Exclude<MarginalKind, "empirical">;

/**
 * SciPy's parameters. norm: loc, scale. uniform: loc, scale. truncnorm: a, b (in standard units), loc, scale.
 * beta: a, b, loc, scale. gamma: a, loc, scale. gaussianKde: loc = kernel width, points and weights.
 */
export interface Parameters {
  readonly loc: number;
  readonly scale: number;
  readonly a?: number;
  readonly b?: number;
  readonly points?: readonly number[];
  readonly weights?: readonly number[];
}

/** Maximum likelihood (gamma and beta with the range held at the observed one), to the values that are not NaN. */
export function fitParametric(kind: ParametricKind, values: Float64Array): Marginal {
  return parametricMarginal(kind, fits[kind](compressValues(values, 4000), values));
}

export function parametricMarginal(kind: ParametricKind, parameters: Parameters): Marginal {
  const cdf = distributionFunctions[kind](parameters);
  let table: QuantileTable | undefined;
  return {
    kind,
    cdf,
    cdfBelow: cdf,
    quantile(u) {
      if (kind === "norm") return parameters.loc + parameters.scale * normalQuantile(clip(u));
      if (kind === "uniform") return parameters.loc + parameters.scale * u;
      table ??= tabulate(cdf, support(kind, parameters));
      return lookUp(table, normalQuantile(clip(u)));
    },
    save: () => ({ kind, parameters }) as unknown as JsonValue,
  };
}

/** Share kept away from 0 and 1 so that normal scores stay finite (as in SDV's Copulas: single-precision epsilon). */
const tailShare = 2 ** -23;

export function clip(u: number): number {
  return Math.min(Math.max(u, tailShare), 1 - tailShare);
}

const distributionFunctions: Readonly<Record<ParametricKind, (p: Parameters) => (x: number) => number>> = {
  norm: (p) => (x) => normalCdf((x - p.loc) / p.scale),
  uniform: (p) => (x) => Math.min(1, Math.max(0, (x - p.loc) / p.scale)),
  truncnorm(p) {
    const all = normalMass(p.a!, p.b!);
    return (x) => {
      const z = (x - p.loc) / p.scale;
      return z <= p.a! ? 0 : z >= p.b! ? 1 : normalMass(p.a!, z) / all;
    };
  },
  beta: (p) => (x) => {
    const t = (x - p.loc) / p.scale;
    return t <= 0 ? 0 : t >= 1 ? 1 : jStat.ibeta(t, p.a!, p.b!) || 0;
  },
  gamma: (p) => (x) => {
    const t = (x - p.loc) / p.scale;
    return t <= 0 ? 0 : Math.min(1, jStat.lowRegGamma(p.a!, t));
  },
  gaussianKde(p) {
    const [from, to] = support("gaussianKde", p);
    const grid = Float64Array.from({ length: kernelGrid + 1 }, (_, i) =>
      kernelSum(p, from + ((to - from) * i) / kernelGrid),
    );
    return (x) => {
      const at = ((x - from) / (to - from)) * kernelGrid;
      if (!(at > 0)) return 0;
      if (at >= kernelGrid) return 1;
      const i = Math.floor(at);
      return grid[i]! + (at - i) * (grid[i + 1]! - grid[i]!);
    };
  },
};

/** A gamma distribution of a larger shape is a normal one for every purpose, and slow to evaluate. */
const largestShape = 1e4;

const kernelGrid = 2048;

/** Σ w Φ((x − point) / width); kernels further than 7 widths away are whole or nothing. */
function kernelSum({ points, weights, scale }: Parameters, x: number): number {
  let sum = 0;
  for (let i = 0; i < points!.length; i++) {
    const z = (x - points![i]!) / scale;
    if (z >= 7) sum += weights![i]!;
    else if (z > -7) sum += weights![i]! * normalCdf(z);
  }
  return sum;
}

const fits: Readonly<Record<ParametricKind, (points: WeightedPoints, values: Float64Array) => Parameters>> = {
  norm(points) {
    const { mean, std } = moments(points);
    return { loc: mean, scale: positive(std, mean) };
  },
  uniform(points) {
    const { min, max } = ends(points);
    return { loc: min, scale: positive(max - min, min) };
  },
  truncnorm(points) {
    const { min } = ends(points);
    const { mean, std } = moments(points);
    const width = positive(ends(points).max - min, min);
    const max = min + width;
    const negative = ([m, s]: readonly [number, number]) => {
      const scale = Math.exp(s) * width;
      const loc = min + m * width;
      const mass = normalMass((min - loc) / scale, (max - loc) / scale);
      if (!(mass > 1e-290) || Math.abs(m) > 50) return Number.POSITIVE_INFINITY;
      const squares = (std / scale) ** 2 + ((mean - loc) / scale) ** 2;
      return 0.5 * squares + Math.log(scale) + Math.log(mass);
    };
    const [m, s] = minimize(negative, [(mean - min) / width, Math.log(positive(std, mean) / width)]);
    const loc = min + m * width;
    const scale = Math.exp(s) * width;
    return { loc, scale, a: (min - loc) / scale, b: (max - loc) / scale };
  },
  beta(points) {
    const { min, max } = ends(points);
    const slack = slackOf(min, max);
    const loc = min - slack;
    const scale = max - min + 2 * slack;
    const logs = average(points, (x) => Math.log((x - loc) / scale));
    const logsUp = average(points, (x) => Math.log(1 - (x - loc) / scale));
    const mean = average(points, (x) => (x - loc) / scale);
    const variance = average(points, (x) => ((x - loc) / scale - mean) ** 2);
    const strength = Math.max(0.1, (mean * (1 - mean)) / Math.max(variance, 1e-12) - 1);
    const logBeta = (a: number, b: number) => jStat.gammaln(a) + jStat.gammaln(b) - jStat.gammaln(a + b);
    const [p, q] = minimize(
      ([la, lb]) =>
        logBeta(Math.exp(la), Math.exp(lb)) - (Math.exp(la) - 1) * logs - (Math.exp(lb) - 1) * logsUp,
      [Math.log(mean * strength), Math.log((1 - mean) * strength)],
    );
    return { a: Math.exp(p), b: Math.exp(q), loc, scale };
  },
  gamma(points) {
    const { min, max } = ends(points);
    const loc = min - slackOf(min, max);
    const mean = average(points, (x) => x - loc);
    const gap = Math.max(1e-9, Math.log(mean) - average(points, (x) => Math.log(x - loc)));
    let a = (3 - gap + Math.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap);
    for (let i = 0; i < 50; i++) {
      const slope = 1 / a - (digamma(a * 1.0001) - digamma(a * 0.9999)) / (a * 0.0002);
      const next = a - (Math.log(a) - digamma(a) - gap) / slope;
      const moved = Math.abs(next - a);
      a = next > 0 ? next : a / 2;
      if (moved < 1e-10 * a) break;
    }
    a = Math.min(a, largestShape);
    return { a, loc, scale: mean / a };
  },
  gaussianKde(points, values) {
    const { std, mean } = moments(points);
    const { lows, highs, cumulative } = fitEmpirical(values);
    return {
      loc: 0,
      scale: positive(std, mean) * points.total ** -0.2,
      points: Array.from(lows, (low, b) => (low + highs[b]!) / 2),
      weights: Array.from(lows, (_, b) => cumulative[b + 1]! - cumulative[b]!),
    };
  },
};

interface QuantileTable {
  /** Quantiles of Φ(−range), …, Φ(range), evenly spaced in normal scores. */
  readonly xs: Float64Array;
}

const range = 5.3;
const intervals = 1024;

function tabulate(cdf: (x: number) => number, [from, to]: readonly [number, number]): QuantileTable {
  const xs = new Float64Array(intervals + 1);
  let low = from;
  for (let i = 0; i <= intervals; i++) {
    const u = normalCdf(-range + (2 * range * i) / intervals);
    let a = low;
    let b = to;
    for (let step = 0; step < 60 && b - a > 1e-12 * Math.max(Math.abs(a), Math.abs(b)); step++) {
      const mid = (a + b) / 2;
      if (cdf(mid) < u) a = mid;
      else b = mid;
    }
    low = a;
    xs[i] = b;
  }
  return { xs };
}

function lookUp({ xs }: QuantileTable, z: number): number {
  const at = Math.min(intervals, Math.max(0, ((z + range) / (2 * range)) * intervals));
  const i = Math.min(intervals - 1, Math.floor(at));
  return xs[i]! + (at - i) * (xs[i + 1]! - xs[i]!);
}

function support(kind: ParametricKind, p: Parameters): [number, number] {
  if (kind === "beta") return [p.loc, p.loc + p.scale];
  if (kind === "truncnorm") return [p.loc + p.a! * p.scale, p.loc + p.b! * p.scale];
  if (kind === "gamma") return [p.loc, p.loc + p.scale * (p.a! + 40 * Math.sqrt(p.a!) + 40)];
  return [p.points![0]! - 8 * p.scale, p.points!.at(-1)! + 8 * p.scale];
}

function moments(points: WeightedPoints): { mean: number; std: number } {
  const mean = average(points, (x) => x);
  let squares = 0;
  for (let i = 0; i < points.means.length; i++)
    squares += points.weights[i]! * ((points.means[i]! - mean) ** 2 + points.variances[i]!);
  return { mean, std: Math.sqrt(squares / points.total) };
}

function average(points: WeightedPoints, of: (x: number) => number): number {
  let sum = 0;
  for (let i = 0; i < points.means.length; i++) sum += points.weights[i]! * of(points.means[i]!);
  return sum / points.total;
}

function ends(points: WeightedPoints): { min: number; max: number } {
  return { min: points.means[0]!, max: points.means.at(-1)! };
}

/** Room between the range of a distribution and the extreme values, so that their likelihood is finite. */
function slackOf(min: number, max: number): number {
  return Math.max((max - min) * 1e-3, Math.max(Math.abs(min), Math.abs(max)) * 1e-12, 1e-12);
}

/** A width that is never 0, whatever the magnitude of the values. */
function positive(width: number, near: number): number {
  return width > 0 ? width : Math.max(1e-9, Math.abs(near) * 1e-9);
}

/** Nelder–Mead in two dimensions. */
function minimize(
  f: (at: readonly [number, number]) => number,
  start: readonly [number, number],
): readonly [number, number] {
  type Corner = { readonly at: readonly [number, number]; readonly value: number };
  const corner = (x: number, y: number): Corner => {
    const value = f([x, y]);
    return { at: [x, y], value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  const [x, y] = start;
  let simplex = [corner(x, y), corner(x + 0.1, y), corner(x, y + 0.1)];
  for (let i = 0; i < 400; i++) {
    simplex.sort((p, q) => p.value - q.value);
    const [best, good, worst] = simplex as [Corner, Corner, Corner];
    if (worst.value - best.value < 1e-12 * (1 + Math.abs(best.value)) && i > 20) break;
    const center = [(best.at[0] + good.at[0]) / 2, (best.at[1] + good.at[1]) / 2] as const;
    const along = (t: number) =>
      corner(center[0] + t * (worst.at[0] - center[0]), center[1] + t * (worst.at[1] - center[1]));
    const reflected = along(-1);
    const tries =
      reflected.value < best.value
        ? [along(-2), reflected]
        : reflected.value < good.value
          ? [reflected]
          : [reflected, along(-0.5), along(0.5)];
    const next = tries.reduce((p, q) => (q.value < p.value ? q : p));
    simplex =
      next.value < worst.value
        ? [best, good, next]
        : [best, ...[good, worst].map((c) => corner((c.at[0] + best.at[0]) / 2, (c.at[1] + best.at[1]) / 2))];
  }
  return simplex.reduce((p, q) => (q.value < p.value ? q : p)).at;
}
