import { digamma } from "../../numerics/gamma.ts";
import type { Random } from "../../numerics/random.ts";
import { logGamma } from "../specialFunctions.ts";
import type { WeightedPoints } from "./weightedPoints.ts";

/** A one-dimensional Gaussian mixture. `weights` sum to 1. */
export interface Mixture {
  readonly weights: readonly number[];
  readonly means: readonly number[];
  readonly stds: readonly number[];
}

export interface MixtureFit extends Mixture {
  readonly iterations: number;
  readonly converged: boolean;
  /** Evidence lower bound after each iteration, up to a constant. */
  readonly bounds: readonly number[];
}

export interface MixtureOptions {
  /** Truncation level; default 10. */
  readonly components?: number;
  /** γ of the Dirichlet process; default 0.001. */
  readonly concentration?: number;
  /** Default 100. */
  readonly maxIterations?: number;
  /** Stops when the bound rises by less; default 1e-3. */
  readonly tolerance?: number;
}

/**
 * Variational Bayesian Gaussian mixture with a truncated Dirichlet-process (stick-breaking) prior on the weights and a
 * normal–Wishart prior on each component (Bishop, PRML, 10.2; Blei and Jordan, "Variational inference for Dirichlet
 * process mixtures", 2006), with scikit-learn's default priors: mean of the data with precision weight 1, one degree of
 * freedom, variance of the data. The points stand for `total` rows: a group's rows share their responsibilities.
 */
export function fitBayesianMixture(
  points: WeightedPoints,
  random: Random,
  options: MixtureOptions = {},
): MixtureFit {
  const { mean, std } = moments(points);
  if (points.total === 0 || std === 0)
    return { weights: [1], means: [mean], stds: [0], iterations: 0, converged: true, bounds: [] };
  const n = points.weights.length;
  const k = Math.min(options.components ?? 10, n, points.total);
  const gamma = options.concentration ?? 0.001;
  const maxIterations = options.maxIterations ?? 100;
  const tolerance = options.tolerance ?? 1e-3;
  const x = points.means.map((m) => (m - mean) / std);
  const spread = points.variances.map((v) => v / (std * std));
  const w = points.weights;
  const prior = points.total > 1 ? points.total / (points.total - 1) : 1;

  const responsibility = hardAssignment(kMeans(x, w, k, random), x, k);
  const counts = new Float64Array(k);
  const means = new Float64Array(k);
  const variances = new Float64Array(k);
  const a = new Float64Array(k);
  const b = new Float64Array(k);
  const constant = new Float64Array(k);
  const halfPrecision = new Float64Array(k);
  const scratch = new Float64Array(k);
  const bounds: number[] = [];
  let converged = false;
  let iterations = 0;
  maximize();
  while (iterations < maxIterations && !converged) {
    iterations++;
    const entropy = expect();
    maximize();
    const bound = entropy + priorTerms();
    converged = bounds.length > 0 && Math.abs(bound - bounds.at(-1)!) < tolerance;
    bounds.push(bound);
  }
  return {
    weights: stickWeights(a, b),
    means: Array.from(means, (m) => mean + m * std),
    stds: Array.from(variances, (v) => Math.sqrt(v) * std),
    iterations,
    converged,
    bounds,
  };

  function maximize(): void {
    counts.fill(0);
    means.fill(0);
    variances.fill(0);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < k; j++) {
        const r = w[i]! * responsibility[i * k + j]!;
        counts[j]! += r;
        means[j]! += r * x[i]!;
      }
    for (let j = 0; j < k; j++) means[j]! /= counts[j]! + 1e-15;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < k; j++) {
        const d = x[i]! - means[j]!;
        variances[j]! += w[i]! * responsibility[i * k + j]! * (d * d + spread[i]!);
      }
    let beyond = 0;
    for (let j = k - 1; j >= 0; j--) {
      const c = counts[j]!;
      a[j] = 1 + c;
      b[j] = gamma + beyond;
      beyond += c;
      variances[j] = (prior + variances[j]! + (c / (1 + c)) * means[j]! ** 2) / (1 + c) + 1e-12;
      means[j]! *= c / (1 + c);
    }
  }

  /** E-step; returns the weighted entropy of the responsibilities. */
  function expect(): number {
    let passed = 0;
    for (let j = 0; j < k; j++) {
      const both = digamma(a[j]! + b[j]!);
      const logWeight = digamma(a[j]!) - both + passed;
      passed += digamma(b[j]!) - both;
      const dof = 1 + counts[j]!;
      const logLambda = Math.LN2 + digamma(dof / 2) - Math.log(dof);
      constant[j] =
        logWeight + 0.5 * (logLambda - 1 / (1 + counts[j]!) - Math.log(2 * Math.PI * variances[j]!));
      halfPrecision[j] = 0.5 / variances[j]!;
    }
    let entropy = 0;
    for (let i = 0; i < n; i++) {
      let top = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < k; j++) {
        const d = x[i]! - means[j]!;
        const l = constant[j]! - halfPrecision[j]! * (d * d + spread[i]!);
        scratch[j] = l;
        if (l > top) top = l;
      }
      let sum = 0;
      let moment = 0;
      for (let j = 0; j < k; j++) {
        const l = scratch[j]! - top;
        const e = l < -700 ? 0 : Math.exp(l);
        responsibility[i * k + j] = e;
        sum += e;
        moment += e * l;
      }
      for (let j = 0; j < k; j++) responsibility[i * k + j]! /= sum;
      entropy += w[i]! * (Math.log(sum) - moment / sum);
    }
    return entropy;
  }

  /** The part of the bound that depends on the posteriors' normalisers, after `maximize`. */
  function priorTerms(): number {
    let terms = 0;
    for (let j = 0; j < k; j++) {
      const dof = 1 + counts[j]!;
      terms += 0.5 * dof * (Math.LN2 - Math.log(variances[j]! * dof)) + logGamma(dof / 2);
      terms += logGamma(a[j]!) + logGamma(b[j]!) - logGamma(a[j]! + b[j]!);
      terms -= 0.5 * Math.log(1 + counts[j]!);
    }
    return terms;
  }
}

