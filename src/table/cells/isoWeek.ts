import { civil, civilFromDays, daysFromCivil } from "./civilDate.ts";

/** What {@link isoWeekFromDays} found: one shared object, as dates are written by the million. */
export const isoWeek = { year: 0, week: 0 };

/** The Monday (days since 1970-01-01) of week 1 of a year: the week with 4 January. ISO 8601. */
export function firstMonday(year: number): number {
  const fourth = daysFromCivil(year, 1, 4);
  return fourth - ((((fourth + 3) % 7) + 7) % 7);
}

/** Weeks of an ISO year: 52 or 53. */
export function weeksOf(year: number): number {
  return (firstMonday(year + 1) - firstMonday(year)) / 7;
}

/** ISO year and week of a day; the answer is in `isoWeek`. Leaves `civil` as it was. */
export function isoWeekFromDays(days: number): void {
  const { year, month, day } = civil;
  const thursday = days - ((((days + 3) % 7) + 7) % 7) + 3;
  civilFromDays(thursday);
  isoWeek.year = civil.year;
  isoWeek.week = Math.floor((thursday - daysFromCivil(civil.year, 1, 1)) / 7) + 1;
  Object.assign(civil, { year, month, day });
}
