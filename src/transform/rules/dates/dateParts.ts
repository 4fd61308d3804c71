/** Months in which years begin: of the calendar, of business, seasons, schools. */
const firstMonths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;
type FirstMonth = (typeof firstMonths)[number];
type YearPart = `yearFrom${FirstMonth}` | `quarterFrom${FirstMonth}`;
const yearsFrom = firstMonths.map((month) => `yearFrom${month}` as const);
const quartersFrom = firstMonths.slice(1).map((month) => `quarterFrom${month}` as const);

/** Parts of a date, in the order in which they are tried. */
export const partNames = [
  "date",
  "monthStart",
  "isoWeekStart",
  "hourStart",
  "year",
  "month",
  "weekday",
  "isoWeekday",
  "hour",
  "quarter",
  "isoWeek",
  "day",
  "dayOfYear",
  "minute",
  "weekend",
  "monthOfYear",
  "quarterOfYear",
  ...yearsFrom,
  ...quartersFrom,
] as const;

export type DatePart = (typeof partNames)[number];

interface Part {
  readonly title: string;
  /** The part of a time (epoch ms): epoch ms again where `isTime`, else a whole number; NaN of NaN. */
  of(ms: number): number;
  readonly isTime: boolean;
  /** Smallest and largest number, where all between them occur. */
  readonly range?: readonly [number, number];
  /** Numbers count periods of that many months, which are written with their year. */
  readonly period?: 1 | 3 | 12;
  /** Start of the period after the one that starts at `ms`. */
  next?(ms: number): number;
}

const hour = 3_600_000;
const day = 24 * hour;
/** 1970-01-05, a Monday. */
const monday = 4 * day;

const at = (read: (date: Date) => number) => (ms: number) => (Number.isNaN(ms) ? ms : read(new Date(ms)));
const floorTo = (unit: number) => (ms: number) => Math.floor(ms / unit) * unit;
const startOfYear = (ms: number) => Date.UTC(new Date(ms).getUTCFullYear(), 0, 1);

export const dateParts: Readonly<Record<DatePart, Part>> = {
  date: { title: "date", isTime: true, of: floorTo(day), next: (ms) => ms + day },
  monthStart: {
    title: "first day of the month",
    isTime: true,
    of: at((d) => Date.UTC(d.getUTCFullYear(), d.getUTCMonth(), 1)),
    next: (ms) => Date.UTC(new Date(ms).getUTCFullYear(), new Date(ms).getUTCMonth() + 1, 1),
  },
  isoWeekStart: {
    title: "Monday of the week",
    isTime: true,
    of: (ms) => Math.floor((ms - monday) / (7 * day)) * 7 * day + monday,
    next: (ms) => ms + 7 * day,
  },
  hourStart: { title: "hour", isTime: true, of: floorTo(hour), next: (ms) => ms + hour },
  year: { title: "year", isTime: false, of: at((d) => d.getUTCFullYear()) },
  month: { title: "month", isTime: false, range: [1, 12], of: at((d) => d.getUTCMonth() + 1) },
  weekday: { title: "weekday", isTime: false, range: [0, 6], of: at((d) => d.getUTCDay()) },
  isoWeekday: { title: "weekday", isTime: false, range: [1, 7], of: at((d) => d.getUTCDay() || 7) },
  hour: { title: "hour", isTime: false, range: [0, 23], of: at((d) => d.getUTCHours()) },
  quarter: {
    title: "quarter",
    isTime: false,
    range: [1, 4],
    of: at((d) => Math.floor(d.getUTCMonth() / 3) + 1),
  },
  isoWeek: { title: "ISO week", isTime: false, range: [1, 53], of: at((d) => isoWeek(d.getTime())) },
  day: { title: "day of the month", isTime: false, range: [1, 31], of: at((d) => d.getUTCDate()) },
  dayOfYear: {
    title: "day of the year",
    isTime: false,
    range: [1, 366],
    of: at((d) => Math.floor((d.getTime() - startOfYear(d.getTime())) / day) + 1),
  },
  minute: { title: "minute", isTime: false, range: [0, 59], of: at((d) => d.getUTCMinutes()) },
  weekend: {
    title: "weekend",
    isTime: false,
    range: [0, 1],
    of: at((d) => (d.getUTCDay() % 6 === 0 ? 1 : 0)),
  },
  monthOfYear: {
    title: "month and year",
    isTime: false,
    period: 1,
    of: at((d) => 12 * d.getUTCFullYear() + d.getUTCMonth()),
  },
  quarterOfYear: {
    title: "quarter and year",
    isTime: false,
    period: 3,
    of: at((d) => 4 * d.getUTCFullYear() + Math.floor(d.getUTCMonth() / 3)),
  },
  ...yearParts(),
};

function yearParts(): Readonly<Record<YearPart, Part>> {
  const parts = firstMonths.flatMap((first): (readonly [YearPart, Part])[] => {
    const period = (months: 3 | 12, title: string): Part => ({
      title: `${title} of years that begin in month ${first}`,
      isTime: false,
      period: months,
      of: at((d) => Math.floor((12 * d.getUTCFullYear() + d.getUTCMonth() + 1 - first) / months)),
    });
    return [
      [`yearFrom${first}`, period(12, "year")],
      [`quarterFrom${first}`, period(3, "quarter")],
    ];
  });
  return Object.fromEntries(parts) as Record<YearPart, Part>;
}

/** ISO 8601: the week belongs to the year of its Thursday. */
function isoWeek(ms: number): number {
  const thursday = Math.floor((ms - monday) / (7 * day)) * 7 * day + monday + 3 * day;
  return Math.floor((thursday - startOfYear(thursday)) / (7 * day)) + 1;
}
