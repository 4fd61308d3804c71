import { sureFactor, z95 } from "./wilson.ts";

/** Linear interpolation between order statistics, NumPy's default. */
export function quantile(values: Float64Array, q: number): number {
  return ofSorted(values.slice().sort(), q);
}

export function median(values: Float64Array): number {
  return quantile(values, 0.5);
}

/** A value that the true quantile is surely not below: the order statistic 3 standard errors down (distribution-free). */
export function sureLowQuantile(values: Float64Array, q: number): number {
  const error = Math.sqrt((q * (1 - q)) / values.length);
  return quantile(values, Math.max(0, q - sureFactor * z95 * error));
}

function ofSorted(sorted: Float64Array, q: number): number {
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (at - low);
}
