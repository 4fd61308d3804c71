import type { Breathe } from "../../../numerics/breathe.ts";
import type { Random } from "../../../numerics/random.ts";
import { type CoarseColumn, coarsen, makeMutualInformation } from "./mutualInformation.ts";

/** A rooted tree over columns: `parent[root]` is −1; `order` lists parents before children. */
export interface ColumnTree {
  readonly parent: Int32Array;
  readonly order: Int32Array;
}

const maxRows = 20_000;
const cellBudget = 4e8;

/** The columns a tree is grown over. */
export interface TokenTable {
  /** Per column, −1 = unknown. */
  readonly tokens: readonly Int32Array[];
  readonly sizes: readonly number[];
  /** Whether neighboring tokens of a column are neighbors in value. */
  readonly ordered: readonly boolean[];
}

/**
 * Chow–Liu tree (Chow & Liu 1968): the maximum spanning tree of the pairwise mutual information, estimated on
 * coarse tokens with the Miller–Madow bias taken off, rooted at its center.
 */
export async function chowLiuTree(
  { tokens, sizes, ordered }: TokenTable,
  random: Random,
  breathe: Breathe = () => undefined,
): Promise<ColumnTree> {
  const columns = tokens.length;
  const rows = tokens[0]?.length ?? 0;
  const pairs = Math.max(1, (columns * (columns - 1)) / 2);
  const take = Math.min(rows, maxRows, Math.max(1000, Math.floor(cellBudget / pairs)));
  const sample = take < rows ? random.permutation(rows).subarray(0, take) : undefined;
  const rowsTaken = sample ?? Uint32Array.from({ length: take }, (_, i) => i);
  const coarse: CoarseColumn[] = tokens.map((t, j) =>
    coarsen({ tokens: t, size: sizes[j]!, ordered: ordered[j]! }, rowsTaken),
  );
  const mutualInformation = makeMutualInformation(take);
  const weight = new Float64Array(columns * columns);
  for (let a = 0; a < columns; a++) {
    for (let b = a + 1; b < columns; b++) {
      const w = mutualInformation(coarse[a]!, coarse[b]!);
      weight[a * columns + b] = w;
      weight[b * columns + a] = w;
    }
    await breathe(1 - (1 - (a + 1) / columns) ** 2);
  }
  return rootAtCenter(spanningTree(weight, columns), columns);
}

/** Prim's algorithm; returns the neighbors of each column. */
function spanningTree(weight: Float64Array, columns: number): number[][] {
  const near: number[][] = Array.from({ length: columns }, () => []);
  const best = new Float64Array(columns).fill(-Infinity);
  const from = new Int32Array(columns).fill(-1);
  const done = new Uint8Array(columns);
  for (let step = 0; step < columns; step++) {
    let v = -1;
    for (let j = 0; j < columns; j++) if (!done[j] && (v < 0 || best[j]! > best[v]!)) v = j;
    done[v] = 1;
    if (from[v]! >= 0) {
      near[v]!.push(from[v]!);
      near[from[v]!]!.push(v);
    }
    for (let j = 0; j < columns; j++)
      if (!done[j] && weight[v * columns + j]! > best[j]!) {
        best[j] = weight[v * columns + j]!;
        from[j] = v;
      }
  }
  return near;
}

function rootAtCenter(near: readonly number[][], columns: number): ColumnTree {
  if (columns === 0) return { parent: new Int32Array(), order: new Int32Array() };
  const far = (start: number) => walk(near, start, columns);
  const one = far(0).order.at(-1)!;
  const path = far(one);
  let v = path.order.at(-1)!;
  let length = 0;
  for (let u = v; path.parent[u]! >= 0; u = path.parent[u]!) length++;
  for (let i = 0; i < Math.floor(length / 2); i++) v = path.parent[v]!;
  return walk(near, v, columns);
}

function walk(near: readonly number[][], root: number, columns: number): ColumnTree {
  const parent = new Int32Array(columns).fill(-1);
  const order = [root];
  for (let i = 0; i < order.length; i++) {
    const v = order[i]!;
    for (const u of near[v]!)
      if (u !== parent[v]) {
        parent[u] = v;
        order.push(u);
      }
  }
  return { parent, order: Int32Array.from(order) };
}
