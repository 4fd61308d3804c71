import type { FreePlan, Grid, SystemPlan, VariablePlan } from "../rulesPlan.ts";
import { computeVariable, sumVariable } from "./decide.ts";
import { decodeAt } from "./freeValues.ts";
import { ceilTo, foldInto, nearestOn } from "./grid.ts";
import { largestBound, type SystemValues, smallestBound } from "./systemView.ts";

/**
 * The variables of a system from what the model generated: `learned` holds, for every free one, its value, its distance
 * from the bound the rules give it or its product with others. Each value lies within what the earlier ones leave of its range: values outside are
 * reflected into it, so that all rules hold and no bound collects rows.
 */
export function restoreSystem(
  { variables }: SystemPlan,
  learned: (name: string) => Float64Array,
  rows: number,
): SystemValues {
  const values: SystemValues = variables.map(() => new Float64Array(rows).fill(Number.NaN));
  variables.forEach((variable, v) => {
    if (variable.source.kind === "free")
      values[v] = restoreFree(variable, variable.source, learned(variable.name), values);
    else if (variable.source.kind === "computed") values[v] = computeVariable(variables, v, values, rows);
    else values[v] = sumVariable(variable, values, rows);
  });
  return values;
}

function restoreFree(
  variable: VariablePlan,
  plan: FreePlan,
  learned: Float64Array,
  values: SystemValues,
): Float64Array {
  const out = new Float64Array(learned.length);
  for (let i = 0; i < out.length; i++) {
    const value = decodeAt(plan, plan.anchor === null ? learned[i]! : Math.max(0, learned[i]!), values, i);
    if (Number.isNaN(value)) {
      out[i] = value;
      continue;
    }
    const low = largestBound(plan.bounds.lower, values, i);
    const high = smallestBound(plan.bounds.upper, values, i);
    const inside = foldInto(variable.grid, value, low, high);
    out[i] = Number.isNaN(inside) ? lowestAt(variable.grid, low) : inside;
  }
  return out;
}

function lowestAt(grid: Grid, low: number): number {
  return grid.levels === undefined ? ceilTo(grid, low) : nearestOn(grid, low);
}
