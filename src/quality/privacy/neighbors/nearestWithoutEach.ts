import type { Breathe } from "../../../numerics/breathe.ts";
import { tieTolerance } from "./nearestRows.ts";
import type { RowMatrix } from "./rowSpace.ts";
import type { RowTree } from "./rowTree.ts";

/** Columns beyond which a tree of rows leaves almost no row out of a search. */
export const manyColumns = 100;

/**
 * Finds, for each of `left`, the nearest row to each query by all columns but that one, in one pass over the rows: the distance
 * by all columns less that of the column left out. Returns the row numbers per column left out; the lowest of equally near ones.
 *
 * @param left matrix columns
 */
export async function nearestWithoutEach(
  tree: RowTree,
  queries: RowMatrix,
  left: Int32Array,
  breathe: Breathe,
): Promise<Uint32Array[]> {
  const found = Array.from(left, () => new Uint32Array(queries.rows));
  const best = new Float64Array(left.length);
  for (let q = 0; q < queries.rows; q++) {
    const query = queries.values.subarray(q * queries.columns, (q + 1) * queries.columns);
    best.fill(Number.POSITIVE_INFINITY);
    let worst = Number.POSITIVE_INFINITY;
    for (let i = 0; i < tree.rows; i++) {
      // a column left out takes off 1 at most
      const limit = worst + 1 + tieTolerance;
      const sum = distanceUpTo(tree, i, query, limit);
      if (sum > limit) continue;
      const row = tree.order[i]!;
      for (let s = 0; s < left.length; s++) {
        const c = left[s]!;
        const rest = sum - Math.min(1, Math.abs(query[c]! - tree.values[i * tree.columns + c]!));
        const isNearer = rest < best[s]! - tieTolerance;
        if (!isNearer && !(rest <= best[s]! + tieTolerance && row < found[s]![q]!)) continue;
        if (rest < best[s]!) best[s] = rest;
        found[s]![q] = row;
      }
      worst = best.reduce((a, b) => Math.max(a, b), 0);
    }
    if (q % 16 === 15) await breathe(q / queries.rows);
  }
  return found;
}

/** Distance of row `i` of the tree from the query; something beyond `limit` as soon as it is farther. */
function distanceUpTo({ values, columns }: RowTree, i: number, query: Float64Array, limit: number): number {
  const start = i * columns;
  let sum = 0;
  for (let c = 0; c < columns; c++) {
    const gap = Math.abs(query[c]! - values[start + c]!);
    sum += gap < 1 ? gap : 1;
    if (sum > limit) return sum;
  }
  return sum;
}
