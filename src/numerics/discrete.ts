import { chiSquareTail } from "./gamma.ts";

/** Base-2 Jensen–Shannon distance (root of the divergence, in [0, 1]) of two count vectors; NaN when one is all zero. */
export function jensenShannonDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = total(a);
  const m = total(b);
  if (n === 0 || m === 0) return NaN;
  let divergence = 0;
  for (let i = 0; i < a.length; i++) {
    const p = a[i]! / n;
    const q = b[i]! / m;
    const mean = (p + q) / 2;
    if (p > 0) divergence += p * Math.log(p / mean);
    if (q > 0) divergence += q * Math.log(q / mean);
  }
  return Math.sqrt(Math.max(divergence / 2 / Math.LN2, 0));
}

export interface ChiSquare {
  readonly statistic: number;
  readonly pValue: number;
  readonly degrees: number;
}

/**
 * Pearson's test of homogeneity on the 2 × k table of two count vectors, as SciPy's `chi2_contingency`: categories absent on both
 * sides are left out; Yates' correction at one degree of freedom. Null when a side is empty.
 */
export function chiSquareTest(a: ArrayLike<number>, b: ArrayLike<number>, yates = true): ChiSquare | null {
  const n = total(a);
  const m = total(b);
  if (n === 0 || m === 0) return null;
  let categories = 0;
  for (let i = 0; i < a.length; i++) if (a[i]! + b[i]! > 0) categories++;
  const degrees = categories - 1;
  if (degrees === 0) return { statistic: 0, pValue: 1, degrees };
  const shift = yates && degrees === 1 ? 0.5 : 0;
  let statistic = 0;
  for (let i = 0; i < a.length; i++) {
    const column = a[i]! + b[i]!;
    if (column === 0) continue;
    statistic += cell(a[i]!, (column * n) / (n + m), shift) + cell(b[i]!, (column * m) / (n + m), shift);
  }
  return { statistic, pValue: chiSquareTail(statistic, degrees), degrees };
}

function cell(observed: number, expected: number, shift: number): number {
  const gap = Math.abs(observed - expected);
  const corrected = gap - Math.min(shift, gap);
  return (corrected * corrected) / expected;
}

function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i]!;
  return sum;
}
