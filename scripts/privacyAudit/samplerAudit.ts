import type { Variance } from "../../src/config/privacy/tablePlan.ts";
import { chiSquareTail } from "../../src/numerics/gamma.ts";

/** P(x) of the discrete Gaussian for |x| ≤ `reach`, summed up directly. */
function exactProbabilities({ numerator, denominator }: Variance, reach: number): Float64Array {
  const variance = numerator / denominator;
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * variance)),
  );
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / total);
}

/** p-value of Pearson's χ² of draws against the exact probabilities, in `bins` bins of about equal probability. */
export function samplerFit(draws: Int32Array, variance: Variance, bins: number): number {
  const sd = Math.sqrt(variance.numerator / variance.denominator);
  const reach = Math.ceil(12 * sd) + 4;
  const exact = exactProbabilities(variance, reach);
  const binOf = new Int32Array(exact.length);
  const expected: number[] = [0];
  exact.forEach((p, i) => {
    if (expected[expected.length - 1]! >= 1 / bins) expected.push(0);
    expected[expected.length - 1]! += p;
    binOf[i] = expected.length - 1;
  });
  // a last bin of hardly anything would have no normal law
  while (expected.length > 1 && expected.at(-1)! * draws.length < 5) {
    const rest = expected.pop()!;
    expected[expected.length - 1]! += rest;
  }
  const seen = new Float64Array(expected.length);
  for (const x of draws) seen[Math.min(expected.length - 1, binOf[x + reach]!)]!++;
  const statistic = expected.reduce(
    (sum, p, b) => sum + (seen[b]! - draws.length * p) ** 2 / (draws.length * p),
    0,
  );
  return chiSquareTail(statistic, expected.length - 1);
}
