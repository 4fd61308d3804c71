import { mean } from "../../../numerics/moments.ts";
import { median } from "../../../numerics/quantile.ts";
import type { NumberColumn } from "../../../table/table.ts";

/** `target` is near the sum or the product of two other columns; indices of columns. */
export interface Relation {
  readonly target: number;
  readonly of: "sum" | "product";
  readonly left: number;
  readonly right: number;
}

/** Rows looked at, of which the first ones decide what is looked at closely. */
const maxRows = 1000;
const firstRows = 64;
const minRows = 50;
/** Of its target's spread, what a relation may be off by in the usual row. */
const near = 0.1;
/** Two columns tell this many times more than the better one of them. */
const gain = 2;
const maxFound = 10;

/**
 * Finds numbers that are nearly the sum or product of two others, and not of one: total charges beside months × monthly charges. At
 * most ten, the nearest first, one a target and a set of three columns.
 */
export function findRelations(columns: readonly NumberColumn[]): Relation[] {
  const rows = someRows(columns[0]?.values.length ?? 0);
  const values = columns.map(({ values: of }) => Float64Array.from(rows, (row) => of[row]!));
  const spreads = values.map((of) => spreadOf(of.filter(isPresent)));
  const found: { relation: Relation; off: number }[] = [];
  for (const of of ["sum", "product"] as const)
    for (let left = 0; left < values.length; left++)
      for (let right = left + 1; right < values.length; right++) {
        const joined = values[left]!.map((a, row) => join(of, a, values[right]![row]!));
        for (let target = 0; target < values.length; target++) {
          if (target === left || target === right) continue;
          const relation = { target, of, left, right };
          const off = distance(relation, { values, spread: spreads[target]!, joined });
          if (off !== null) found.push({ relation, off });
        }
      }
  return oneEach(found.sort((a, b) => a.off - b.off).map(({ relation }) => relation)).slice(0, maxFound);
}

export function join(of: Relation["of"], a: number, b: number): number {
  return of === "sum" ? a + b : a * b;
}

/** Median distance of a column from its median. */
export function spreadOf(values: Float64Array): number {
  const middle = median(values);
  return median(values.map((x) => Math.abs(x - middle)));
}

interface Search {
  readonly values: readonly Float64Array[];
  /** Of the target. */
  readonly spread: number;
  readonly joined: Float64Array;
}

/** Returns how far a target is from a relation, as a share of its spread; null where that is not near, or one column does nearly as well. */
function distance({ target, left, right }: Relation, { values, spread, joined }: Search): number | null {
  if (!(spread > 0) || !beginsNear(values[target]!, joined, 2 * near * spread)) return null;
  const present = [...joined.keys()].filter((row) => isPresent(joined[row]! + values[target]![row]!));
  if (present.length < minRows) return null;
  const at = (column: Float64Array) => Float64Array.from(present, (row) => column[row]!);
  const [of, sum] = [at(values[target]!), at(joined)];
  const off = median(of.map((x, row) => Math.abs(x - sum[row]!))) / spread;
  if (off > near) return null;
  const alone = Math.min(...[left, right].map((other) => distanceFromOne(of, at(values[other]!)))) / spread;
  return gain * off <= alone ? off : null;
}

/** Whether half of the first rows are within `limit`: leaves out nearly all that is looked at. */
function beginsNear(of: Float64Array, joined: Float64Array, limit: number): boolean {
  let [close, present] = [0, 0];
  for (let row = 0; row < Math.min(firstRows, of.length); row++) {
    const apart = Math.abs(of[row]! - joined[row]!);
    if (!isPresent(apart)) continue;
    present++;
    if (apart <= limit) close++;
  }
  return 2 * close >= present && close > 0;
}

/** Median distance of a column from the nearer of a line and a multiple of another one. */
function distanceFromOne(of: Float64Array, other: Float64Array): number {
  const [middle, middleOther] = [mean(of), mean(other)];
  let [squares, products] = [0, 0];
  for (let row = 0; row < of.length; row++) {
    squares += (other[row]! - middleOther) ** 2;
    products += (other[row]! - middleOther) * (of[row]! - middle);
  }
  const slope = squares === 0 ? 0 : products / squares;
  const times = median(of.map((x, row) => x / other[row]!).filter(Number.isFinite));
  const fromLine = median(of.map((x, row) => Math.abs(x - middle - slope * (other[row]! - middleOther))));
  const fromMultiple = median(of.map((x, row) => Math.abs(x - times * other[row]!)));
  return Math.min(fromLine, Number.isFinite(fromMultiple) ? fromMultiple : Number.POSITIVE_INFINITY);
}

/** Rows from all over the table, in no order of it. */
function someRows(length: number): number[] {
  // no row twice unless a table has a multiple of this prime of rows
  return Array.from({ length: Math.min(maxRows, length) }, (_, i) => (i * 7919) % length);
}

function isPresent(x: number): boolean {
  return !Number.isNaN(x);
}

/** Of relations over the same three columns, or of the same target, the first. */
function oneEach(relations: readonly Relation[]): Relation[] {
  const seen = new Set<string>();
  return relations.filter(({ target, left, right }) => {
    const keys = [`${target}`, [target, left, right].sort((a, b) => a - b).join()];
    if (keys.some((key) => seen.has(key))) return false;
    for (const key of keys) seen.add(key);
    return true;
  });
}
