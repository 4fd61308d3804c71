import type { SpikedRange } from "./spikes.ts";

/** The finest calendar grid on which all datetimes of a column lie. */
export interface DatetimeGrid {
  /** Milliseconds, or calendar months. */
  readonly unit: number | "month";
  /** Epoch ms of tick 0. */
  readonly origin: number;
  /** The only weekdays that occur, ascending (0 = Sunday); ticks count on from one of them to the next. Absent = all. */
  readonly weekdays?: readonly number[];
  /** Months are told by their last day rather than by their first. */
  readonly monthEnd?: true;
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

/** Chance that weekdays are missing from as many different days by accident, at most. */
const maxChance = 1e-5;

/** The grid of dates: that of `findGrid`, month ends, or only the weekdays that occur where that is no accident. */
export function findCalendar(values: Float64Array): DatetimeGrid {
  const grid = findGrid(values);
  if (grid.unit === "month" || grid.unit > day) return grid;
  const days = new Set<number>();
  for (const v of values) if (!Number.isNaN(v)) days.add(Math.floor(v / day));
  if (grid.unit === day && days.size >= 3 && [...days].every(isMonthEnd))
    return { unit: "month", origin: values.find((v) => !Number.isNaN(v))!, monthEnd: true };
  const weekdays = [...new Set([...days].map(weekdayOf))].sort((a, b) => a - b);
  const isChance = weekdays.length === 7 || (weekdays.length / 7) ** days.size > maxChance;
  return isChance ? grid : { ...grid, origin: [...days].reduce((a, b) => Math.min(a, b)) * day, weekdays };
}

function isMonthEnd(dayNumber: number): boolean {
  return new Date((dayNumber + 1) * day).getUTCDate() === 1;
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(dayNumber: number): number {
  return (((dayNumber + 4) % 7) + 7) % 7;
}

/** Epoch ms with the weekdays that do not occur taken out. */
function withoutGaps(ms: number, weekdays: readonly number[]): number {
  const dayNumber = Math.floor(ms / day);
  const weekday = weekdayOf(dayNumber);
  const earlier = weekdays.filter((one) => one < weekday).length;
  const week = (dayNumber + 4 - weekday) / 7;
  const time = weekdays.includes(weekday) ? ms - dayNumber * day : 0;
  return (week * weekdays.length + earlier) * day + time;
}

function withGaps(ms: number, weekdays: readonly number[]): number {
  const dayNumber = Math.floor(ms / day);
  const week = Math.floor(dayNumber / weekdays.length);
  const weekday = weekdays[dayNumber - week * weekdays.length]!;
  return (week * 7 + weekday - 4) * day + (ms - dayNumber * day);
}

/** Epoch ms → ticks; off-grid times give fractions. */
export function toTicks(grid: DatetimeGrid, ms: number): number {
  const { weekdays, monthEnd } = grid;
  if (monthEnd) return toTicks({ unit: "month", origin: grid.origin + day }, ms + day);
  if (weekdays !== undefined && grid.unit !== "month")
    return (withoutGaps(ms, weekdays) - withoutGaps(grid.origin, weekdays)) / grid.unit;
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
  const { weekdays, monthEnd } = grid;
  if (monthEnd) return fromTicks({ unit: "month", origin: grid.origin + day }, ticks) - day;
  if (weekdays !== undefined && grid.unit !== "month" && !Number.isNaN(ticks))
    return withGaps(withoutGaps(grid.origin, weekdays) + ticks * grid.unit, weekdays);
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
