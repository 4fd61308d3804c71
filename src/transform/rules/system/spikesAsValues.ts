import type { LinearForm } from "../../../config/rules/linear.ts";
import { columnsOfExpression } from "../../../config/rules/ruleSyntax.ts";
import { dayMs } from "../judge/evaluate.ts";
import type { SplitRules } from "../splitRules.ts";
import type { Known } from "./known.ts";

/** Of the rows that hold a spike, those in which no other value of the column could stand in its place, at most. */
const maxStuck = 0.01;

/**
 * Columns whose spikes are values that rules reckon with (no tolls on most rides, where a total is more than the sum of its parts) have
 * them within their range; spikes of the others stand for something else (a contract that ends on 9999-12-31). A rule reckons with a
 * spike where it holds in rows with it, and would not with another value of the column.
 */
export function spikesAsValues(columns: readonly Known[], rules: SplitRules): Known[] {
  const values = new Map(
    columns.map(({ name, kind, values: own }) => [name, kind === "date" ? own.map((ms) => ms / dayMs) : own]),
  );
  return columns.map((column) => {
    if (column.spikes.length === 0 || !isReckonedWith(column, rules, values)) return column;
    const { min, max, spikes } = column;
    return { ...column, spikes: [], min: Math.min(min, ...spikes), max: Math.max(max, ...spikes) };
  });
}

type Values = ReadonlyMap<string, Float64Array>;

function isReckonedWith(column: Known, rules: SplitRules, values: Values): boolean {
  const sums = rules.equalities.map(({ form }) => [...form.terms.keys()]);
  const computed = rules.definitions.map(({ target, expression }) => [
    target,
    ...columnsOfExpression(expression).map(({ name }) => name),
  ]);
  const exact = [...sums, ...computed].filter((names) => names.includes(column.name));
  if (exact.some((names) => rowsWithSpike(column, names, values).length > 0)) return true;
  return rules.orders.some(({ form }) => isStuck(column, form, values));
}

/** Whether most rows with a spike keep the order with no other value of the column. */
function isStuck(column: Known, { terms, constant }: LinearForm, values: Values): boolean {
  const own = terms.get(column.name);
  if (own === undefined) return false;
  const rows = rowsWithSpike(column, [...terms.keys()], values);
  const best = own > 0 ? column.min : column.max;
  const stuck = rows.filter((row) => {
    let sum = constant + own * best;
    for (const [name, c] of terms) if (name !== column.name) sum += c * values.get(name)![row]!;
    return sum > 1e-9;
  });
  return stuck.length > maxStuck * rows.length;
}

/** Rows that hold a spike of a column, and all others of some columns. */
function rowsWithSpike(column: Known, names: readonly string[], values: Values): number[] {
  const own = values.get(column.name)!;
  const others = names.flatMap((name) => (name === column.name ? [] : [values.get(name)]));
  if (others.some((other) => other === undefined)) return [];
  return Array.from(own.keys()).filter(
    (row) => column.spikes.includes(own[row]!) && others.every((other) => !Number.isNaN(other![row]!)),
  );
}
