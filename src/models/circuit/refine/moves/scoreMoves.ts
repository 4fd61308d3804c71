import { lowerBound } from "../../../../numerics/search.ts";
import { type LeafMasks, maxMaskedLeaves } from "../leafMasks.ts";
import { addedValue, type RatioFeature } from "../ratioFeatures.ts";

/** What a change of one column asks of the trees. */
export interface ColumnProgram {
  /** Features that see the column. */
  readonly features: Int32Array;
  /**
   * The trees that split one of them, one after another: its number, how many entries are of such features, how many of others; then
   * for each entry the feature (of such ones its place in `features`) and where its masks start.
   */
  readonly steps: Int32Array;
}

/** The trees as seen from each column. */
export interface MoveScorer {
  readonly features: readonly RatioFeature[];
  readonly masks: LeafMasks;
  readonly columns: readonly ColumnProgram[];
}

/** @param columns number of columns of a row */
export function moveScorer(features: readonly RatioFeature[], masks: LeafMasks, columns: number): MoveScorer {
  return {
    features,
    masks,
    columns: Array.from({ length: columns }, (_, j) => columnProgram(features, masks, j)),
  };
}

function columnProgram(features: readonly RatioFeature[], masks: LeafMasks, column: number): ColumnProgram {
  const list = features.flatMap(({ columns }, f) => (columns.includes(column) ? [f] : []));
  const place = new Map(list.map((f, s) => [f, s]));
  const steps: number[] = [];
  for (let t = 0; t < masks.trees; t++) {
    const own: number[] = [];
    const others: number[] = [];
    for (let e = masks.first[t]!; e < masks.first[t + 1]!; e++) {
      const f = masks.feature[e]!;
      const s = place.get(f);
      if (s === undefined) others.push(f, masks.start[e]!);
      else own.push(s, masks.start[e]!);
    }
    if (own.length > 0) steps.push(t, own.length / 2, others.length / 2, ...own, ...others);
  }
  return { features: Int32Array.from(list), steps: Int32Array.from(steps) };
}

/** The bins of some rows and the leaf of each in every tree, kept as rows move: a tree is asked again only where a change can matter. */
export class RowScores {
  readonly #scorer: MoveScorer;
  readonly #tokens: readonly Int32Array[];
  readonly #rows: number;
  readonly #bins: Uint8Array;
  /** Leaf of row i in tree t, at t * rows + i. */
  #leaves = new Uint8Array();
  #trees = 0;
  /** Proposed bins of the features that see the column: one feature after another, `#rows` places each, those of the rows listed first. */
  #changed = new Uint8Array();
  /** Leaves that proposals would change: place in `#leaves`, number of the proposal, new leaf. */
  #pending = new Int32Array(3 * 4096);
  #pendingLength = 0;
  readonly #differences: Float64Array;
  /** Proposals that leave the leaf of a tree, and the leaves they can still be in. */
  readonly #some: Int32Array;
  readonly #reached: Int32Array;

  /** @param tokens of the rows; may change between calls, except between `propose` and `settle` */
  constructor(scorer: MoveScorer, tokens: readonly Int32Array[], bins: Uint8Array) {
    this.#scorer = scorer;
    this.#tokens = tokens;
    this.#rows = tokens[0]!.length;
    this.#bins = bins;
    this.#differences = new Float64Array(this.#rows);
    this.#some = new Int32Array(this.#rows);
    this.#reached = new Int32Array(this.#rows);
  }

