import { DatePattern } from "../../table/cells/datePattern.ts";

/** A way of writing dates: the patterns that cells of it fit. */
interface DateForm {
  readonly pattern: string;
  readonly reader: DatePattern;
}

const isoForms: readonly DateForm[] = [
  "%Y-%m-%d",
  "%Y-%m-%d %H:%M",
  "%Y-%m-%d %H:%M:%S",
  "%Y-%m-%dT%H:%M",
  "%Y-%m-%dT%H:%M:%S",
  "%Y-%m-%dT%H:%M:%SZ",
  "%Y/%m/%d",
].map(dateForm);

/** Dates that begin with the day or the month: cells such as 03/04/2024 fit both. */
const dayAndMonth: readonly { readonly day: DateForm; readonly month: DateForm }[] = ["/", ".", "-"].flatMap(
  (between) =>
    ["", " %H:%M", " %H:%M:%S"].map((time) => ({
      day: dateForm(["%d", "%m", "%Y"].join(between) + time),
      month: dateForm(["%m", "%d", "%Y"].join(between) + time),
    })),
);

function dateForm(pattern: string): DateForm {
  return { pattern, reader: new DatePattern(pattern) };
}

/** Digits after the point that are told apart; the last stands for as many and more. */
export const maxDecimals = 6;

/**
 * What a cell can be: a fixed list that no data adds to. `missing`, a number by its decimals, a date by its form, a text. One cell
 * is one of them, by itself.
 */
export const cellForms = {
  missing: 0,
  number: 1,
  isoDate: 2 + maxDecimals,
  dayAndMonth: 2 + maxDecimals + isoForms.length,
  text: 2 + maxDecimals + isoForms.length + 3 * dayAndMonth.length,
} as const;
export const formCount = cellForms.text + 1;

/** The form of a cell that is not missing. */
export function formOf(text: string): number {
  const trimmed = text.trim();
  const number = plainNumber.exec(trimmed);
  if (number !== null && Number.isFinite(Number(trimmed.replace(",", "."))))
    return cellForms.number + Math.min(maxDecimals, number[1]?.length ?? 0);
  if (!/^\d{1,4}[-/.]\d{1,2}[-/.]\d/.test(trimmed)) return cellForms.text;
  const iso = isoForms.findIndex(({ reader }) => !Number.isNaN(reader.parse(trimmed)));
  if (iso >= 0) return cellForms.isoDate + iso;
  for (const [i, { day, month }] of dayAndMonth.entries()) {
    const isDay = !Number.isNaN(day.reader.parse(trimmed));
    const isMonth = !Number.isNaN(month.reader.parse(trimmed));
    if (isDay || isMonth) return cellForms.dayAndMonth + 3 * i + (isDay && isMonth ? 2 : isDay ? 0 : 1);
  }
  return cellForms.text;
}

/** At most 15 digits, none of them a leading zero: what has one names something. */
const plainNumber = /^[+-]?(?=(?:[.,]?\d){1,15}$)(?:0|[1-9]\d*)(?:[.,](\d+))?$/;

/** What a column can be read as, with the forms whose cells it then reads. */
export interface Reading {
  readonly kind: "number" | "date" | "text";
  readonly forms: readonly number[];
  /** Of dates. */
  readonly pattern: string | null;
}

/** All readings, numbers first. */
export const readings: readonly Reading[] = [
  {
    kind: "number",
    forms: Array.from({ length: maxDecimals + 1 }, (_, d) => cellForms.number + d),
    pattern: null,
  },
  ...isoForms.map(({ pattern }, i): Reading => ({ kind: "date", forms: [cellForms.isoDate + i], pattern })),
  ...dayAndMonth.flatMap(({ day, month }, i): Reading[] => {
    const first = cellForms.dayAndMonth + 3 * i;
    return [
      { kind: "date", forms: [first, first + 2], pattern: day.pattern },
      { kind: "date", forms: [first + 1, first + 2], pattern: month.pattern },
    ];
  }),
  { kind: "text", forms: [cellForms.text], pattern: null },
];
