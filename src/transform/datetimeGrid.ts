import type { SpikedRange } from "./spikes.ts";

/** The finest calendar grid on which all datetimes of a column lie. */
export interface DatetimeGrid {
  /** Milliseconds, or calendar months. */
  readonly unit: number | "month";
  /** Epoch ms of tick 0. */
  readonly origin: number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const units = [day, hour, 30 * minute, 15 * minute, 5 * minute, minute, second, 100, 10, 1];

/** The coarsest of months, weeks, days, … microseconds that loses nothing. NaN entries are skipped. */
export function findGrid(values: Float64Array): DatetimeGrid {
  let first = Number.NaN;
  let seen = 0;
  let level = 0;
  let months = true;
  let weeks = true;
  for (const v of values) {
    if (Number.isNaN(v)) continue;
    if (seen++ === 0) first = v;
    while (level < units.length && v % units[level]! !== 0) level++;
    if (level > 0) months = weeks = false;
    if (weeks && (v - first) % (7 * day) !== 0) weeks = false;
    if (months && new Date(v).getUTCDate() !== 1) months = false;
    if (level === units.length) break;
  }
  if (seen === 0) return { unit: day, origin: 0 };
  if (months) return { unit: "month", origin: first };
  if (level === units.length) return { unit: 0.001, origin: Math.floor(first / day) * day };
  if (weeks && seen >= 20) return { unit: 7 * day, origin: first };
  return { unit: units[level]!, origin: Math.floor(first / day) * day };
}

/** Epoch ms → ticks; off-grid times give fractions. */
export function toTicks(grid: DatetimeGrid, ms: number): number {
  if (grid.unit !== "month") return (ms - grid.origin) / grid.unit;
  if (Number.isNaN(ms)) return ms;
  const date = new Date(ms);
  const start = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const next = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  const origin = new Date(grid.origin);
  const months =
    (date.getUTCFullYear() - origin.getUTCFullYear()) * 12 + date.getUTCMonth() - origin.getUTCMonth();
  return months + (ms - start) / (next - start);
}

/** Whole ticks → epoch ms. */
export function fromTicks(grid: DatetimeGrid, ticks: number): number {
  if (grid.unit === 0.001) return grid.origin + ticks / 1000;
  if (grid.unit !== "month") return grid.origin + ticks * grid.unit;
  if (Number.isNaN(ticks)) return ticks;
  const origin = new Date(grid.origin);
  return Date.UTC(origin.getUTCFullYear(), origin.getUTCMonth() + ticks, 1);
}

/** A range whose spikes are in epoch ms, with the spikes in ticks as well. */
export function inTicks(plan: DatetimeGrid & SpikedRange): SpikedRange {
  const { min, max, spikes = [] } = plan;
  return { min, max, spikes: spikes.map(({ value, at }) => ({ value: toTicks(plan, value), at })) };
}
