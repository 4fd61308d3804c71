/** ln Γ(x) for x > 0, relative error below 1e-14 (Stirling's series after an upward shift). */
export function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  if (y < 12) {
    let product = 1;
    while (y < 12) product *= y++;
    shift = Math.log(product);
  }
  const r = 1 / (y * y);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188))))) / y;
  return (y - 0.5) * Math.log(y) - y + halfLogTwoPi + series - shift;
}

const halfLogTwoPi = 0.9189385332046727;

/** Q(a, x) = Γ(a, x) / Γ(a), the regularized upper incomplete gamma function, accurate in the far tail. */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) return 1 - front * lowerSeries(a, x);
  return front * upperFraction(a, x);
}

/** P(X ≥ statistic) for a chi-square variable with `degrees` degrees of freedom. */
export function chiSquareTail(statistic: number, degrees: number): number {
  return upperGamma(degrees / 2, statistic / 2);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < 10_000 && term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Lentz's evaluation of the continued fraction of Γ(a, x) eˣ x⁻ᵃ. */
function upperFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 10_000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + an / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < 1e-16) break;
  }
  return h;
}

/** ψ(x) for x > 0: recurrence to x ≥ 6, then the asymptotic series (Abramowitz and Stegun 6.3.18); error < 1e-12. */
export function digamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 6) shift -= 1 / y++;
  const f = 1 / (y * y);
  return (
    shift +
    Math.log(y) -
    0.5 / y -
    f * (1 / 12 - f * (1 / 120 - f * (1 / 252 - f * (1 / 240 - f * (1 / 132 - f * (691 / 32760 - f / 12))))))
  );
}
