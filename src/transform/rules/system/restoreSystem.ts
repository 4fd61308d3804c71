import type { FreePlan, SystemPlan, VariablePlan } from "../rulesPlan.ts";
import { computeVariable, sumVariable } from "./decide.ts";
import { ceilTo, foldInto } from "./grid.ts";
import { largestBound, type SystemValues, smallestBound } from "./systemView.ts";

/**
 * The variables of a system from what the model generated: `learned` holds, for every free one, its value or its distance
 * from the bound the rules give it. Each value lies within what the earlier ones leave of its range: values outside are
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
  { bounds, anchor }: FreePlan,
  learned: Float64Array,
  values: SystemValues,
): Float64Array {
  const out = new Float64Array(learned.length);
  for (let i = 0; i < out.length; i++) {
    let value = learned[i]!;
    if (anchor?.side === "lower")
      value = largestBound(anchor.bounds, values, i) + Math.max(0, value * anchor.unit);
    else if (anchor?.side === "upper")
      value = smallestBound(anchor.bounds, values, i) - Math.max(0, value * anchor.unit);
    if (Number.isNaN(value)) {
      out[i] = value;
      continue;
    }
    const low = largestBound(bounds.lower, values, i);
    const high = smallestBound(bounds.upper, values, i);
    const inside = foldInto(variable.grid, value, low, high);
    out[i] = Number.isNaN(inside) ? ceilTo(variable.grid, low) : inside;
  }
  return out;
}

/** The distance of values from the bound of the variable's anchor, in units of the model's column; values as they are without one. */
export function encodeFree({ anchor }: FreePlan, own: Float64Array, values: SystemValues): Float64Array {
  if (anchor === null) return own;
  return own.map((value, i) => {
    const distance =
      anchor.side === "lower"
        ? value - largestBound(anchor.bounds, values, i)
        : smallestBound(anchor.bounds, values, i) - value;
    const scaled = distance / anchor.unit;
    return Math.abs(scaled) < 1e-9 ? 0 : Math.round(scaled * 1e9) / 1e9;
  });
}
