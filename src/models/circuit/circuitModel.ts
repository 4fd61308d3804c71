import type { ColumnTree } from "./train/chowLiuTree.ts";

/**
 * The shape of a hidden tree: latent variables z_v of K states, parents listed before children, each hosting columns.
 * P(x) = Σ_z π(z_0) Π_v W_v(z_parent, z_v) Π_j E_j(x_j, z_host(j)).
 */
export interface CircuitShape {
  readonly states: number;
  /** Parent of each latent; −1 for the first, which is the root. */
  readonly parent: Int32Array;
  /** Columns hosted by each latent, in the order of their blocks. */
  readonly hosted: readonly (readonly number[])[];
  /** Number of tokens per column. */
  readonly sizes: readonly number[];
}

/**
 * Parameters of a circuit. `root`: K. `transitions[v]`: K × K, rows sum to 1 (row = parent's state; empty for the root).
 * `emissions[v]`: the blocks of the hosted columns one under the other, tokens × K, every column of a block sums to 1.
 */
export interface CircuitParameters {
  readonly root: Float32Array;
  readonly transitions: readonly Float32Array[];
  readonly emissions: readonly Float32Array[];
}

/** Where a column lives: its latent and the first row of its block. */
export interface ColumnPlace {
  readonly latent: number;
  readonly offset: number;
}

/**
 * A latent for every inner column; a column that is a leaf of the tree and has at most `states` tokens hangs
 * on its parent's latent (a K × n table says as much as K × K · K × n).
 */
export function shapeOf(tree: ColumnTree, sizes: readonly number[], states: number): CircuitShape {
  const columns = sizes.length;
  const children = new Int32Array(columns);
  for (const p of tree.parent) if (p >= 0) children[p]!++;
  const latentOf = new Int32Array(columns).fill(-1);
  const parent: number[] = [];
  const hosted: number[][] = [];
  for (const j of tree.order) {
    const p = tree.parent[j]!;
    if (p >= 0 && children[j] === 0 && sizes[j]! <= states) {
      latentOf[j] = latentOf[p]!;
      hosted[latentOf[p]!]!.push(j);
      continue;
    }
    latentOf[j] = hosted.length;
    parent.push(p < 0 ? -1 : latentOf[p]!);
    hosted.push([j]);
  }
  return { states, parent: Int32Array.from(parent), hosted, sizes };
}

export function columnPlaces(shape: CircuitShape): ColumnPlace[] {
  const places: ColumnPlace[] = [];
  shape.hosted.forEach((columns, latent) => {
    let offset = 0;
    for (const j of columns) {
      places[j] = { latent, offset };
      offset += shape.sizes[j]!;
    }
  });
  return places;
}

/** Rows of the emission table of each latent. */
export function tableRows(shape: CircuitShape): number[] {
  return shape.hosted.map((columns) => columns.reduce((n, j) => n + shape.sizes[j]!, 0));
}
