import { HeldCounts, type Holders } from "../../../table/protection/holders.ts";
import type { Grid } from "../rulesPlan.ts";

/** More different numbers than that are no categories. */
const most = 1000;

/**
 * The numbers that a column of categories may hold, ascending: those of at least `k` rows, of several persons where the table names any.
 *
 * @param values NaN = missing
 */
export function heldLevels(values: Float64Array, k: number, holders: Holders | undefined): number[] {
  const different = [...new Set(values.filter((value) => !Number.isNaN(value)))].sort((a, b) => a - b);
  if (different.length > most) return [];
  const places = new Map(different.map((value, at) => [value, at]));
  const counts = new HeldCounts(different.length, k, holders);
  values.forEach((value, row) => {
    const at = places.get(value);
    if (at !== undefined) counts.add(at, row);
  });
  const told = counts.told();
  return different.filter((_, at) => told[at]! >= k);
}

/** A grid that has no other value than the levels; the same grid where they are all of its values between the outermost. */
export function gridOfLevels(grid: Grid, levels: readonly number[]): Grid {
  if (levels.length === 0 || grid.clock || grid.months) return grid;
  const steps = grid.unit === 0 ? Number.POSITIVE_INFINITY : (levels.at(-1)! - levels[0]!) / grid.unit;
  return Math.round(steps) === levels.length - 1 ? grid : { ...grid, levels };
}
