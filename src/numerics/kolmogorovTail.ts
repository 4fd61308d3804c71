import { logGamma } from "./gamma.ts";

/**
 * P(D_n ≥ x) of the one-sample, two-sided Kolmogorov statistic. After Simard & L'Ecuyer, "Computing the two-sided
 * Kolmogorov–Smirnov distribution", JSS 2011: Durbin's matrix for small n·x², twice the one-sided tail where that is exact to
 * double precision, the Pelz–Good series between.
 */
export function kolmogorovTail(x: number, n: number): number {
  if (x >= 1) return 0;
  if (x <= 0 || n * x <= 0.5) return 1;
  const t = n * x;
  if (t >= n - 1) return 2 * (1 - x) ** n;
  if (x >= 0.5) return clip(2 * smirnovTail(x, n));
  const scaled = t * x;
  if (scaled >= (n <= 140 ? 4 : 2.2)) return clip(2 * smirnovTail(x, n));
  if (n <= 140 || n * x ** 1.5 <= 1.4)
    return n <= 5000 ? clip(1 - durbinMatrix(x, n)) : clip(1 - pelzGood(x, n));
  return clip(1 - pelzGood(x, n));
}

/** One-sided tail, Birnbaum & Tingey 1951: x Σ_j C(n, j) (x + j/n)^(j−1) (1 − x − j/n)^(n−j). */
function smirnovTail(x: number, n: number): number {
  if (n * x * x >= 370) return 0;
  const last = Math.floor(n * (1 - x));
  const logN = logGamma(n + 1);
  let sum = 0;
  for (let j = 0; j <= last; j++) {
    const rest = 1 - x - j / n;
    if (rest <= 0) continue;
    const log =
      logN -
      logGamma(j + 1) -
      logGamma(n - j + 1) +
      (j - 1) * Math.log(x + j / n) +
      (n - j) * Math.log1p(-x - j / n);
    sum += Math.exp(log);
  }
  return x * sum;
}

/** P(D_n < x) by Durbin's matrix, Marsaglia, Tsang & Wang, JSS 2003; kept in floating range by powers of two. */
function durbinMatrix(x: number, n: number): number {
  const k = Math.floor(n * x) + 1;
  const m = 2 * k - 1;
  const h = k - n * x;
  const base = new Float64Array(m * m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) base[i * m + j] = i - j + 1 < 0 ? 0 : 1;
  for (let i = 0; i < m; i++) {
    base[i * m]! -= h ** (i + 1);
    base[(m - 1) * m + i]! -= h ** (m - i);
  }
  base[(m - 1) * m]! += 2 * h - 1 > 0 ? (2 * h - 1) ** m : 0;
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) if (i - j + 1 > 0) for (let g = 1; g <= i - j + 1; g++) base[i * m + j]! /= g;
  const power = matrixPower(base, m, n);
  let log = Math.log(power.values[(k - 1) * m + k - 1]!) + power.log;
  log += logGamma(n + 1) - n * Math.log(n);
  return Math.exp(log);
}

function matrixPower(base: Float64Array, m: number, n: number): { values: Float64Array; log: number } {
  let result: Float64Array | null = null;
  let log = 0;
  let square = base;
  let squareLog = 0;
  for (let e = n; ; ) {
    if (e % 2 === 1) {
      result = result === null ? square.slice() : multiply(result, square, m);
      log += squareLog;
    }
    e = Math.floor(e / 2);
    if (e === 0) break;
    square = multiply(square, square, m);
    squareLog *= 2;
    const size = square[((m - 1) / 2) * m + (m - 1) / 2]!;
    for (let i = 0; i < square.length; i++) square[i]! /= size;
    squareLog += Math.log(size);
  }
  return { values: result!, log };
}

function multiply(a: Float64Array, b: Float64Array, m: number): Float64Array {
  const c = new Float64Array(m * m);
  for (let i = 0; i < m; i++)
    for (let k = 0; k < m; k++) {
      const v = a[i * m + k]!;
      if (v !== 0) for (let j = 0; j < m; j++) c[i * m + j]! += v * b[k * m + j]!;
    }
  return c;
}

/** P(D_n < x), Pelz & Good 1976: four terms in n^(−1/2). */
function pelzGood(x: number, n: number): number {
  const z = Math.sqrt(n) * x;
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  let k0 = 0;
  let k1 = 0;
  let k2a = 0;
  let k2b = 0;
  let k3a = 0;
  let k3b = 0;
  for (let k = 0; k < 200; k++) {
    const u = piSquared * (k + 0.5) ** 2;
    const half = Math.exp(-u / (2 * z2));
    const v = piSquared * (k + 1) ** 2;
    const whole = Math.exp(-v / (2 * z2));
    if (half === 0) break;
    k0 += half;
    k1 += (u - z2) * half;
    k2a += (6 * z6 + 2 * z4 + u * (2 * z4 - 5 * z2) + u * u * (1 - 2 * z2)) * half;
    k2b += v * whole;
    k3a +=
      (u ** 3 * (5 - 30 * z2) +
        u * u * (-60 * z2 + 212 * z4) +
        u * (135 * z4 - 96 * z6) -
        30 * z6 -
        90 * z4 * z4) *
      half;
    k3b += (-v * v + 3 * v * z2) * whole;
  }
  const root = Math.sqrt(Math.PI / 2);
  const terms = [
    (Math.sqrt(2 * Math.PI) / z) * k0,
    ((root * 2) / (6 * z4)) * k1,
    root * 2 * (k2a / (72 * z ** 7) - k2b / (36 * z ** 3)),
    root * 2 * (k3a / (6480 * z ** 10) + k3b / (216 * z6)),
  ];
  return terms.reduce((sum, term, i) => sum + term / n ** (i / 2), 0);
}

const piSquared = Math.PI * Math.PI;

function clip(p: number): number {
  return Math.min(Math.max(p, 0), 1);
}
