import { dayMs } from "../judge/evaluate.ts";
import type { RuleView } from "../judge/ruleView.ts";
import type { VariablePlan } from "../rulesPlan.ts";
import type { Bound } from "./fourierMotzkin.ts";

/** Values of a system's variables, an array each, in the order of the plan: numbers as they are, dates in days. */
export type SystemValues = Float64Array[];

/** The variables as columns for evaluating the parts of rules. */
export function systemView(variables: readonly VariablePlan[], values: SystemValues, rows: number): RuleView {
  const index = new Map(variables.map(({ name }, i) => [name, i]));
  return {
    rows,
    decimals: () => null,
    column(name) {
      const at = index.get(name);
      if (at === undefined) throw new RangeError(`there is no column ${name}`);
      return variables[at]!.kind === "date"
        ? { kind: "date", values: values[at]!.map((days) => Math.round(days * dayMs * 1000) / 1000) }
        : { kind: "number", values: values[at]! };
    },
  };
}

/** Σ coefficient · variable + constant, of one row. */
export function boundAt(bound: Bound, values: SystemValues, row: number): number {
  let sum = bound.constant;
  for (const [variable, coefficient] of bound.terms) sum += coefficient * values[variable]![row]!;
  return sum;
}

/** The largest of the bounds in a row; −∞ without any. */
export function largestBound(bounds: readonly Bound[], values: SystemValues, row: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const bound of bounds) largest = Math.max(largest, boundAt(bound, values, row));
  return largest;
}

/** The smallest of the bounds in a row; ∞ without any. */
export function smallestBound(bounds: readonly Bound[], values: SystemValues, row: number): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const bound of bounds) smallest = Math.min(smallest, boundAt(bound, values, row));
  return smallest;
}
