/** Multiples of `step`·10^−`decimals` within [min, max]; every number where `decimals` is null. */
export interface NumberGrid {
  readonly decimals: number | null;
  /** In units of 10^−decimals, ≥ 1. */
  readonly step: number;
  readonly min: number;
  readonly max: number;
}

/**
 * The largest whole number of units of 10^−decimals that divides every value (25 for a column of multiples of 25);
 * 1 when there is none, the values have more decimals, or there are fewer than 50.
 */
export function findStep(values: Float64Array, decimals: number | null): number {
  if (decimals === null) return 1;
  const scale = 10 ** decimals;
  let divisor = 0;
  let seen = 0;
  for (const v of values) {
    if (Number.isNaN(v)) continue;
    seen++;
    const units = Math.round(v * scale);
    if (Math.abs(v * scale - units) > 1e-6 * Math.max(1, Math.abs(units)) || Math.abs(units) > 2 ** 52)
      return 1;
    let a = Math.abs(units);
    while (a !== 0) {
      const rest = divisor % a;
      divisor = a;
      a = rest;
    }
    if (divisor === 1) return 1;
  }
  return seen < 50 || divisor === 0 ? 1 : divisor;
}

/** Smallest and largest multiple of the grid inside the range (the nearest one when there is none inside). */
export function gridBounds({ decimals, step, min, max }: NumberGrid): { low: number; high: number } {
  const perStep = 10 ** (decimals ?? 0) / step;
  const low = Math.ceil(min * perStep - 1e-7);
  const high = Math.floor(max * perStep + 1e-7);
  const near = Math.round(((min + max) / 2) * perStep);
  return low <= high ? { low, high } : { low: near, high: near };
}

/** The value of the grid nearest to `value` that lies within its range. */
export function roundToGrid(value: number, grid: NumberGrid): number {
  const { low, high } = gridBounds(grid);
  const scale = 10 ** (grid.decimals ?? 0);
  return (Math.min(Math.max(Math.round((value * scale) / grid.step), low), high) * grid.step) / scale;
}
