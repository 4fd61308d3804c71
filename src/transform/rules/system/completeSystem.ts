import type { Random } from "../../../numerics/random.ts";
import type { Column } from "../../../table/table.ts";
import type { FreePlan, SystemPlan, VariablePlan } from "../rulesPlan.ts";
import { computeVariable, sumVariable } from "./decide.ts";
import { donorsOf } from "./donors.ts";
import type { Bound } from "./fourierMotzkin.ts";
import { type GapBounds, gapBounds } from "./gapBounds.ts";
import { ceilTo, floorTo, foldInto, nearestOn } from "./grid.ts";
import { boundAt, largestBound, type SystemValues, smallestBound } from "./systemView.ts";

/**
 * Values of a system without gaps: those given, kept within their ranges, and, where one is missing, one that meets the
 * rules with the others of its row: what a sum leaves, else a value of a row like it moved into the range that is left.
 * Without `fill` only what a sum leaves is filled in.
 *
 * @param given an array a variable; NaN = missing
 */
export function completeSystem(
  { variables }: SystemPlan,
  given: SystemValues,
  rows: number,
  fill: Fill | null,
): SystemValues {
  const values: SystemValues = given.map((column) => Float64Array.from(column));
  deduce(variables, values, rows);
  const gaps = gapBounds(variables, values, rows);
  variables.forEach((variable, v) => {
    const plan = variable.source;
    if (plan.kind === "computed") values[v] = computeVariable(variables, v, values, rows);
    if (plan.kind === "free")
      values[v] = decideFree(variables, v, values, { fill: fillOf(plan, v, values, fill), gaps });
  });
  variables.forEach((variable, v) => {
    if (variable.source.kind === "linear") values[v] = sumVariable(variable, values, rows);
  });
  return values;
}

/** Where missing values come from: rows of the table that are alike, or values proposed for every cell. */
export type Fill =
  | { readonly random: Random; readonly beside: readonly Column[] }
  | { readonly proposed: SystemValues };

function fillOf(
  source: FreePlan,
  v: number,
  values: SystemValues,
  fill: Fill | null,
): ((row: number) => number) | null {
  if (fill === null) return null;
  if ("proposed" in fill) return (row) => fill.proposed[v]![row]!;
  return source.missing ? null : donorsOf({ source, v, values }, fill);
}

/** What is left where a sum and all but one of its parts are known. */
function deduce(variables: readonly VariablePlan[], values: SystemValues, rows: number): void {
  variables.forEach(({ source }, p) => {
    if (source.kind !== "linear") return;
    for (let i = 0; i < rows; i++) {
      if (Number.isNaN(values[p]![i]!)) continue;
      const unknown = source.form.terms.filter(([v]) => Number.isNaN(values[v]![i]!));
      if (unknown.length !== 1) continue;
      const [v, c] = unknown[0]!;
      const rest: Bound = { ...source.form, terms: source.form.terms.filter(([other]) => other !== v) };
      const { grid, min, max } = variables[v]!;
      const value = nearestOn(grid, (values[p]![i]! - boundAt(rest, values, i)) / c);
      if (value >= (min ?? -Infinity) && value <= (max ?? Infinity)) values[v]![i] = value;
    }
  });
}

function decideFree(
  variables: readonly VariablePlan[],
  v: number,
  values: SystemValues,
  { fill, gaps }: { readonly fill: ((row: number) => number) | null; readonly gaps: GapBounds },
): Float64Array {
  const { grid, source } = variables[v]!;
  const { bounds } = source as FreePlan;
  return values[v]!.map((value, i) => {
    const low = largestBound(bounds.lower, values, i);
    const high = smallestBound(bounds.upper, values, i);
    if (!Number.isNaN(value)) {
      if (Number.isNaN(low) || Number.isNaN(high)) return value;
      const [from, to] = [ceilTo(grid, low), floorTo(grid, high)];
      return value >= low && value <= high ? value : from > to ? from : Math.min(Math.max(value, from), to);
    }
    if (fill === null) return value;
    const { from, to } = gaps(v, values, i, { from: low, to: high });
    const drawn = fill(i);
    const inside = foldInto(grid, drawn, from, to);
    if (!Number.isNaN(inside)) return inside;
    const anyway = foldInto(grid, drawn, low, high);
    return Number.isNaN(anyway) ? ceilTo(grid, low) : anyway;
  });
}
