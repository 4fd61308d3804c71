import type { Variance } from "../config/privacy/tablePlan.ts";
import type { SecretBits } from "./secretBits.ts";

/**
 * Draws from the discrete Gaussian, P(x) ∝ exp(−x²/2σ²) over the whole numbers, exactly: by rejection from the discrete Laplace
 * (Canonne, Kamath & Steinke 2020, algorithms 1–3). Whole numbers only: neither rounding nor its traces (Mironov 2012) can tell
 * one sum from another. Numbers up to 2^53 where all of a trial fit, else BigInt.
 *
 * @throws RangeError when the variance is not a fraction of positive whole numbers
 */
export function fillDiscreteGaussian(
  out: Int32Array,
  { numerator: p, denominator: q }: Variance,
  bits: SecretBits,
): Int32Array {
  if (!Number.isSafeInteger(p) || !Number.isSafeInteger(q) || p < 1 || q < 1)
    throw new RangeError("the variance must be a fraction of positive whole numbers");
  const scale = rootBelow(p, q) + 1;
  for (let i = 0; i < out.length; i++) {
    let drawn = discreteLaplace(scale, bits);
    while (!isKept(drawn < 0 ? -drawn : drawn, { p, q, scale }, bits)) drawn = discreteLaplace(scale, bits);
    out[i] = drawn;
  }
  return out;
}

interface Trial {
  readonly p: number;
  readonly q: number;
  readonly scale: number;
}

/** True with probability exp(−(|y| − σ²/t)² / 2σ²) = exp(−(|y|qt − p)² / 2pqt²). */
function isKept(size: number, { p, q, scale }: Trial, bits: SecretBits): boolean {
  const distance = size * q * scale - p;
  const squared = distance * distance;
  const divisor = 2 * p * q * scale * scale;
  if (Number.isSafeInteger(squared) && Number.isSafeInteger(divisor * maxTerms))
    return bernoulliExp(squared, divisor, bits);
  const [bigP, bigQ, bigScale] = [BigInt(p), BigInt(q), BigInt(scale)];
  const far = BigInt(size) * bigQ * bigScale - bigP;
  return bernoulliExpBig(far * far, 2n * bigP * bigQ * bigScale * bigScale, bits);
}

/** P(x) ∝ exp(−|x|/scale). */
function discreteLaplace(scale: number, bits: SecretBits): number {
  for (;;) {
    const rest = bits.below(scale);
    if (!bernoulliExp(rest, scale, bits)) continue;
    let whole = 0;
    while (bernoulliExp(1, 1, bits)) whole++;
    const size = rest + scale * whole;
    const isNegative = bits.below(2) === 1;
    if (isNegative && size === 0) continue;
    return isNegative ? -size : size;
  }
}

/** Terms of the series after which numbers might no longer be exact; reached with a probability of 1/100! and then continued as BigInt. */
const maxTerms = 100;

/** True with probability exp(−n/d). */
function bernoulliExp(n: number, d: number, bits: SecretBits): boolean {
  let left = n;
  for (; left > d; left -= d) if (!bernoulliExp(1, 1, bits)) return false;
  for (let k = 1; k < maxTerms; k++) if (bits.below(d * k) >= left) return k % 2 === 1;
  return seriesFrom(BigInt(maxTerms), { n: BigInt(left), d: BigInt(d) }, bits);
}

function bernoulliExpBig(n: bigint, d: bigint, bits: SecretBits): boolean {
  let left = n;
  for (; left > d; left -= d) if (!bernoulliExp(1, 1, bits)) return false;
  return seriesFrom(1n, { n: left, d }, bits);
}

/** Continues the alternating series at its k-th term. */
function seriesFrom(
  first: bigint,
  { n, d }: { readonly n: bigint; readonly d: bigint },
  bits: SecretBits,
): boolean {
  for (let k = first; ; k++) if (bits.belowBig(d * k) >= n) return k % 2n === 1n;
}

/** The largest whole number whose square is at most p/q. */
function rootBelow(p: number, q: number): number {
  const [bigP, bigQ] = [BigInt(p), BigInt(q)];
  let low = 0n;
  let high = bigP + 1n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle * middle * bigQ <= bigP) low = middle;
    else high = middle;
  }
  return Number(low);
}
