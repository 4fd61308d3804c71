const reach = 8;
const stepsPerUnit = 128;

/** Mean and variance of a standard normal between its quantiles `below` and `above` (0 ≤ below < above ≤ 1). */
export function normalSpan(
  below: number,
  above: number,
): { readonly mean: number; readonly variance: number } {
  const a = normalQuantile(below);
  const b = normalQuantile(above);
  const fa = density(a);
  const fb = density(b);
  const mass = Math.max(1e-12, above - below);
  const mean = Math.min(b, Math.max(a, (fa - fb) / mass));
  const variance = 1 + (a * fa - b * fb) / mass - mean * mean;
  return { mean, variance: Math.min(1, Math.max(0, variance)) };
}

/** Quantile of the standard normal, within ±8; by linear interpolation in a table (error < 1e-5 within ±4). */
function normalQuantile(p: number): number {
  const cdf = cdfTable();
  if (p <= cdf[0]!) return -reach;
  if (p >= cdf.at(-1)!) return reach;
  let low = 0;
  let high = cdf.length - 1;
  while (high - low > 1) {
    const mid = (low + high) >> 1;
    if (cdf[mid]! <= p) low = mid;
    else high = mid;
  }
  const part = (p - cdf[low]!) / (cdf[high]! - cdf[low]!);
  return (low + part) / stepsPerUnit - reach;
}

let table: Float64Array | undefined;

/** Cumulative Simpson sums of the density. */
function cdfTable(): Float64Array {
  if (table) return table;
  const steps = 2 * reach * stepsPerUnit;
  const made = new Float64Array(steps + 1);
  const h = 1 / stepsPerUnit;
  for (let i = 1; i <= steps; i++) {
    const x = -reach + i * h;
    made[i] = made[i - 1]! + (h / 6) * (density(x - h) + 4 * density(x - h / 2) + density(x));
  }
  table = made;
  return made;
}

function density(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}
