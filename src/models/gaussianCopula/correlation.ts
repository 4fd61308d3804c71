/**
 * Correlations of the latents. Scores are steps of the latents (categories, atoms, bins), which weakens their
 * correlation; it is undone by matching moments: for two functions a, b of jointly normal variables with correlation ρ,
 * E[a b] = Σ_k a_k b_k ρ^k with a_k, b_k their coefficients in normalized Hermite polynomials (Mehler's formula), so ρ
 * is the root of that series at the observed moment. Smooth scores (a_1 = 1, all others 0) give plain Pearson.
 */
export function latentCorrelations(
  scores: readonly Float64Array[],
  steps: readonly ({ readonly thresholds: Float64Array; readonly means: Float64Array } | null)[],
): Float64Array {
  const d = scores.length;
  const coefficients = steps.map((s) => (s === null ? identity : hermiteCoefficients(s.thresholds, s.means)));
  const holes = scores.map((s) => s.some(Number.isNaN));
  const matrix = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    matrix[i * d + i] = 1;
    for (let j = 0; j < i; j++) {
      const moment = covariance(scores[i]!, scores[j]!, holes[i]! || holes[j]!);
      const rho = solve(coefficients[i]!, coefficients[j]!, moment);
      matrix[i * d + j] = matrix[j * d + i] = rho;
    }
  }
  return matrix;
}

/** Pearson correlations of complete columns, row-major. */
export function pearson(columns: readonly Float64Array[]): Float64Array {
  const d = columns.length;
  const matrix = new Float64Array(d * d);
  const deviations = columns.map((c) => Math.sqrt(covariance(c, c, false)));
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++)
      matrix[i * d + j] = matrix[j * d + i] =
        i === j ? 1 : covariance(columns[i]!, columns[j]!, false) / (deviations[i]! * deviations[j]! || 1);
  return matrix;
}

/** a_k = ∫ a(z) h_k(z) φ(z) dz for k = 1 … terms, of the step function with `means[b]` between thresholds b and b + 1. */
function hermiteCoefficients(thresholds: Float64Array, means: Float64Array): Float64Array {
  const coefficients = new Float64Array(terms);
  const at = new Float64Array(terms);
  const before = new Float64Array(terms);
  for (let b = 0; b < thresholds.length; b++) {
    const x = thresholds[b]!;
    if (Number.isFinite(x)) {
      let previous = 0;
      let current = 0.3989422804014327 * Math.exp(-0.5 * x * x);
      for (let k = 0; k < terms; k++) {
        at[k] = current;
        const next = (x * current - Math.sqrt(k) * previous) / Math.sqrt(k + 1);
        previous = current;
        current = next;
      }
    } else at.fill(0);
    if (b > 0)
      for (let k = 0; k < terms; k++)
        coefficients[k]! += (means[b - 1]! * (before[k]! - at[k]!)) / Math.sqrt(k + 1);
    before.set(at);
  }
  return coefficients;
}

const terms = 60;
const identity = Float64Array.from({ length: terms }, (_, k) => (k === 0 ? 1 : 0));
const strongest = 0.9995;

function solve(a: Float64Array, b: Float64Array, moment: number): number {
  const series = (rho: number) => {
    let sum = 0;
    for (let k = terms - 1; k >= 0; k--) sum = (sum + a[k]! * b[k]!) * rho;
    return sum;
  };
  let low = -strongest;
  let high = strongest;
  if (series(high) <= moment) return high;
  if (series(low) >= moment) return low;
  for (let i = 0; i < 50; i++) {
    const mid = (low + high) / 2;
    if (series(mid) < moment) low = mid;
    else high = mid;
  }
  return (low + high) / 2;
}

/** Over the rows where both are present. */
function covariance(a: Float64Array, b: Float64Array, holes: boolean): number {
  let n = 0;
  let sumA = 0;
  let sumB = 0;
  let sumAB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    if (holes && (Number.isNaN(x) || Number.isNaN(y))) continue;
    n++;
    sumA += x;
    sumB += y;
    sumAB += x * y;
  }
  return n === 0 ? 0 : sumAB / n - (sumA / n) * (sumB / n);
}
