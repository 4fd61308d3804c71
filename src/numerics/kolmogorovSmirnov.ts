import { kolmogorovTail } from "./kolmogorovTail.ts";

/** sup |F − G| of two samples, each sorted ascending without NaN; NaN when one is empty. */
export function ksStatistic(a: Float64Array, b: Float64Array): number {
  const n = a.length;
  const m = b.length;
  if (n === 0 || m === 0) return NaN;
  let i = 0;
  let j = 0;
  let worst = 0;
  while (i < n && j < m) {
    const x = Math.min(a[i]!, b[j]!);
    while (i < n && a[i] === x) i++;
    while (j < m && b[j] === x) j++;
    const gap = Math.abs(i * m - j * n);
    if (gap > worst) worst = gap;
  }
  return worst / n / m;
}

/**
 * Two-sided p-value of the two-sample Kolmogorov–Smirnov test, as SciPy's `method="auto"`: exact up to 10,000 rows on the longer
 * side, else the one-sample distribution at the effective size n·m/(n + m).
 */
export function ksPValue(statistic: number, n: number, m: number): number {
  return Math.max(n, m) <= exactLimit ? ksExactPValue(statistic, n, m) : ksAsymptoticPValue(statistic, n, m);
}

const exactLimit = 10_000;

/** Share of the lattice paths from (0, 0) to (n, m) that touch the lines at distance `statistic` (Hodges 1958; Viehmann 2021). */
export function ksExactPValue(statistic: number, n: number, m: number): number {
  const g = greatestCommonDivisor(n, m);
  const h = Math.round(statistic * (n / g) * m);
  if (h === 0) return 1;
  return n === m ? outsideSquare(n, h) : outsideRectangle(Math.max(n, m), Math.min(n, m), g, h);
}

export function ksAsymptoticPValue(statistic: number, n: number, m: number): number {
  return kolmogorovTail(statistic, Math.round((n * m) / (n + m)));
}

/** 2 Σ_k (−1)^(k−1) C(2n, n − kh) / C(2n, n), in Horner form. */
function outsideSquare(n: number, h: number): number {
  let p = 0;
  for (let k = Math.floor(n / h); k >= 0; k--) {
    let ratio = 1;
    for (let j = 0; j < h; j++) ratio = ((n - k * h - j) * ratio) / (n + k * h + j + 1);
    p = ratio * (1 - p);
  }
  return 2 * p;
}

/** Column-wise recurrence for the share of paths to (i, j) that have left the band |i/m − j/n| < h·g/(m·n); m ≥ n. */
function outsideRectangle(m: number, n: number, g: number, h: number): number {
  const mg = m / g;
  const ng = n / g;
  let low = 0;
  let high = Math.min(Math.ceil(h / mg), n + 1);
  const outside = new Float64Array(n + 2).fill(1);
  outside.fill(0, low, high);
  for (let i = 1; i <= m; i++) {
    const previousHigh = high;
    low = Math.min(Math.max(Math.floor((ng * i - h) / mg) + 1, 0), n);
    high = Math.min(Math.ceil((ng * i + h) / mg), n + 1);
    if (high <= low) return 1;
    let below = low === 0 ? 0 : 1;
    for (let j = low; j < high; j++) {
      const left = j < previousHigh ? outside[j]! : 1;
      below = (left * i + below * j) / (i + j);
      outside[j] = below;
    }
  }
  return outside[n]!;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
