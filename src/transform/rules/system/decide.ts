import { columnsOfExpression } from "../../../config/rules/ruleSyntax.ts";
import { dayMs, evaluate } from "../judge/evaluate.ts";
import { numbersOf } from "../judge/ruleView.ts";
import type { ComputedPlan, LinearPlan, VariablePlan } from "../rulesPlan.ts";
import { nearestOn } from "./grid.ts";
import { boundAt, type SystemValues, systemView } from "./systemView.ts";

/** Values of a computed variable from those decided before it, on the grid of its column. */
export function computeVariable(
  variables: readonly VariablePlan[],
  at: number,
  values: SystemValues,
  rows: number,
): Float64Array {
  const variable = variables[at]!;
  const { expression } = variable.source as ComputedPlan;
  const wanted = new Set(columnsOfExpression(expression).map(({ name }) => name));
  variables.forEach((other, i) => {
    if (other.source.kind === "linear" && wanted.has(other.name))
      values[i] = sumVariable(other, values, rows);
  });
  const vector = evaluate(expression, systemView(variables, values, rows));
  const raw = numbersOf(vector);
  const natural = vector.kind === "date" ? raw.map((ms) => ms / dayMs) : raw;
  return natural.map((value) => nearestOn(variable.grid, value));
}

/** Values of a variable that is a sum of others. */
export function sumVariable(variable: VariablePlan, values: SystemValues, rows: number): Float64Array {
  const { form } = variable.source as LinearPlan;
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) out[i] = nearestOn(variable.grid, boundAt(form, values, i));
  return out;
}
