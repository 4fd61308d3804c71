import type { Random } from "../../numerics/random.ts";
import { hardAssignment, kMeans } from "./kMeans.ts";
import { MixturePosterior } from "./mixturePosterior.ts";
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
  const k = Math.min(options.components ?? 10, points.weights.length, points.total);
  const maxIterations = options.maxIterations ?? 100;
  const tolerance = options.tolerance ?? 1e-3;
  const x = points.means.map((m) => (m - mean) / std);
  const posterior = new MixturePosterior(
    {
      x,
      spread: points.variances.map((v) => v / (std * std)),
      w: points.weights,
      variance: points.total > 1 ? points.total / (points.total - 1) : 1,
      concentration: options.concentration ?? 0.001,
    },
    hardAssignment(kMeans(x, points.weights, k, random), x, k),
    k,
  );
  const bounds: number[] = [];
  let converged = false;
  posterior.maximize();
  while (bounds.length < maxIterations && !converged) {
    const entropy = posterior.expect();
    posterior.maximize();
    const bound = entropy + posterior.priorTerms();
    converged = bounds.length > 0 && Math.abs(bound - bounds.at(-1)!) < tolerance;
    bounds.push(bound);
  }
  return {
    weights: stickWeights(posterior.a, posterior.b),
    means: Array.from(posterior.means, (m) => mean + m * std),
    stds: Array.from(posterior.variances, (v) => Math.sqrt(v) * std),
    iterations: bounds.length,
    converged,
    bounds,
  };
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
