import type { FunctionName, Rule } from "../../../config/rules/ruleSyntax.ts";
import type { DatePartPlan } from "../dates/datePart.ts";
import { dayMs, evaluate } from "../judge/evaluate.ts";
import { numbersOf, viewTable } from "../judge/ruleView.ts";
import { binary, callOf, checkRule, columnOf, numberOf } from "./candidates.ts";
import { type DetectData, minNamedRows, type NumberColumn } from "./detectData.ts";

const units: readonly (readonly [FunctionName | null, number])[] = [
  [null, dayMs],
  ["hours", dayMs / 24],
  ["minutes", 60_000],
  ["seconds", 1000],
];
const parts: readonly FunctionName[] = ["year", "quarter", "month", "day", "weekday", "hour", "minute"];
const testedRows = 300;
/** Tested rows that may be off, so that what nearly holds is offered too. */
const maxOff = 2;
/** Days, hours, … more or less than lie between two dates: the first day counts, too. */
const maxAdded = 2;
/** Rows in which those with a number and a date are looked for. */
const searchedRows = 3000;

/** Numbers that count the days, hours, … between two dates, one or two more or less perhaps, and numbers that are a part of a date. */
export function findDateRules(data: DetectData): Rule[] {
  const flags = new Set(data.flags.map(({ name }) => name));
  const numbers = data.numbers.filter(({ name }) => !flags.has(name));
  return [
    ...numbers.flatMap((n) => durations(n, data.dates)),
    ...dateParts(data, numbers),
    ...otherDates(data.dates),
  ];
}

/** Dates that are another, its day, or always as many days after it. */
function otherDates(dates: readonly NumberColumn[]): Rule[] {
  return dates.flatMap((own, k) =>
    dates.flatMap((other, l): Rule[] => {
      if (own === other) return [];
      const [a, b] = [own.values, other.values];
      const day = (i: number) => Math.floor(b[i]! / dayMs) * dayMs;
      const first = a.findIndex((value, i) => !Number.isNaN(value) && !Number.isNaN(b[i]!));
      const days = first < 0 ? Number.NaN : (a[first]! - b[first]!) / dayMs;
      if (
        Number.isInteger(days) &&
        days >= 0 &&
        (days > 0 || k > l) &&
        agrees(a, (i) => b[i]! + days * dayMs)
      ) {
        const from = columnOf(other.name);
        return [checkRule(columnOf(own.name), "=", days === 0 ? from : binary(from, "+", numberOf(days)))];
      }
      const hasTimes = () => b.some((value) => !Number.isNaN(value) && value % dayMs !== 0);
      return agrees(a, day) && hasTimes()
        ? [checkRule(columnOf(own.name), "=", callOf("date", columnOf(other.name)))]
        : [];
    }),
  );
}

function durations(n: NumberColumn, dates: readonly NumberColumn[]): Rule[] {
  for (const from of dates)
    for (const to of dates) {
      if (from === to) continue;
      for (const [name, unit] of units) {
        const between = (i: number) => (to.values[i]! - from.values[i]!) / unit;
        const first = n.values.findIndex((value, i) => !Number.isNaN(value - between(i)));
        const more = first < 0 ? 0 : Math.round(n.values[first]! - between(first));
        const added = [0, more].find(
          (count) => Math.abs(count) <= maxAdded && agrees(n.values, (i) => between(i) + count),
        );
        if (added === undefined) continue;
        const difference = binary(columnOf(to.name), "-", columnOf(from.name));
        const counted = name === null ? difference : callOf(name, difference);
        const right =
          added === 0 ? counted : binary(counted, added > 0 ? "+" : "-", numberOf(Math.abs(added)));
        return [checkRule(columnOf(n.name), "=", right)];
      }
    }
  return [];
}

/** Whether a rule can say what the part of a date is: `year(arrival)`. */
export function isSaid({
  part,
  output,
  offset = 0,
  prefix = "",
  suffix = "",
  names,
  period,
}: DatePartPlan): boolean {
  const isPlain = offset === 0 && prefix + suffix === "" && names === undefined && period === undefined;
  if (output === "datetime") return part === "date";
  return output === "number" && isPlain && parts.includes(part as FunctionName);
}

function dateParts(data: DetectData, numbers: readonly NumberColumn[]): Rule[] {
  const rows = Math.min(data.table.rows, searchedRows);
  const view = viewTable({
    rows,
    columns: data.dates.map(({ name, values }) => ({
      kind: "datetime" as const,
      name,
      values: values.subarray(0, rows),
    })),
  });
  return data.dates.flatMap(({ name: date }) =>
    parts.flatMap((part) => {
      const expression = callOf(part, columnOf(date));
      const values = numbersOf(evaluate(expression, view));
      if (new Set(values.filter((v) => !Number.isNaN(v))).size < 2) return [];
      return numbers
        .filter((n) => agrees(n.values.subarray(0, rows), (i) => values[i]!))
        .map((n) => checkRule(columnOf(n.name), "=", expression));
    }),
  );
}

function agrees(values: Float64Array, other: (row: number) => number): boolean {
  let [tested, off] = [0, 0];
  for (let i = 0; i < values.length && tested < testedRows; i++) {
    const [a, b] = [values[i]!, other(i)];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    if (Math.abs(a - b) > 1e-6 && ++off > maxOff) return false;
    tested++;
  }
  return tested >= minNamedRows;
}
