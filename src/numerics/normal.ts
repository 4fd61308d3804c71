/** Φ(x), the standard normal distribution function; relative error < 1e-12 into the far lower tail. */
export function normalCdf(x: number): number {
  if (x > 0) return 1 - lowerTail(-x);
  return lowerTail(x);
}

/** P(a ≤ Z ≤ b), in the tail that loses no digits. */
export function normalMass(a: number, b: number): number {
  return a > 0 ? normalCdf(-a) - normalCdf(-b) : normalCdf(b) - normalCdf(a);
}

/** φ(x), the standard normal density. */
export function normalPdf(x: number): number {
  return 0.3989422804014327 * Math.exp(-0.5 * x * x);
}

/**
 * Φ⁻¹(p): ∓Infinity at 0 and 1, NaN outside [0, 1]. Acklam's rational start and one Halley step; relative error
 * < 1e-12.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  if (p > 0.5) return -normalQuantile(1 - p);
  const x = start(p);
  const e = (lowerTail(x) - p) / normalPdf(x);
  return x - e / (1 + (x * e) / 2);
}

/**
 * x ≤ 0: Taylor series of Φ about 0 near it, Lentz-free continued fraction of Mills' ratio
 * (Abramowitz and Stegun 26.2.14) in the tail.
 */
function lowerTail(x: number): number {
  if (x < -38.5) return 0;
  const z = -x;
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let k = 3; term > sum * 1e-17; k += 2) {
      term *= (z * z) / k;
      sum += term;
    }
    return 0.5 - normalPdf(z) * sum;
  }
  let fraction = z;
  for (let k = Math.ceil(20 + 250 / (z * z)); k > 0; k--) fraction = z + k / fraction;
  return normalPdf(z) / fraction;
}

/** p ≤ ½; relative error < 1.2e-9 (P. J. Acklam, "An algorithm for computing the inverse normal cumulative distribution function"). */
function start(p: number): number {
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return (
      (((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) *
        q +
        4.374664141464968) *
        q +
        2.938163982698783) /
      ((((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) *
        q +
        1)
    );
  }
  const q = p - 0.5;
  const r = q * q;
  return (
    ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
      2.506628277459239) *
      q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
      1)
  );
}
