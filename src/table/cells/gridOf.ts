const dayMs = 86_400_000;

/** The coarsest of some steps that all values are multiples of; days, hours, minutes and seconds for dates. */
export function gridOf(values: ArrayLike<number>): number {
  for (const unit of [dayMs, 3_600_000, 60_000, 1000, 1, 0.1, 0.01, 0.001])
    if (isMultiples(values, unit)) return unit;
  return 1e-6;
}

function isMultiples(values: ArrayLike<number>, unit: number): boolean {
  for (let i = 0; i < values.length; i++)
    if (Math.abs(values[i]! / unit - Math.round(values[i]! / unit)) >= 1e-6) return false;
  return true;
}
