import type { Breathe } from "../../../numerics/breathe.ts";
import { tieTolerance } from "./nearestRows.ts";
import { differingNibbles, nibbleMask, packCodes } from "./packedCodes.ts";
import type { RowMatrix } from "./rowSpace.ts";
import { leafRows, type RowTree } from "./rowTree.ts";

/**
 * Finds, for each of `left`, the nearest row to each query by all columns but that one, in one search for all of them: the distance
 * by all columns less that of the column left out bounds it, to rounding. Returns the row numbers per column left out: as
 * `findNearestRows` would by the other columns, the lowest of equally near ones.
 *
 * @param left matrix columns
 */
export async function nearestWithoutEach(
  tree: RowTree,
  queries: RowMatrix,
  left: Int32Array,
  breathe: Breathe,
): Promise<Uint32Array[]> {
  const search = new WithoutEach(tree, queries, left);
  for (let q = 0; q < queries.rows; q++) {
    search.find(q);
    if (q % 16 === 15) await breathe(q / queries.rows);
  }
  return search.result;
}

class WithoutEach {
  readonly result: Uint32Array[];
  readonly #tree: RowTree;
  readonly #queries: RowMatrix;
  readonly #left: Int32Array;
  /** Distance in each column, of the row or box that was looked at last. */
  readonly #gaps: Float64Array;
  readonly #query: Float64Array;
  readonly #codes: Int32Array;
  readonly #mask: Int32Array;
  /** Per column left out: the nearest distance, its row's position in leaf order, and an upper bound of what is looked for. */
  readonly #best: Float64Array;
  readonly #at: Int32Array;
  readonly #bound: Float64Array;
  #worst = Number.POSITIVE_INFINITY;
  readonly #stack: Int32Array;

  constructor(tree: RowTree, queries: RowMatrix, left: Int32Array) {
    this.#tree = tree;
    this.#queries = queries;
    this.#left = left;
    this.result = Array.from(left, () => new Uint32Array(queries.rows));
    this.#gaps = new Float64Array(tree.columns);
    this.#query = new Float64Array(tree.columns);
    this.#codes = packCodes({ ...queries, coded: tree.codes.columns }).words;
    this.#mask = nibbleMask(
      tree.codes,
      Int32Array.from({ length: tree.columns }, (_, c) => c),
    );
    this.#best = new Float64Array(left.length);
    this.#at = new Int32Array(left.length).fill(-1);
    this.#bound = new Float64Array(left.length);
    this.#stack = new Int32Array(tree.start.length + 2);
  }

  find(q: number): void {
    const { right, rows } = this.#tree;
    if (rows === 0) return;
    this.#begin(q);
    const stack = this.#stack;
    stack[0] = 0;
    let top = 1;
    while (top > 0) {
      const node = stack[--top]!;
      const lower = this.#boxDistance(node);
      if (!this.#within(lower)) continue;
      const other = right[node]!;
      if (other === 0) {
        this.#scanLeaf(node, q);
        continue;
      }
      // the side nearest the query comes first
      const nearFirst = this.#boxDistance(node + 1) <= this.#boxDistance(other);
      stack[top++] = nearFirst ? other : node + 1;
      stack[top++] = nearFirst ? node + 1 : other;
    }
    for (let s = 0; s < this.#left.length; s++) this.result[s]![q] = this.#tree.order[this.#at[s]!]!;
  }

  /** Reads the query and bounds its distances by the rows that were found for the query before. */
  #begin(q: number): void {
    const { values, columns } = this.#queries;
    this.#query.set(values.subarray(q * columns, (q + 1) * columns));
    for (let s = 0; s < this.#left.length; s++) {
      const at = this.#at[s]!;
      this.#bound[s] = at < 0 ? Number.POSITIVE_INFINITY : this.#distanceWithout(at, this.#left[s]!);
      this.#best[s] = Number.POSITIVE_INFINITY;
      this.#at[s] = -1;
    }
    this.#bend();
  }

  #bend(): void {
    let worst = 0;
    for (let s = 0; s < this.#bound.length; s++) if (this.#bound[s]! > worst) worst = this.#bound[s]!;
    this.#worst = worst;
  }

  /** Whether what lies `sum` away by all columns, with the gaps noted, may be near enough for one of the columns left out. */
  #within(sum: number): boolean {
    const left = this.#left;
    for (let s = 0; s < left.length; s++)
      if (sum - this.#gaps[left[s]!]! <= this.#bound[s]! + tieTolerance) return true;
    return false;
  }

  #scanLeaf(leaf: number, q: number): void {
    const { values, start, end, columns, codes } = this.#tree;
    const { width, words } = codes;
    const query = this.#query;
    const gaps = this.#gaps;
    const asked = this.#codes;
    const stop = end[leaf]!;
    // a larger leaf holds equal rows only
    const alike = stop - start[leaf]! > leafRows ? stop - start[leaf]! : 1;
    for (let i = start[leaf]!; i < stop; i += alike) {
      // a column left out takes off 1 at most
      const limit = this.#worst + 1 + tieTolerance;
      let differing = 0;
      for (let w = 0; w < width; w++)
        differing += differingNibbles((asked[q * width + w]! ^ words[i * width + w]!) & this.#mask[w]!);
      if (differing > limit) continue;
      const o = i * columns;
      let sum = 0;
      for (let c = 0; c < columns && sum <= limit; c++) {
        const gap = Math.abs(query[c]! - values[o + c]!);
        const capped = gap < 1 ? gap : 1;
        gaps[c] = capped;
        sum += capped;
      }
      if (sum <= limit) this.#compare(i, sum);
    }
  }

  /** Compares the row at a position, `sum` away by all columns, with the nearest so far. */
  #compare(at: number, sum: number): void {
    const { order } = this.#tree;
    let nearer = false;
    for (let s = 0; s < this.#left.length; s++) {
      const c = this.#left[s]!;
      if (sum - this.#gaps[c]! > this.#bound[s]! + tieTolerance) continue;
      const rest = this.#distanceWithout(at, c);
      if (rest < this.#best[s]! || (rest === this.#best[s]! && order[at]! < order[this.#at[s]!]!)) {
        this.#best[s] = rest;
        this.#at[s] = at;
        if (rest < this.#bound[s]!) {
          this.#bound[s] = rest;
          nearer = true;
        }
      }
    }
    if (nearer) this.#bend();
  }

  /** The distance from the query by all columns but one, added up in their order. */
  #distanceWithout(at: number, column: number): number {
    const { values, columns } = this.#tree;
    const o = at * columns;
    let sum = 0;
    for (let c = 0; c < columns; c++) {
      if (c === column) continue;
      const gap = Math.abs(this.#query[c]! - values[o + c]!);
      sum += gap < 1 ? gap : 1;
    }
    return sum;
  }

  /** A lower bound of the distance to the rows of a node by all columns, with its gaps noted; exact up to what is near enough only. */
  #boxDistance(node: number): number {
    const { box, columns } = this.#tree;
    const query = this.#query;
    const limit = this.#worst + 1 + tieTolerance;
    const o = 2 * columns * node;
    let sum = 0;
    for (let c = 0; c < columns; c++) {
      const q = query[c]!;
      let gap = box[o + 2 * c]! - q;
      if (gap < 0) gap = q - box[o + 2 * c + 1]!;
      const capped = gap <= 0 ? 0 : gap < 1 ? gap : 1;
      this.#gaps[c] = capped;
      sum += capped;
      if (sum > limit) return sum;
    }
    return sum;
  }
}
