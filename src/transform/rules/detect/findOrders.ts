import type { Rule } from "../../../config/rules/ruleSyntax.ts";
import { dayMs } from "../judge/evaluate.ts";
import { binary, checkRule, columnOf, numberOf, sumOf } from "./candidates.ts";
import { type DetectData, minNamedRows, type NumberColumn } from "./detectData.ts";
import { maxBroken } from "./near.ts";

/** Rows that sums of several columns are tried on before all of them are. */
const triedRows = 2000;
/** Share of the rows that have the smallest distance from a bound, at least. */
const minOnEdge = 0.002;

/** a <= b for numbers and for dates: pairs that hold in all rows, or nearly, without those that others imply. */
export function findOrders(data: DetectData): Rule[] {
  const flags = new Set(data.flags.map(({ name }) => name));
  const numbers = data.numbers.filter(({ name }) => !flags.has(name));
  return [...ordersOf(numbers, 1), ...ordersOf(data.dates, dayMs)];
}

function ordersOf(columns: readonly NumberColumn[], unit: number): Rule[] {
  const found = columns.map((low) => columns.map((high) => (low === high ? "not" : orderOf(low, high))));
  const isExact = found.map((row) => row.map((order) => order === "exact"));
  const isNear = found.map((row) => row.map((order) => order !== "not"));
  const rules: Rule[] = [];
  for (const [a, low] of columns.entries())
    for (const [b, high] of columns.entries()) {
      const below = isExact[a]![b]! ? isExact : isNear;
      if (!below[a]![b] || below[b]![a]) continue;
      const implied = columns.some((_, c) => c !== a && c !== b && between(below, a, c, b));
      if (!implied) rules.push(orderRule(low, high, unit));
    }
  return unit === 1 ? [...rules, ...sumsBelow(columns, isExact)] : rules;
}

function between(below: readonly (readonly boolean[])[], a: number, c: number, b: number): boolean {
  return below[a]![c]! && below[c]![b]! && !below[c]![a] && !below[b]![c];
}

/** Looks at rows until too many break the order for it to hold nearly. */
function orderOf(low: NumberColumn, high: NumberColumn): "exact" | "near" | "not" {
  const [a, b] = [low.values, high.values];
  let [holds, breaks] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    if (a[i]! <= b[i]!) holds++;
    else if (a[i]! > b[i]! && ++breaks > maxBroken(holds)) return "not";
  }
  if (holds < minNamedRows) return "not";
  return breaks === 0 ? "exact" : "near";
}

/** With the smallest distance where enough rows hold it for it to be named, and it is a whole number. */
function orderRule(low: NumberColumn, high: NumberColumn, unit: number): Rule {
  const [a, b] = [low.values, high.values];
  let least = Number.POSITIVE_INFINITY;
  let rows = 0;
  for (let i = 0; i < a.length; i++) {
    const distance = Math.round((1e6 * (b[i]! - a[i]!)) / unit) / 1e6;
    if (distance < least) [least, rows] = [distance, 1];
    else if (distance === least) rows++;
  }
  const named = rows >= Math.max(low.minRows, high.minRows) && least > 0 && Number.isInteger(least);
  const left = named ? binary(columnOf(low.name), "+", numberOf(least)) : columnOf(low.name);
  return checkRule(left, "<=", columnOf(high.name));
}

/** a + b + … <= c where each of several columns lies below c and so do they together, which that alone does not imply. */
function sumsBelow(columns: readonly NumberColumn[], below: readonly (readonly boolean[])[]): Rule[] {
  const isPositive = columns.map(({ values }) => !values.some((v) => v < 0));
  return columns.flatMap((high, h) => {
    const lows = columns.filter((_, l) => isPositive[l]! && below[l]![h] && !below[h]![l]);
    const together: NumberColumn[] = [];
    let sum: Float64Array = new Float64Array(Math.min(triedRows, high.values.length));
    for (const low of lows) {
      const next = sum.map((v, i) => v + low.values[i]!);
      if (next.some((v, i) => v > high.values[i]! + 1e-9 * Math.abs(v))) continue;
      if (together.length > 0 && wouldHold(sum, low, high)) continue;
      sum = next;
      together.push(low);
    }
    // the first ones were taken before there was a sum to judge them by
    for (const low of [...together]) {
      const rest = sum.map((v, i) => v - low.values[i]!);
      if (!wouldHold(rest, low, high)) continue;
      sum = rest;
      together.splice(together.indexOf(low), 1);
    }
    const left = sumOf(
      together.map(({ name }) => [name, 1] as const),
      0,
    );
    return together.length < 2 || !isEdge(sum, high) ? [] : [checkRule(left, "<=", columnOf(high.name))];
  });
}

/** Whether enough rows share the smallest distance for it to be the edge of a range, not the end of a tail. */
function isEdge(sum: Float64Array, high: NumberColumn): boolean {
  let least = Number.POSITIVE_INFINITY;
  let [rows, all] = [0, 0];
  for (let i = 0; i < sum.length; i++) {
    const distance = Math.round(1e6 * (high.values[i]! - sum[i]!));
    if (Number.isNaN(distance)) continue;
    all++;
    if (distance < least) [least, rows] = [distance, 1];
    else if (distance === least) rows++;
  }
  return rows >= Math.max(2, minOnEdge * all);
}

/** Whether the sum would stay below `high` in nearly all rows if `low` were only known to be below it itself. */
function wouldHold(sum: Float64Array, low: NumberColumn, high: NumberColumn): boolean {
  let breaks = 0;
  for (let i = 0; i < sum.length; i++) {
    const other = low.values[(i * 7919 + 13) % sum.length]!;
    if (other <= high.values[i]! && sum[i]! + other > high.values[i]! + 1e-9) breaks++;
  }
  return (breaks * high.values.length) / sum.length < minNamedRows;
}
