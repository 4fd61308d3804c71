import { areClockNumbers, clockAtOrAbove, clockAtOrBelow } from "../../../table/cells/clockNumber.ts";
import { findGrid, fromTicks, toTicks } from "../../datetimeGrid.ts";
import { findStep } from "../../numberGrid.ts";
import { dayMs } from "../judge/evaluate.ts";
import type { Grid } from "../rulesPlan.ts";

/** The grid of a number column with that many decimals; null = any value. */
export function numberGrid(values: Float64Array, decimals: number | null): Grid {
  if (decimals === null) return { unit: 0, offset: 0 };
  if (decimals === 0 && areClockNumbers(values)) return { unit: 1, offset: 0, clock: true };
  return { unit: findStep(values, decimals) / 10 ** decimals, offset: 0 };
}

/** The grid of a date column, in days. @param values epoch ms */
export function dateGrid(values: Float64Array): Grid {
  const { unit, origin } = findGrid(values);
  if (unit === "month") return { unit: 1, offset: 0, months: true };
  return { unit: unit / dayMs, offset: origin / dayMs };
}

const close = 1e-6;

/** Largest value of the grid that is not above `value`. */
export function floorTo(grid: Grid, value: number): number {
  if (grid.unit === 0 || !Number.isFinite(value)) return value;
  if (grid.months) return monthAt(Math.floor(toTicks(months, value * dayMs) + close));
  if (grid.clock) return clockAtOrBelow(Math.floor(value + close));
  if (grid.levels) return grid.levels.findLast((level) => level <= value + close) ?? Number.NEGATIVE_INFINITY;
  return at(grid, Math.floor((value - grid.offset) / grid.unit + close));
}

/** Smallest value of the grid that is not below `value`. */
export function ceilTo(grid: Grid, value: number): number {
  if (grid.unit === 0 || !Number.isFinite(value)) return value;
  if (grid.months) return monthAt(Math.ceil(toTicks(months, value * dayMs) - close));
  if (grid.clock) return clockAtOrAbove(Math.ceil(value - close));
  if (grid.levels) return grid.levels.find((level) => level >= value - close) ?? Number.POSITIVE_INFINITY;
  return at(grid, Math.ceil((value - grid.offset) / grid.unit - close));
}

/** The value of the grid that is nearest; ties go up. */
export function nearestOn(grid: Grid, value: number): number {
  if (grid.unit === 0 || !Number.isFinite(value)) return value;
  if (grid.months) return monthAt(Math.round(toTicks(months, value * dayMs)));
  if (grid.clock) return clockAtOrBelow(Math.floor(value + 0.5 + close));
  if (grid.levels) return nearestLevel(grid.levels, value);
  return at(grid, Math.floor((value - grid.offset) / grid.unit + 0.5 + close));
}

function nearestLevel(levels: readonly number[], value: number): number {
  return levels.reduce((best, level) => (Math.abs(level - value) <= Math.abs(best - value) ? level : best));
}

const months = { unit: "month", origin: 0 } as const;

function monthAt(tick: number): number {
  return fromTicks(months, tick) / dayMs;
}

/** Exact decimals: 3 · 0.1 is 0.3. */
function at(grid: Grid, tick: number): number {
  const inverse = 1 / grid.unit;
  const whole = Math.round(inverse);
  const value = Math.abs(inverse - whole) < 1e-9 * inverse ? tick / whole : tick * grid.unit;
  return grid.offset + value + 0;
}

/**
 * A value of the grid within [min, max]: the nearest one; beyond a bound it is reflected at it, again and again where it
 * must be, so that no bound collects what lies outside. NaN when the grid has no value there.
 */
export function foldInto(grid: Grid, value: number, min: number, max: number): number {
  const low = ceilTo(grid, min);
  const high = floorTo(grid, max);
  const on = nearestOn(grid, value);
  if (on >= low && on <= high) return on;
  if (low > high) return Number.NaN;
  const width = high - low;
  if (width === 0 || !Number.isFinite(width)) return on < low ? low : high;
  const period = 2 * width;
  const phase = (((on - low) % period) + period) % period;
  const inside = nearestOn(grid, low + (phase > width ? period - phase : phase));
  return Math.min(Math.max(inside, low), high);
}
