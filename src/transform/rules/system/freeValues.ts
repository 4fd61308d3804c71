import type { FreePlan, RatioPlan } from "../rulesPlan.ts";
import { largestBound, type SystemValues, smallestBound } from "./systemView.ts";

/**
 * What the model learns of a free variable: its distance from the bound of its anchor, in units of the model's column, its product with
 * others, or its values as they are.
 */
export function encodeFree(
  { anchor, ratio }: FreePlan,
  own: Float64Array,
  values: SystemValues,
): Float64Array {
  if (ratio !== undefined) return own.map((value, i) => value * multiplierAt(ratio, values, i));
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

/** The value that was learned as `learned`, of one row, before it is put on its grid. */
export function decodeAt(
  { anchor, ratio }: FreePlan,
  learned: number,
  values: SystemValues,
  row: number,
): number {
  if (ratio !== undefined) return learned / multiplierAt(ratio, values, row);
  if (anchor === null) return learned;
  return anchor.side === "lower"
    ? largestBound(anchor.bounds, values, row) + learned * anchor.unit
    : smallestBound(anchor.bounds, values, row) - learned * anchor.unit;
}

function multiplierAt({ factor, powers }: RatioPlan, values: SystemValues, row: number): number {
  let product = factor;
  for (const [variable, power] of powers) product *= values[variable]![row]! ** power;
  return product;
}
