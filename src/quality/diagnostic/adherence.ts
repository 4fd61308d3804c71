import {
  type Column,
  type DatetimeColumn,
  missingCount,
  type NumberColumn,
  type StringColumn,
} from "../../table/table.ts";

import { finiteOrNull } from "../finite.ts";

/**
 * SDMetrics' BoundaryAdherence: share of synthetic values within the real minimum and maximum. Missing values are left out when the
 * real column has some, else they count as outside. Null when nothing is left.
 */
export function boundaryAdherence(
  real: NumberColumn | DatetimeColumn,
  synthetic: NumberColumn | DatetimeColumn,
): number | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let realMissing = false;
  for (let i = 0; i < real.values.length; i++) {
    const v = real.values[i]!;
    if (Number.isNaN(v)) realMissing = true;
    if (v < low) low = v;
    if (v > high) high = v;
  }
  let inside = 0;
  let counted = 0;
  for (let i = 0; i < synthetic.values.length; i++) {
    const v = synthetic.values[i]!;
    if (realMissing && Number.isNaN(v)) continue;
    counted++;
    if (v >= low && v <= high) inside++;
  }
  return finiteOrNull(inside / counted);
}

/** SDMetrics' CategoryAdherence: share of synthetic values that occur in the real column, missing being a value. */
export function categoryAdherence(real: StringColumn, synthetic: StringColumn): number | null {
  const known = new Uint8Array(real.dictionary.length + 1);
  for (let i = 0; i < real.codes.length; i++) known[real.codes[i]! + 1] = 1;
  let valid = 0;
  for (let i = 0; i < synthetic.codes.length; i++) valid += known[synthetic.codes[i]! + 1]!;
  return finiteOrNull(valid / synthetic.codes.length);
}

/** Whether every value is there and none occurs twice: such a column may serve as a key. */
export function isKey(column: Column): boolean {
  return duplicatesOrMissing(column) === 0;
}

/** SDMetrics' KeyUniqueness: 1 − share of values that are missing or seen before. */
export function keyUniqueness(synthetic: Column): number | null {
  const rows = synthetic.kind === "string" ? synthetic.codes.length : synthetic.values.length;
  return finiteOrNull(1 - duplicatesOrMissing(synthetic) / rows);
}

/** Share of values that are there, for columns without missing values on the real side; null where the rule does not apply. */
export function missingAdherence(real: Column, synthetic: Column): number | null {
  if (missingCount(real) > 0) return null;
  const rows = synthetic.kind === "string" ? synthetic.codes.length : synthetic.values.length;
  return finiteOrNull(1 - missingCount(synthetic) / rows);
}

/**
 * Share of synthetic ids whose shape (digits, lower and upper letters generalized) occurs among the real ones; null when the real ids
 * have no shape in common (more than 20 shapes).
 */
export function shapeAdherence(real: StringColumn, synthetic: StringColumn): number | null {
  const shapeOf = real.dictionary.map((text) =>
    text
      .replace(/\p{Nd}/gu, "0")
      .replace(/\p{Lu}/gu, "A")
      .replace(/\p{Ll}/gu, "a"),
  );
  const known = new Set<string>();
  for (const code of real.codes) {
    if (code >= 0) known.add(shapeOf[code]!);
    if (known.size > 20) return null;
  }
  let matching = 0;
  let present = 0;
  for (const code of synthetic.codes) {
    if (code < 0) continue;
    present++;
    if (known.has(shapeOf[code]!)) matching++;
  }
  return finiteOrNull(matching / present);
}

function duplicatesOrMissing(column: Column): number {
  if (column.kind === "string") {
    const seen = new Uint8Array(column.dictionary.length);
    let bad = 0;
    for (const code of column.codes) {
      if (code < 0 || seen[code] === 1) bad++;
      else seen[code] = 1;
    }
    return bad;
  }
  const sorted = column.values.slice().sort();
  let bad = 0;
  for (let i = 0; i < sorted.length; i++) if (Number.isNaN(sorted[i]!) || sorted[i] === sorted[i - 1]) bad++;
  return bad;
}
