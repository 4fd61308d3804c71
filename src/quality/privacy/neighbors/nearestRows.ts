import type { Breathe } from "../../../numerics/breathe.ts";
import { differingNibbles, nibbleMask, type PackedCodes, packCodes } from "./packedCodes.ts";
import type { RowMatrix } from "./rowSpace.ts";
import { buildRowTree, leafRows, type RowTree } from "./rowTree.ts";

/** Two distances closer than this are a tie: they differ by rounding only. */
export const tieTolerance = 1e-9;

/** What to ask of a search besides the nearest row. */
export interface SearchOptions {
  /** Matrix columns that count; all when absent. */
  readonly columns?: Int32Array | undefined;
  /** Also find the second nearest row. */
  readonly second?: boolean;
  /** Count the rows as near as the nearest (within `TIE`). */
  readonly ties?: boolean;
  /** Per query: count the rows nearer than this and the rows as near as this (within `TIE`). */
  readonly radius?: Float64Array;
  /** Counting may stop once this many nearer rows were seen. */
  readonly enough?: number;
}

/** Distances are sums over columns (divide by their number for SDMetrics' mean). Infinity where there is no such row. */
export interface NearestRows {
  readonly distance: Float64Array;
  /** Row of the searched matrix; the lowest of those at exactly the same distance. */
  readonly index: Uint32Array;
  readonly second: Float64Array | null;
  readonly ties: Uint32Array | null;
  readonly nearer: Uint32Array | null;
  readonly asNear: Uint32Array | null;
}

/**
 * Answers every query, in an order in which neighbors follow each other, letting others run in between.
 * @param done called with the fraction of queries answered
 */
export async function findNearestRows(
  tree: RowTree,
  queries: RowMatrix,
  options: SearchOptions,
  breathe: Breathe,
  done?: (fraction: number) => void,
): Promise<NearestRows> {
  const search = new RowSearch(tree, queries, options);
  const order = queries.rows > 2000 ? buildRowTree(queries).order : null;
  for (let i = 0; i < queries.rows; i++) {
    search.find(order === null ? i : order[i]!);
    if (i % 64 === 63) {
      done?.(i / queries.rows);
      await breathe();
    }
  }
  done?.(1);
  return search.result;
}

/** Exact nearest rows, one query at a time, so that the caller may pause in between. */
export class RowSearch {
  readonly result: NearestRows;
  readonly #tree: RowTree;
  readonly #queries: RowMatrix;
  readonly #options: SearchOptions;
  readonly #active: Int32Array;
  readonly #query: Float64Array;
  readonly #queryCodes: PackedCodes;
  readonly #mask: Int32Array;
  readonly #stack: Int32Array;
  readonly #bounds: Float64Array;
  #lastFirst = -1;
  #lastSecond = -1;

  constructor(tree: RowTree, queries: RowMatrix, options: SearchOptions = {}) {
    this.#tree = tree;
    this.#queries = queries;
    this.#options = options;
    this.#active = options.columns ?? Int32Array.from({ length: tree.columns }, (_, c) => c);
    this.#query = new Float64Array(this.#active.length);
    this.#queryCodes = packCodes({ ...queries, coded: tree.codes.columns });
    this.#mask = nibbleMask(tree.codes, this.#active);
    this.#stack = new Int32Array(tree.start.length + 2);
    this.#bounds = new Float64Array(tree.start.length + 2);
    const n = queries.rows;
    this.result = {
      distance: new Float64Array(n).fill(Number.POSITIVE_INFINITY),
      index: new Uint32Array(n),
      second: options.second ? new Float64Array(n).fill(Number.POSITIVE_INFINITY) : null,
      ties: options.ties ? new Uint32Array(n) : null,
      nearer: options.radius ? new Uint32Array(n) : null,
      asNear: options.radius ? new Uint32Array(n) : null,
    };
  }

