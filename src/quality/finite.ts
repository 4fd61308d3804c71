/** The number, or null when it is NaN or infinite: reports hold no such values. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Mean of the numbers that are not null; null when there is none. */
export function meanOf(values: readonly (number | null | undefined)[]): number | null {
  let sum = 0;
  let n = 0;
  for (const value of values) {
    if (value === null || value === undefined || Number.isNaN(value)) continue;
    sum += value;
    n++;
  }
  return n === 0 ? null : sum / n;
}

/** A score in [0, 1] without the dust of floating-point sums, or null when it is NaN. */
export function scoreOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : Math.min(1, Math.max(0, value));
}
