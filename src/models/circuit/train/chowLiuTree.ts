import type { Random } from "../../../numerics/random.ts";

/** A rooted tree over columns: `parent[root]` is −1; `order` lists parents before children. */
export interface ColumnTree {
  readonly parent: Int32Array;
  readonly order: Int32Array;
}

const coarseGroups = 15;
const keptTokens = 24;
const maxRows = 20_000;
const cellBudget = 4e8;

/**
 * Chow–Liu tree (Chow & Liu 1968): the maximum spanning tree of the pairwise mutual information, estimated on
 * coarse tokens with the Miller–Madow bias taken off, rooted at its center.
 *
 * @param tokens per column, −1 = unknown
 * @param ordered whether neighboring tokens of the column are neighbors in value
 */
export function chowLiuTree(
  tokens: readonly Int32Array[],
  sizes: readonly number[],
  ordered: readonly boolean[],
  random: Random,
): ColumnTree {
  const columns = tokens.length;
  const rows = tokens[0]?.length ?? 0;
  const pairs = Math.max(1, (columns * (columns - 1)) / 2);
  const take = Math.min(rows, maxRows, Math.max(1000, Math.floor(cellBudget / pairs)));
  const sample = take < rows ? random.permutation(rows).subarray(0, take) : undefined;
  const coarse = tokens.map((t, j) => coarsen(t, sizes[j]!, ordered[j]!, sample, take));
  const weight = new Float64Array(columns * columns);
  for (let a = 0; a < columns; a++)
    for (let b = a + 1; b < columns; b++) {
      const w = mutualInformation(coarse[a]!, coarse[b]!);
      weight[a * columns + b] = w;
      weight[b * columns + a] = w;
    }
  return rootAtCenter(spanningTree(weight, columns), columns);
}

interface Coarse {
  readonly codes: Uint8Array;
  readonly size: number;
}

/** At most 24 tokens are kept as they are; more are grouped: neighbors by count, or the rarest categories together. */
function coarsen(
  tokens: Int32Array,
  size: number,
  ordered: boolean,
  sample: Uint32Array | undefined,
  take: number,
): Coarse {
  const counts = new Float64Array(size + 1);
  for (const t of tokens) counts[t < 0 ? size : t]!++;
  const map = new Uint8Array(size + 1);
  let groups = size;
  if (size <= keptTokens) for (let t = 0; t < size; t++) map[t] = t;
  else if (ordered) {
    const total = tokens.length;
    let seen = 0;
    for (let t = 0; t < size; t++) {
      map[t] = Math.min(coarseGroups - 1, Math.floor(((seen + counts[t]! / 2) / total) * coarseGroups));
      seen += counts[t]!;
    }
    groups = coarseGroups;
  } else {
    const byCount = Array.from({ length: size }, (_, t) => t).sort(
      (a, b) => counts[b]! - counts[a]! || a - b,
    );
    byCount.forEach((t, rank) => {
      map[t] = Math.min(rank, keptTokens - 1);
    });
    groups = keptTokens;
  }
  map[size] = groups;
  const codes = new Uint8Array(take);
  for (let i = 0; i < take; i++) {
    const t = tokens[sample ? sample[i]! : i]!;
    codes[i] = map[t < 0 ? size : t]!;
  }
  return { codes, size: groups + 1 };
}

function mutualInformation(a: Coarse, b: Coarse): number {
  const n = a.codes.length;
  const joint = new Float64Array(a.size * b.size);
  for (let i = 0; i < n; i++) joint[a.codes[i]! * b.size + b.codes[i]!]!++;
  const rowSum = new Float64Array(a.size);
  const colSum = new Float64Array(b.size);
  for (let x = 0; x < a.size; x++)
    for (let y = 0; y < b.size; y++) {
      rowSum[x]! += joint[x * b.size + y]!;
      colSum[y]! += joint[x * b.size + y]!;
    }
  let sum = 0;
  let cells = 0;
  for (let x = 0; x < a.size; x++)
    for (let y = 0; y < b.size; y++) {
      const c = joint[x * b.size + y]!;
      if (c === 0) continue;
      cells++;
      sum += c * Math.log((c * n) / (rowSum[x]! * colSum[y]!));
    }
  const used = (v: Float64Array) => v.reduce((k, x) => k + (x > 0 ? 1 : 0), 0);
  return sum / n - Math.max(0, cells - used(rowSum) - used(colSum) + 1) / (2 * n);
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