  /** Answers query `row`. Neighboring queries in close succession are answered faster. */
  find(row: number): void {
    const tree = this.#tree;
    if (tree.rows === 0) return;
    const active = this.#active;
    const k = active.length;
    const d = tree.columns;
    const query = this.#query;
    const from = row * d;
    for (let a = 0; a < k; a++) query[a] = this.#queries.values[from + active[a]!]!;

    const wantSecond = this.#options.second === true;
    const radius = this.#options.radius?.[row] ?? -1;
    const enough = this.#options.enough ?? Number.POSITIVE_INFINITY;
    let best = Number.POSITIVE_INFINITY;
    let bestIndex = 0xffffffff;
    let next = Number.POSITIVE_INFINITY;
    let bestAt = -1;
    let nextAt = -1;
    let ties = 0;
    let nearer = 0;
    let asNear = 0;
    const slack = this.#options.ties === true ? tieTolerance : 0;
    let reach = radius >= 0 ? radius + tieTolerance : -1;
    let bound = this.#hint(wantSecond);
    let limit = Math.max(bound + slack, reach);

    const { values, order, start, end, right, box } = tree;
    const { width, words } = tree.codes;
    const asked = this.#queryCodes.words;
    const mask = this.#mask;
    const stack = this.#stack;
    const bounds = this.#bounds;
    let top = 1;
    stack[0] = 0;
    bounds[0] = 0;
    while (top > 0) {
      top--;
      if (bounds[top]! > limit) continue;
      let node = stack[top]!;
      while (right[node] !== 0) {
        const other = right[node]!;
        const a = boxDistance(box, node + 1, d, active, query, limit);
        const b = boxDistance(box, other, d, active, query, limit);
        if (a <= b) {
          if (b <= limit) {
            stack[top] = other;
            bounds[top++] = b;
          }
          if (a > limit) {
            node = -1;
            break;
          }
          node++;
        } else {
          if (a <= limit) {
            stack[top] = node + 1;
            bounds[top++] = a;
          }
          if (b > limit) {
            node = -1;
            break;
          }
          node = other;
        }
      }
      if (node < 0) continue;
      const size = end[node]! - start[node]!;
      const alike = size > leafRows ? size : 1;
      for (let i = start[node]!, stop = end[node]!; i < stop; i += alike) {
        let differing = 0;
        for (let w = 0; w < width; w++)
          differing += differingNibbles((asked[row * width + w]! ^ words[i * width + w]!) & mask[w]!);
        if (differing > limit) continue;
        const o = i * d;
        let sum = 0;
        for (let c = 0; c < k; c++) {
          const gap = Math.abs(query[c]! - values[o + active[c]!]!);
          if (gap < 1) sum += gap;
          else sum += 1;
          if (sum > limit) break;
        }
        if (sum > limit) continue;
        if (reach >= 0) {
          if (sum < radius - tieTolerance) {
            nearer += alike;
            if (nearer >= enough) reach = -1;
          } else if (sum <= radius + tieTolerance) asNear += alike;
        }
        if (sum < best - tieTolerance) ties = alike;
        else if (sum <= best + tieTolerance) ties += alike;
        if (sum < best || (sum === best && order[i]! < bestIndex)) {
          next = alike > 1 ? sum : best;
          nextAt = alike > 1 ? i + 1 : bestAt;
          best = sum;
          bestIndex = order[i]!;
          bestAt = i;
        } else if (sum < next) {
          next = sum;
          nextAt = i;
        }
        bound = Math.min(bound, wantSecond ? next : best);
        limit = Math.max(bound + slack, reach);
      }
    }
    this.#lastFirst = bestAt;
    this.#lastSecond = nextAt;
    const out = this.result;
    out.distance[row] = best;
    out.index[row] = bestIndex;
    if (out.second !== null) out.second[row] = next;
    if (out.ties !== null) out.ties[row] = ties;
    if (out.nearer !== null) out.nearer[row] = nearer;
    if (out.asNear !== null) out.asNear[row] = asNear;
  }

  /** An upper bound from the rows found for the query before. */
  #hint(second: boolean): number {
    if (this.#lastFirst < 0 || (second && this.#lastSecond < 0)) return Number.POSITIVE_INFINITY;
    const first = this.#distanceTo(this.#lastFirst);
    return second ? Math.max(first, this.#distanceTo(this.#lastSecond)) : first;
  }

  #distanceTo(position: number): number {
    const { values, columns } = this.#tree;
    const o = position * columns;
    let sum = 0;
    for (let c = 0; c < this.#active.length; c++) {
      sum += Math.min(1, Math.abs(this.#query[c]! - values[o + this.#active[c]!]!));
    }
    return sum;
  }
}

function boxDistance(
  box: Float64Array,
  node: number,
  d: number,
  active: Int32Array,
  query: Float64Array,
  limit: number,
): number {
  const o = 2 * d * node;
  let sum = 0;
  for (let c = 0; c < active.length; c++) {
    const at = o + 2 * active[c]!;
    const q = query[c]!;
    let gap = box[at]! - q;
    if (gap < 0) gap = q - box[at + 1]!;
    if (gap <= 0) continue;
    if (gap < 1) sum += gap;
    else sum += 1;
    if (sum > limit) return sum;
  }
  return sum;
}
