import { logGamma } from "../../src/numerics/gamma.ts";

/** P(at least `hits` of n) with probability p each. */
export function binomialTail(hits: number, n: number, p: number): number {
  if (hits <= 0) return 1;
  if (hits > n) return 0;
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  // below the mean the first term may be too small for a number
  if (hits < n * p) return 1 - binomialTail(n - hits + 1, n, 1 - p);
  const first =
    logGamma(n + 1) -
    logGamma(hits + 1) -
    logGamma(n - hits + 1) +
    hits * Math.log(p) +
    (n - hits) * Math.log1p(-p);
  let term = Math.exp(first);
  let sum = term;
  for (let k = hits; k < n; k++) {
    term *= ((n - k) / (k + 1)) * (p / (1 - p));
    sum += term;
    if (k > n * p && term < 1e-18 * sum) break;
  }
  return Math.min(1, sum);
}

/** Bounds of a share, each missed with the probability given at most (Clopper & Pearson 1934). */
export function clopperPearson(
  hits: number,
  n: number,
  missed: number,
): { readonly low: number; readonly high: number } {
  const low = hits === 0 ? 0 : root((p) => binomialTail(hits, n, p) - missed);
  const high = hits === n ? 1 : root((p) => binomialTail(hits + 1, n, p) - (1 - missed));
  return { low, high };
}

/** Where an increasing function of [0, 1] crosses 0. */
function root(value: (p: number) => number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (value(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
