import type { Rule } from "../../../config/rules/ruleSyntax.ts";
import { dayMs } from "../judge/evaluate.ts";
import { binary, checkRule, columnOf, numberOf, sumOf } from "./candidates.ts";
import { type DetectData, minNamedRows, type NumberColumn } from "./detectData.ts";

const sampleRows = 1000;

/** a <= b for numbers, for dates: pairs that hold in a sample, then in all rows, without those that others imply. */
export function findOrders(data: DetectData): Rule[] {
  const flags = new Set(data.flags.map(({ name }) => name));
  const numbers = data.numbers.filter(({ name }) => !flags.has(name));
  return [...ordersOf(numbers, 1), ...ordersOf(data.dates, dayMs)];
}

function ordersOf(columns: readonly NumberColumn[], unit: number): Rule[] {
  const below = columns.map((low) => columns.map((high) => low !== high && holds(low, high)));
  const rules: Rule[] = [];
  for (const [a, low] of columns.entries())
    for (const [b, high] of columns.entries()) {
      if (!below[a]![b] || below[b]![a]) continue;
      const implied = columns.some((_, c) => c !== a && c !== b && between(below, a, c, b));
      if (!implied) rules.push(orderRule(low, high, unit));
    }
  return unit === 1 ? [...rules, ...sumsBelow(columns, below)] : rules;
}

/** a + b + … <= c where each of several columns lies below c and so do they together. */
function sumsBelow(columns: readonly NumberColumn[], below: readonly (readonly boolean[])[]): Rule[] {
  return columns.flatMap((high, h) => {
    const lows = columns.filter((_, l) => below[l]![h] && !below[h]![l]);
    const together: NumberColumn[] = [];
    let sum = new Float64Array(high.values.length);
    for (const low of lows) {
      if (low.values.some((v) => v < 0)) continue;
      const next = sum.map((v, i) => v + low.values[i]!);
      if (next.some((v, i) => v > high.values[i]! + 1e-9 * Math.abs(v))) continue;
      sum = next;
      together.push(low);
    }
    const left = sumOf(
      together.map(({ name }) => [name, 1] as const),
      0,
    );
    return together.length < 2 ? [] : [checkRule(left, "<=", columnOf(high.name))];
  });
}

function between(below: readonly (readonly boolean[])[], a: number, c: number, b: number): boolean {
  return below[a]![c]! && below[c]![b]! && !below[c]![a] && !below[b]![c];
}

function holds(low: NumberColumn, high: NumberColumn): boolean {
  const rows = low.values.length;
  const step = Math.max(1, Math.floor(rows / sampleRows));
  let both = 0;
  for (let i = 0; i < rows; i += step) if (low.values[i]! > high.values[i]!) return false;
  for (let i = 0; i < rows; i++) {
    if (low.values[i]! > high.values[i]!) return false;
    if (low.values[i]! <= high.values[i]!) both++;
  }
  return both >= minNamedRows;
}

/** With the smallest distance where enough rows hold it for it to be told, and it is a whole number. */
function orderRule(low: NumberColumn, high: NumberColumn, unit: number): Rule {
  let least = Number.POSITIVE_INFINITY;
  let rows = 0;
  low.values.forEach((value, i) => {
    const distance = Math.round((1e6 * (high.values[i]! - value)) / unit) / 1e6;
    if (distance < least) [least, rows] = [distance, 1];
    else if (distance === least) rows++;
  });
  const told = rows >= minNamedRows && least > 0 && Number.isInteger(least);
  const left = told ? binary(columnOf(low.name), "+", numberOf(least)) : columnOf(low.name);
  return checkRule(left, "<=", columnOf(high.name));
}