/** Components of weight > `least`, heaviest first, weights rescaled to sum to 1. */
export function validComponents(mixture: Mixture, least = 0.005): Mixture {
  const order = mixture.weights
    .map((_, j) => j)
    .filter((j) => mixture.weights[j]! > least)
    .sort((p, q) => mixture.weights[q]! - mixture.weights[p]!);
  const kept = order.reduce((sum, j) => sum + mixture.weights[j]!, 0);
  return {
    weights: order.map((j) => mixture.weights[j]! / kept),
    means: order.map((j) => mixture.means[j]!),
    stds: order.map((j) => mixture.stds[j]!),
  };
}

function stickWeights(a: Float64Array, b: Float64Array): number[] {
  let left = 1;
  const weights = Array.from(a, (aj, j) => {
    const share = aj / (aj + b[j]!);
    const weight = share * left;
    left *= 1 - share;
    return weight;
  });
  const sum = weights.reduce((s, v) => s + v, 0);
  return weights.map((v) => v / sum);
}

/** Population mean and standard deviation, spread within groups included. */
function moments(points: WeightedPoints): { mean: number; std: number } {
  let mean = 0;
  let seen = 0;
  for (let i = 0; i < points.weights.length; i++) {
    seen += points.weights[i]!;
    mean += ((points.means[i]! - mean) * points.weights[i]!) / seen;
  }
  let squares = 0;
  for (let i = 0; i < points.weights.length; i++)
    squares += points.weights[i]! * ((points.means[i]! - mean) ** 2 + points.variances[i]!);
  return { mean, std: points.total === 0 ? 0 : Math.sqrt(squares / points.total) };
}

/** k-means++ seeding (Arthur and Vassilvitskii, 2007) and Lloyd iterations on sorted weighted points; ascending centres. */
function kMeans(x: Float64Array, w: Float64Array, k: number, random: Random): Float64Array {
  const n = x.length;
  const distance = new Float64Array(n).fill(1);
  let centres: number[] = [];
  for (let c = 0; c < k; c++) {
    let total = 0;
    for (let i = 0; i < n; i++) total += w[i]! * distance[i]!;
    let u = random.uniform() * total;
    let chosen = n - 1;
    for (let i = 0; i < n; i++) {
      u -= w[i]! * distance[i]!;
      if (u < 0) {
        chosen = i;
        break;
      }
    }
    centres.push(x[chosen]!);
    for (let i = 0; i < n; i++) {
      const d = (x[i]! - x[chosen]!) ** 2;
      if (c === 0 || d < distance[i]!) distance[i] = d;
    }
  }
  centres.sort((p, q) => p - q);
  for (let iteration = 0; iteration < 30; iteration++) {
    const sums = new Float64Array(k);
    const weights = new Float64Array(k);
    for (let i = 0, c = 0; i < n; i++) {
      while (c + 1 < k && Math.abs(x[i]! - centres[c + 1]!) <= Math.abs(x[i]! - centres[c]!)) c++;
      sums[c]! += w[i]! * x[i]!;
      weights[c]! += w[i]!;
    }
    const next = centres.map((centre, c) => (weights[c]! > 0 ? sums[c]! / weights[c]! : centre));
    next.sort((p, q) => p - q);
    const moved = next.some((v, c) => v !== centres[c]);
    centres = next;
    if (!moved) break;
  }
  return Float64Array.from(centres);
}

function hardAssignment(centres: Float64Array, x: Float64Array, k: number): Float64Array {
  const responsibility = new Float64Array(x.length * k);
  for (let i = 0, c = 0; i < x.length; i++) {
    while (c + 1 < k && Math.abs(x[i]! - centres[c + 1]!) <= Math.abs(x[i]! - centres[c]!)) c++;
    responsibility[i * k + c] = 1;
  }
  return responsibility;
}
