/**
 * The δ for which a ρ-zCDP mechanism is (ε, δ)-differentially private: the minimum over α > 1 of
 * exp((α − 1)(αρ − ε)) (1 − 1/α)^α / (α − 1) (Canonne, Kamath & Steinke 2020, corollary 13).
 */
export function deltaOf(rho: number, epsilon: number): number {
  if (rho === 0) return 0;
  // the logarithm is convex in α: golden-section search on ln(α − 1)
  const logDelta = (x: number) => {
    const above = Math.exp(x);
    const alpha = 1 + above;
    return above * (alpha * rho - epsilon) + alpha * Math.log1p(-1 / alpha) - Math.log(above);
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [-20, 20];
  for (let i = 0; i < 120; i++) {
    const width = golden * (high - low);
    if (logDelta(high - width) < logDelta(low + width)) high = low + width;
    else low = high - width;
  }
  return Math.min(1, Math.exp(logDelta((low + high) / 2)));
}

/** The largest ρ of zCDP that still is (ε, δ)-differentially private, rounded down. */
export function rhoOf(epsilon: number, delta: number): number {
  return bisect(0, epsilon, (rho) => deltaOf(rho, epsilon) <= delta);
}

/** The smallest ε for which a ρ-zCDP mechanism is (ε, δ)-differentially private, rounded up. */
export function epsilonOf(rho: number, delta: number): number {
  const most = rho + 2 * Math.sqrt(rho * Math.log(1 / delta));
  return most - bisect(0, most, (less) => deltaOf(rho, most - less) <= delta);
}

/** The largest x in [low, high] that `holds`, from below. */
function bisect(low: number, high: number, holds: (x: number) => boolean): number {
  for (let i = 0; i < 200 && high > low; i++) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) break;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
