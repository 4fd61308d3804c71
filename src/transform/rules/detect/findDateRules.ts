import type { FunctionName, Rule } from "../../../config/rules/ruleSyntax.ts";
import { dayMs, evaluate } from "../judge/evaluate.ts";
import { numbersOf, viewTable } from "../judge/ruleView.ts";
import { binary, callOf, checkRule, columnOf } from "./candidates.ts";
import { type DetectData, minNamedRows, type NumberColumn } from "./detectData.ts";

const units: readonly (readonly [FunctionName | null, number])[] = [
  [null, dayMs],
  ["hours", dayMs / 24],
  ["minutes", 60_000],
  ["seconds", 1000],
];
const parts: readonly FunctionName[] = ["year", "quarter", "month", "day", "weekday", "hour", "minute"];
const testedRows = 300;

/** Numbers that count the days, hours, … between two dates, and numbers that are a part of a date. */
export function findDateRules(data: DetectData): Rule[] {
  const flags = new Set(data.flags.map(({ name }) => name));
  const numbers = data.numbers.filter(({ name }) => !flags.has(name));
  return [...numbers.flatMap((n) => durations(n, data.dates)), ...dateParts(data, numbers)];
}

function durations(n: NumberColumn, dates: readonly NumberColumn[]): Rule[] {
  for (const from of dates)
    for (const to of dates) {
      if (from === to) continue;
      for (const [name, unit] of units) {
        if (!agrees(n.values, (i) => (to.values[i]! - from.values[i]!) / unit)) continue;
        const difference = binary(columnOf(to.name), "-", columnOf(from.name));
        return [checkRule(columnOf(n.name), "=", name === null ? difference : callOf(name, difference))];
      }
    }
  return [];
}

function dateParts(data: DetectData, numbers: readonly NumberColumn[]): Rule[] {
  const rows = Math.min(data.table.rows, 2 * testedRows);
  const head = {
    rows,
    columns: data.dates.map(({ name, values }) => ({
      kind: "datetime" as const,
      name,
      values: values.subarray(0, rows),
    })),
  };
  const view = viewTable(head);
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
  let tested = 0;
  for (let i = 0; i < values.length && tested < testedRows; i++) {
    const [a, b] = [values[i]!, other(i)];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    if (Math.abs(a - b) > 1e-6) return false;
    tested++;
  }
  return tested >= minNamedRows;
}
