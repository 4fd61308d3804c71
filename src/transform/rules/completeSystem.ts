import type { Random } from "../../numerics/random.ts";
import { computeVariable, sumVariable } from "./decide.ts";
import type { Bound } from "./fourierMotzkin.ts";
import { ceilTo, floorTo, foldInto, nearestOn } from "./grid.ts";
import { encodeFree } from "./restoreSystem.ts";
import type { FreePlan, LinearPlan, SystemPlan, VariablePlan } from "./rulesPlan.ts";
import { boundAt, largestBound, smallestBound, type SystemValues } from "./systemView.ts";

/**
 * Values of a system without gaps: those given, kept within their ranges, and, where one is missing, one that meets the
 * rules with the others of its row: what a sum leaves, else a value of a random row moved into the range that is left.
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
  variables.forEach((variable, v) => {
    const plan = variable.source;
    if (plan.kind === "computed") values[v] = computeVariable(variables, v, values, rows);
    if (plan.kind === "free") values[v] = decideFree(variables, v, values, fillOf(plan, v, values, fill));
  });
  variables.forEach((variable, v) => {
    if (variable.source.kind === "linear") values[v] = sumVariable(variable, values, rows);
  });
  return values;
}

/** Where missing values come from: random rows of the table, or values proposed for every cell. */
export type Fill = { readonly random: Random } | { readonly proposed: SystemValues };

function fillOf(
  source: FreePlan,
  v: number,
  values: SystemValues,
  fill: Fill | null,
): ((row: number) => number) | null {
  if (fill === null) return null;
  if ("proposed" in fill) return (row) => fill.proposed[v]![row]!;
  return source.missing ? null : donorsOf(source, values[v]!, values, fill.random);
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

/** Draws a value for a row: that of a random row that has one, as a distance where the variable has an anchor. */
function donorsOf(
  source: FreePlan,
  own: Float64Array,
  values: SystemValues,
  random: Random,
): (row: number) => number {
  const donors = encodeFree(source, own, values).filter((value) => !Number.isNaN(value));
  const { anchor } = source;
  return (row) => {
    if (donors.length === 0) return 0;
    const drawn = donors[random.below(donors.length)]!;
    if (anchor === null) return drawn;
    return anchor.side === "lower"
      ? largestBound(anchor.bounds, values, row) + drawn * anchor.unit
      : smallestBound(anchor.bounds, values, row) - drawn * anchor.unit;
  };
}

function decideFree(
  variables: readonly VariablePlan[],
  v: number,
  values: SystemValues,
  fill: ((row: number) => number) | null,
): Float64Array {
  const { grid, source } = variables[v]!;
  const { bounds } = source as FreePlan;
  const later = laterBounds(variables, v);
  return values[v]!.map((value, i) => {
    const low = largestBound(bounds.lower, values, i);
    const high = smallestBound(bounds.upper, values, i);
    if (!Number.isNaN(value)) {
      if (Number.isNaN(low) || Number.isNaN(high)) return value;
      const [from, to] = [ceilTo(grid, low), floorTo(grid, high)];
      return value >= low && value <= high ? value : from > to ? from : Math.min(Math.max(value, from), to);
    }
    if (fill === null) return value;
    const within = later(values, i);
    const [from, to] = [Math.max(low, within.low), Math.min(high, within.high)];
    const drawn = fill(i);
    const inside = foldInto(grid, drawn, from, to);
    if (!Number.isNaN(inside)) return inside;
    const anyway = foldInto(grid, drawn, low, high);
    return Number.isNaN(anyway) ? ceilTo(grid, low) : anyway;
  });
}

interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What known values of later variables and of sums leave for variable `v` in a row. */
function laterBounds(
  variables: readonly VariablePlan[],
  v: number,
): (values: SystemValues, row: number) => Interval {
  const limits = variables.flatMap(({ source }, w) => {
    if (source.kind !== "free" || w <= v) return [];
    const mine = (sign: 1 | -1) => (bound: Bound) => ({ w, bound, sign });
    return [...source.bounds.lower.map(mine(1)), ...source.bounds.upper.map(mine(-1))].filter(({ bound }) =>
      bound.terms.some(([other]) => other === v),
    );
  });
  const sums = variables.flatMap(({ source }, p) =>
    source.kind === "linear" && source.form.terms.some(([other]) => other === v) ? [{ p, source }] : [],
  );
  return (values, row) => {
    let low = Number.NEGATIVE_INFINITY;
    let high = Number.POSITIVE_INFINITY;
    const narrow = (least: number, most: number) => {
      if (least > low) low = least;
      if (most < high) high = most;
    };
    for (const { w, bound, sign } of limits) {
      // sign · (value of w − c · value of v − rest) ≥ 0
      const c = bound.terms.find(([other]) => other === v)![1];
      const rest: Bound = { ...bound, terms: bound.terms.filter(([other]) => other !== v) };
      const edge = (values[w]![row]! - boundAt(rest, values, row)) / c;
      if (Number.isNaN(edge)) continue;
      if (sign * c > 0) narrow(Number.NEGATIVE_INFINITY, edge);
      else narrow(edge, Number.POSITIVE_INFINITY);
    }
    for (const { p, source } of sums) narrow(...leftBySum(variables, values, { row, v, p }, source));
    return { low, high };
  };
}

/** What a known sum leaves for one part, the other unknown parts being anywhere in their ranges. */
function leftBySum(
  variables: readonly VariablePlan[],
  values: SystemValues,
  at: { readonly row: number; readonly v: number; readonly p: number },
  { form }: LinearPlan,
): [number, number] {
  const total = values[at.p]![at.row]!;
  if (Number.isNaN(total)) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let [least, most] = [total - form.constant, total - form.constant];
  let own = 1;
  for (const [other, c] of form.terms) {
    if (other === at.v) {
      own = c;
      continue;
    }
    const value = values[other]![at.row]!;
    const { min, max } = variables[other]!;
    const ends = Number.isNaN(value) ? [c * (min ?? -Infinity), c * (max ?? Infinity)] : [c * value, c * value];
    least -= Math.max(ends[0]!, ends[1]!);
    most -= Math.min(ends[0]!, ends[1]!);
  }
  return own > 0 ? [least / own, most / own] : [most / own, least / own];
}