  /** Lets so many trees count from now on. */
  setTrees(trees: number): void {
    const rows = this.#rows;
    const leaves = new Uint8Array(trees * rows);
    leaves.set(this.#leaves.subarray(0, Math.min(trees, this.#trees) * rows));
    const { first, feature, start, masks } = this.#scorer.masks;
    const width = this.#scorer.features.length;
    const bins = this.#bins;
    for (let t = this.#trees; t < trees; t++)
      for (let i = 0; i < rows; i++) {
        let reached = -1;
        for (let e = first[t]!; e < first[t + 1]!; e++)
          reached &= masks[start[e]! + bins[i * width + feature[e]!]!]!;
        leaves[t * rows + i] = lowestBit(reached);
      }
    this.#leaves = leaves;
    this.#trees = trees;
  }

  /**
   * ln r(row with the token in the column) − ln r(row), for the first `count` rows listed.
   *
   * @param newToken of every row
   */
  propose(
    column: number,
    {
      listed,
      count,
      newToken,
    }: { readonly listed: Int32Array; readonly count: number; readonly newToken: Int32Array },
  ): Float64Array {
    const { steps } = this.#scorer.columns[column]!;
    const { masks, values } = this.#scorer.masks;
    this.#bin(column, { listed, count, newToken });
    const width = this.#scorer.features.length;
    const [rows, bins, leaves] = [this.#rows, this.#bins, this.#leaves];
    const [some, reached] = [this.#some, this.#reached];
    const out = this.#differences.fill(0, 0, count);
    this.#pendingLength = 0;
    for (let p = 0; p < steps.length && steps[p]! < this.#trees; ) {
      const base = steps[p]! * rows;
      const value = steps[p]! * maxMaskedLeaves;
      const others = p + 3 + 2 * steps[p + 1]!;
      const end = others + 2 * steps[p + 2]!;
      const leaving = this.#leaving(steps, p, { listed, count });
      for (let q = 0; q < leaving; q++) {
        const c = some[q]!;
        const i = listed[c]!;
        const at = i * width;
        let after = reached[q]!;
        for (let e = others; e < end; e += 2) after &= masks[steps[e + 1]! + bins[at + steps[e]!]!]!;
        const next = lowestBit(after);
        out[c]! += values[value + next]! - values[value + leaves[base + i]!]!;
        this.#remember(base + i, c, next);
      }
      p = end;
    }
    return out;
  }

  /** Makes the proposals with `taken[c]` 1 what the rows are; their tokens must have been set. */
  settle(
    column: number,
    {
      listed,
      count,
      taken,
    }: { readonly listed: Int32Array; readonly count: number; readonly taken: Uint8Array },
  ): void {
    const { features } = this.#scorer.columns[column]!;
    const width = this.#scorer.features.length;
    features.forEach((f, s) => {
      const from = s * this.#rows;
      for (let c = 0; c < count; c++)
        if (taken[c] === 1) this.#bins[listed[c]! * width + f] = this.#changed[from + c]!;
    });
    const pending = this.#pending;
    for (let p = 0; p < this.#pendingLength; p += 3)
      if (taken[pending[p + 1]!] === 1) this.#leaves[pending[p]!] = pending[p + 2]!;
  }

  #bin(
    column: number,
    {
      listed,
      count,
      newToken,
    }: { readonly listed: Int32Array; readonly count: number; readonly newToken: Int32Array },
  ): void {
    const list = this.#scorer.columns[column]!.features;
    const rows = this.#rows;
    if (this.#changed.length < rows * list.length) this.#changed = new Uint8Array(rows * list.length);
    for (let s = 0; s < list.length; s++) {
      const feature = this.#scorer.features[list[s]!]!;
      const changed = this.#changed.subarray(s * rows, s * rows + count);
      const proposed = feature.columns.map((j) => (j === column ? newToken : this.#tokens[j]!));
      if (feature.kind === "added") binSums(feature, proposed, listed, changed);
      else binMapped(feature, proposed, listed, changed);
    }
  }

  /**
   * Lists the proposals that leave the leaf their row has in the tree at place `p` of the steps, with the leaves that the changed
   * features allow them; returns how many there are.
   */
  #leaving(
    steps: Int32Array,
    p: number,
    { listed, count }: { readonly listed: Int32Array; readonly count: number },
  ): number {
    const { masks } = this.#scorer.masks;
    const [rows, changed, leaves, some, reached] = [
      this.#rows,
      this.#changed,
      this.#leaves,
      this.#some,
      this.#reached,
    ];
    const base = steps[p]! * rows;
    const own = steps[p + 1]!;
    const [bins1, masks1] = [steps[p + 3]! * rows, steps[p + 4]!];
    let found = 0;
    // the usual numbers of features in loops of their own, without a branch that is hard to foresee: most of all time is spent here
    if (own === 1) {
      for (let c = 0; c < count; c++) {
        const allowed = masks[masks1 + changed[bins1 + c]!]!;
        some[found] = c;
        reached[found] = allowed;
        found += ((allowed >>> leaves[base + listed[c]!]!) & 1) ^ 1;
      }
      return found;
    }
    const [bins2, masks2] = [steps[p + 5]! * rows, steps[p + 6]!];
    if (own === 2) {
      for (let c = 0; c < count; c++) {
        const allowed = masks[masks1 + changed[bins1 + c]!]! & masks[masks2 + changed[bins2 + c]!]!;
        some[found] = c;
        reached[found] = allowed;
        found += ((allowed >>> leaves[base + listed[c]!]!) & 1) ^ 1;
      }
      return found;
    }
    const [bins3, masks3] = [steps[p + 7]! * rows, steps[p + 8]!];
    const more = p + 9;
    const end = p + 3 + 2 * own;
    for (let c = 0; c < count; c++) {
      let allowed =
        masks[masks1 + changed[bins1 + c]!]! &
        masks[masks2 + changed[bins2 + c]!]! &
        masks[masks3 + changed[bins3 + c]!]!;
      for (let e = more; e < end; e += 2) allowed &= masks[steps[e + 1]! + changed[steps[e]! * rows + c]!]!;
      some[found] = c;
      reached[found] = allowed;
      found += ((allowed >>> leaves[base + listed[c]!]!) & 1) ^ 1;
    }
    return found;
  }

  #remember(place: number, proposal: number, leaf: number): void {
    if (this.#pendingLength === this.#pending.length) {
      const larger = new Int32Array(2 * this.#pending.length);
      larger.set(this.#pending);
      this.#pending = larger;
    }
    this.#pending[this.#pendingLength++] = place;
    this.#pending[this.#pendingLength++] = proposal;
    this.#pending[this.#pendingLength++] = leaf;
  }
}

/** Bins of the rows listed, as many as `out` holds. */
function binMapped(
  { map, width }: Extract<RatioFeature, { kind: "mapped" }>,
  [a, b]: readonly Int32Array[],
  listed: Int32Array,
  out: Uint8Array,
): void {
  for (let c = 0; c < out.length; c++) {
    const i = listed[c]!;
    out[c] = map[b === undefined ? a![i]! : a![i]! * width + b[i]!]!;
  }
}

function binSums(
  feature: Extract<RatioFeature, { kind: "added" }>,
  tokens: readonly Int32Array[],
  listed: Int32Array,
  out: Uint8Array,
): void {
  const { edges, binner } = feature;
  for (let c = 0; c < out.length; c++) {
    const value = addedValue(feature, tokens, listed[c]!);
    out[c] = Number.isNaN(value) ? binner.bins : lowerBound(edges, value);
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
