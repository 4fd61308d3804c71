import type { Breathe } from "../../../numerics/breathe.ts";
import { differingNibbles, nibbleMask, type PackedCodes, packCodes } from "./packedCodes.ts";
import type { RowMatrix } from "./rowSpace.ts";
import { buildRowTree, leafRows, type RowTree } from "./rowTree.ts";

/** Two distances closer than this are a tie: they differ by rounding only. */
export const tieTolerance = 1e-9;

/** Matrix columns from which on the limit is looked at after several of them, not after each. */
const wide = 64;
const columnsTogether = 16;

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
  /** Called with the fraction of queries answered. */
  readonly progress?: (fraction: number) => void;
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

/** Answers every query, in an order in which neighbors follow each other, letting others run in between. */
export async function findNearestRows(
  tree: RowTree,
  queries: RowMatrix,
  options: SearchOptions,
  breathe: Breathe,
): Promise<NearestRows> {
  const search = new RowSearch(tree, queries, options);
  const order = queries.rows > 2000 ? buildRowTree(queries).order : null;
  for (let i = 0; i < queries.rows; i++) {
    search.find(order === null ? i : order[i]!);
    if (i % 64 === 63) {
      options.progress?.(i / queries.rows);
      await breathe();
    }
  }
  options.progress?.(1);
  return search.result;
}

/** What is known about one query so far. */
interface Found {
  best: number;
  bestIndex: number;
  /** Position of the nearest row in leaf order; −1 for none. */
  bestAt: number;
  next: number;
  nextAt: number;
  ties: number;
  nearer: number;
  asNear: number;
  /** Rows up to this distance are still counted; −1 when nothing is, or enough were. */
  reach: number;
  /** An upper bound of the distance that is looked for. */
  bound: number;
  /** What lies farther than this is passed over. */
  limit: number;
}

