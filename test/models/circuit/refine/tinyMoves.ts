import type { Tree } from "../../../../src/learners/tree.ts";
import { leafMasks } from "../../../../src/models/circuit/refine/leafMasks.ts";
import type { Chains } from "../../../../src/models/circuit/refine/moves/chains.ts";
import { type RatioFeature, ratioFeatures } from "../../../../src/models/circuit/refine/ratioFeatures.ts";
import { Random } from "../../../../src/numerics/random.ts";
import { enumerate, randomParameters, tinyBooks, tinyShape } from "../tinyCircuit.ts";

export const parameters = randomParameters(11);

const sumEdges = Float64Array.of(0.5, 2, 3.5, 5);

/** The four columns, a feature of columns 0 and 2 together, as a difference of tokens would be, and a sum of three. */
export const features: readonly RatioFeature[] = [
  ...ratioFeatures(tinyBooks, { pairs: [], sums: [] }),
  {
    binner: { kind: "numeric", name: "c0 − c2", bins: 6, edges: new Float64Array(5) },
    kind: "mapped",
    columns: [0, 2],
    width: 4,
    map: Uint8Array.from({ length: 12 }, (_, at) => Math.floor(at / 4) - (at % 4) + 3),
  },
  {
    binner: { kind: "numeric", name: "c0 + c1 + c3", bins: 5, edges: sumEdges },
    kind: "added",
    columns: [0, 1, 3],
    rate: undefined,
    parts: tinyShape.sizes.flatMap((size, j) =>
      j === 2 ? [] : [Float64Array.from({ length: size }, (_, t) => (j + 1) * t)],
    ),
    edges: sumEdges,
  },
];

export const bins = features.map((f) => f.binner.bins);

/** A tree that splits one node after another at random, by the first `width` features: category sets and cuts. */
export function randomTree(random: Random, leaves: number, scale: number, width = features.length): Tree {
  const nodes = 2 * leaves - 1;
  const left = new Int32Array(nodes).fill(-1);
  const right = new Int32Array(nodes).fill(-1);
  const feature = new Int32Array(nodes).fill(-1);
  const cut = new Int32Array(nodes).fill(-1);
  const set = new Int32Array(nodes).fill(-1);
  const leftBins: number[] = [];
  const open = [0];
  for (let next = 1; next < nodes; next += 2) {
    const n = open.splice(random.below(open.length), 1)[0]!;
    const f = random.below(width);
    feature[n] = f;
    if (features[f]!.binner.kind === "numeric") cut[n] = random.below(bins[f]!);
    else {
      set[n] = leftBins.length;
      leftBins.push(random.below(16), 0, 0, 0, 0, 0, 0, 0);
    }
    left[n] = next;
    right[n] = next + 1;
    open.push(next, next + 1);
  }
  return {
    feature,
    cut,
    missingLeft: new Uint8Array(nodes),
    set,
    leftBins: Uint32Array.from(leftBins),
    left,
    right,
    values: Float64Array.from({ length: nodes }, () => scale * random.normal()),
    outputs: 1,
  };
}

const treeRandom = new Random(5);
export const trees: readonly Tree[] = Array.from({ length: 12 }, () => randomTree(treeRandom, 5, 0.25));
export const masks = leafMasks(trees, bins);

/** The value a row's own walk through a tree ends at. */
export function walk(tree: Tree, rowBins: readonly number[]): number {
  let n = 0;
  while (tree.left[n]! >= 0) {
    const bin = rowBins[tree.feature[n]!]!;
    const set = tree.set[n]!;
    const goesLeft = set >= 0 ? ((tree.leftBins[set]! >>> bin) & 1) === 1 : bin <= tree.cut[n]!;
    n = goesLeft ? tree.left[n]! : tree.right[n]!;
  }
  return tree.values[n]!;
}

export function binsOf(row: readonly number[]): number[] {
  return features.map((feature) => {
    if (feature.kind === "added") {
      const sum = feature.columns.reduce((all, j, p) => all + feature.parts[p]![row[j]!]!, 0);
      return feature.edges.filter((edge) => edge < sum).length;
    }
    const [first, second] = feature.columns;
    return feature.map[second === undefined ? row[first]! : row[first]! * feature.width + row[second]!]!;
  });
}

/** Every row with p(row) · r(row), normalized, r by the given trees; `allowed` leaves rows out. */
export function target(
  allowed: (row: readonly number[]) => boolean = () => true,
  by: readonly Tree[] = trees,
): { readonly row: readonly number[]; readonly p: number }[] {
  const all = enumerate(parameters)
    .filter(({ row }) => allowed(row))
    .map(({ row, p }) => ({
      row,
      p: p * Math.exp(by.reduce((sum, tree) => sum + walk(tree, binsOf(row)), 0)),
    }));
  const total = all.reduce((sum, { p }) => sum + p, 0);
  return all.map(({ row, p }) => ({ row, p: p / total }));
}

/** Pearson's χ² of drawn rows against a distribution, and its degrees of freedom. */
export function chiSquare(
  tokens: readonly ArrayLike<number>[],
  expected: readonly { readonly row: readonly number[]; readonly p: number }[],
): { readonly statistic: number; readonly freedom: number } {
  const rows = tokens[0]!.length;
  const counts = new Map<string, number>();
  for (let i = 0; i < rows; i++) {
    const key = tokens.map((column) => column[i]).join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  let statistic = 0;
  let found = 0;
  for (const { row, p } of expected) {
    const count = counts.get(row.join()) ?? 0;
    found += count;
    statistic += (count - rows * p) ** 2 / (rows * p);
  }
  return { statistic: found === rows ? statistic : Infinity, freedom: expected.length - 1 };
}

/** Rows drawn independently from p · r, with latents drawn from nowhere: they are redrawn before they are used. */
export function drawTarget(rows: number, seed: number): Chains {
  const random = new Random(seed);
  const all = target();
  const tokens = tinyShape.sizes.map(() => new Int32Array(rows));
  for (let i = 0; i < rows; i++) {
    let left = random.uniform();
    const chosen =
      all.find(({ p }) => {
        left -= p;
        return left < 0;
      }) ?? all.at(-1)!;
    chosen.row.forEach((t, j) => {
      tokens[j]![i] = t;
    });
  }
  return { rows, tokens, states: tinyShape.hosted.map(() => new Int32Array(rows)) };
}