/** Exact nearest rows, one query at a time, so that the caller may pause in between. */
export class RowSearch {
  readonly result: NearestRows;
  readonly #tree: RowTree;
  readonly #queries: RowMatrix;
  readonly #active: Int32Array;
  readonly #query: Float64Array;
  readonly #queryCodes: PackedCodes;
  readonly #mask: Int32Array;
  /** Nodes to look at, each with a lower bound of the distance to its rows. */
  readonly #stack: Int32Array;
  readonly #bounds: Float64Array;
  #top = 0;
  readonly #wantSecond: boolean;
  readonly #slack: number;
  readonly #radii: Float64Array | undefined;
  #radius = -1;
  readonly #enough: number;
  readonly #found: Found = {
    best: Number.POSITIVE_INFINITY,
    bestIndex: 0,
    bestAt: -1,
    next: Number.POSITIVE_INFINITY,
    nextAt: -1,
    ties: 0,
    nearer: 0,
    asNear: 0,
    reach: -1,
    bound: Number.POSITIVE_INFINITY,
    limit: Number.POSITIVE_INFINITY,
  };

  constructor(tree: RowTree, queries: RowMatrix, options: SearchOptions = {}) {
    this.#tree = tree;
    this.#queries = queries;
    this.#wantSecond = options.second === true;
    this.#slack = options.ties === true ? tieTolerance : 0;
    this.#radii = options.radius;
    this.#enough = options.enough ?? Number.POSITIVE_INFINITY;
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
    if (this.#tree.rows === 0) return;
    this.#begin(row);
    const found = this.#found;
    this.#stack[0] = 0;
    this.#bounds[0] = 0;
    this.#top = 1;
    while (this.#top > 0) {
      this.#top--;
      if (this.#bounds[this.#top]! > found.limit) continue;
      const leaf = this.#descend(this.#stack[this.#top]!);
      if (leaf >= 0) this.#scanLeaf(leaf, row);
    }
    this.#write(row);
  }

  /** Reads the query and bounds its distances by the rows that were found for the query before. */
  #begin(row: number): void {
    const { values, columns } = this.#queries;
    const active = this.#active;
    for (let a = 0; a < active.length; a++) this.#query[a] = values[row * columns + active[a]!]!;
    this.#radius = this.#radii?.[row] ?? -1;
    const found = this.#found;
    found.bound = this.#hint(found.bestAt, found.nextAt);
    found.reach = this.#radius >= 0 ? this.#radius + tieTolerance : -1;
    found.limit = Math.max(found.bound + this.#slack, found.reach);
    found.best = Number.POSITIVE_INFINITY;
    found.bestIndex = 0xffffffff;
    found.bestAt = -1;
    found.next = Number.POSITIVE_INFINITY;
    found.nextAt = -1;
    found.ties = 0;
    found.nearer = 0;
    found.asNear = 0;
  }

  /** Goes down to the leaf nearest the query and stacks the siblings within reach; −1 where all lies too far. */
  #descend(from: number): number {
    const { right } = this.#tree;
    const { limit } = this.#found;
    let node = from;
    while (right[node] !== 0) {
      const other = right[node]!;
      const a = this.#boxDistance(node + 1, limit);
      const b = this.#boxDistance(other, limit);
      const near = a <= b ? node + 1 : other;
      const far = a <= b ? other : node + 1;
      const farther = a <= b ? b : a;
      if (farther <= limit) {
        this.#stack[this.#top] = far;
        this.#bounds[this.#top++] = farther;
      }
      if ((a <= b ? a : b) > limit) return -1;
      node = near;
    }
    return node;
  }

  #scanLeaf(leaf: number, row: number): void {
    const found = this.#found;
    const active = this.#active;
    const query = this.#query;
    const mask = this.#mask;
    const asked = this.#queryCodes.words;
    const { values, start, end, columns } = this.#tree;
    const { width, words } = this.#tree.codes;
    const k = active.length;
    const stop = end[leaf]!;
    // a larger leaf holds equal rows only
    const alike = stop - start[leaf]! > leafRows ? stop - start[leaf]! : 1;
    let { limit } = found;
    for (let i = start[leaf]!; i < stop; i += alike) {
      let differing = 0;
      for (let w = 0; w < width; w++)
        differing += differingNibbles((asked[row * width + w]! ^ words[i * width + w]!) & mask[w]!);
      if (differing > limit) continue;
      const o = i * columns;
      let sum = 0;
      if (k > wide) sum = wideDistance(query, values.subarray(o, o + columns), active, limit);
      else
        for (let c = 0; c < k; c++) {
          const gap = Math.abs(query[c]! - values[o + active[c]!]!);
          if (gap < 1) sum += gap;
          else sum += 1;
          if (sum > limit) break;
        }
      if (sum > limit) continue;
      this.#count(sum, alike);
      this.#rank(sum, i, alike);
      limit = found.limit;
    }
  }

  /** Counts `alike` rows at distance `sum` against the radius. */
  #count(sum: number, alike: number): void {
    const found = this.#found;
    if (found.reach < 0) return;
    if (sum < this.#radius - tieTolerance) {
      found.nearer += alike;
      if (found.nearer >= this.#enough) found.reach = -1;
    } else if (sum <= this.#radius + tieTolerance) found.asNear += alike;
  }

  /** Compares `alike` rows from position `at`, at distance `sum`, with the nearest so far. */
  #rank(sum: number, at: number, alike: number): void {
    const found = this.#found;
    const { order } = this.#tree;
    if (sum < found.best - tieTolerance) found.ties = alike;
    else if (sum <= found.best + tieTolerance) found.ties += alike;
    if (sum < found.best || (sum === found.best && order[at]! < found.bestIndex)) {
      found.next = alike > 1 ? sum : found.best;
      found.nextAt = alike > 1 ? at + 1 : found.bestAt;
      found.best = sum;
      found.bestIndex = order[at]!;
      found.bestAt = at;
    } else if (sum < found.next) {
      found.next = sum;
      found.nextAt = at;
    }
    found.bound = Math.min(found.bound, this.#wantSecond ? found.next : found.best);
    found.limit = Math.max(found.bound + this.#slack, found.reach);
  }

  #write(row: number): void {
    const found = this.#found;
    const out = this.result;
    out.distance[row] = found.best;
    out.index[row] = found.bestIndex;
    if (out.second !== null) out.second[row] = found.next;
    if (out.ties !== null) out.ties[row] = found.ties;
    if (out.nearer !== null) out.nearer[row] = found.nearer;
    if (out.asNear !== null) out.asNear[row] = found.asNear;
  }

  /** An upper bound from the positions of the rows found for the query before. */
  #hint(first: number, second: number): number {
    if (first < 0 || (this.#wantSecond && second < 0)) return Number.POSITIVE_INFINITY;
    const nearest = this.#distanceTo(first);
    return this.#wantSecond ? Math.max(nearest, this.#distanceTo(second)) : nearest;
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

  /** A lower bound of the distance to the rows of a node; exact up to `limit` only. */
  #boxDistance(node: number, limit: number): number {
    const { box, columns } = this.#tree;
    const active = this.#active;
    const query = this.#query;
    const o = 2 * columns * node;
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
}

/** The distance of a row of very many columns; what lies beyond the limit is known to within a few columns only. */
function wideDistance(query: Float64Array, row: Float64Array, active: Int32Array, limit: number): number {
  let sum = 0;
  for (let c = 0; c < active.length && sum <= limit; ) {
    const stop = Math.min(active.length, c + columnsTogether);
    for (; c < stop; c++) {
      const gap = Math.abs(query[c]! - row[active[c]!]!);
      sum += gap < 1 ? gap : 1;
    }
  }
  return sum;
}
