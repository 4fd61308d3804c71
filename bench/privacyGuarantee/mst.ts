import type { Random } from "../../src/numerics/random.ts";
import { fillDiscreteGaussian } from "../../src/privacy/discreteGaussian.ts";
import { SecretBits } from "../../src/privacy/secretBits.ts";
import type { TokenTable } from "./aimTable.ts";

/**
 * MST (McKenna, Miklau & Sheldon, arXiv 2108.04978) as the paper describes it, to compare with: a third of ρ each for all columns, for
 * choosing a maximum spanning tree by the exponential mechanism on how far each pair is from independence, and for its edges. Rare
 * values of a column (below 3σ) share one value while pairs are measured. For the bench: its choice draws ordinary random numbers.
 */
export function drawMst(
  { tokens, sizes, rows }: TokenTable,
  rho: number,
  random: Random,
  wanted: number,
): Int32Array[] {
  const n = sizes.length;
  const bits = new SecretBits();
  const third = rho / 3;
  const single = gaussianCounts(
    tokens.map((t, j) => [countOf([t], [sizes[j]!])]),
    n / (2 * third),
    bits,
  );
  const sd = Math.sqrt(n / (2 * third));
  const groups = single.map(([counts]) => compress(counts!, 3 * sd));
  const coarse = tokens.map((t, j) => t.map((v) => groups[j]!.place[v]!));
  const coarseSizes = groups.map(({ size }) => size);
  const shares = single.map(([counts], j) => {
    const sums = new Float64Array(coarseSizes[j]!);
    counts!.forEach((count, v) => {
      sums[groups[j]!.place[v]!]! += Math.max(0, count);
    });
    const total = sums.reduce((a, b) => a + b, 0);
    return sums.map((x) => x / total);
  });
  const edges = chooseTree(coarse, coarseSizes, {
    shares,
    rows,
    epsilon: Math.sqrt((8 * third) / (n - 1)),
    random,
  });
  const tables = gaussianCounts(
    edges.map(([a, b]) => [countOf([coarse[a]!, coarse[b]!], [coarseSizes[a]!, coarseSizes[b]!])]),
    edges.length / (2 * third),
    bits,
  );
  const drawn = drawTree(
    { edges, tables: tables.map(([t]) => t!), shares, sizes: coarseSizes },
    random,
    wanted,
  );
  return drawn.map((column, j) => expand(column, single[j]![0]!, groups[j]!, random));
}

function countOf(columns: readonly Int32Array[], sizes: readonly number[]): Int32Array {
  const counts = new Int32Array(sizes.reduce((a, b) => a * b, 1));
  for (let i = 0; i < columns[0]!.length; i++) {
    let cell = 0;
    columns.forEach((column, j) => {
      cell = cell * sizes[j]! + column[i]!;
    });
    counts[cell]!++;
  }
  return counts;
}

function gaussianCounts(all: readonly Int32Array[][], variance: number, bits: SecretBits): Int32Array[][] {
  const fraction = { numerator: Math.ceil(variance * 64), denominator: 64 };
  return all.map((tables) =>
    tables.map((counts) =>
      fillDiscreteGaussian(new Int32Array(counts.length), fraction, bits).map((x, i) => x + counts[i]!),
    ),
  );
}

/** Values whose noisy count is below the limit become one. */
function compress(counts: Int32Array, limit: number): { readonly place: Int32Array; readonly size: number } {
  const kept = [...counts].filter((count) => count >= limit).length;
  let next = 0;
  const place = counts.map((count) => (count >= limit ? next++ : kept));
  return { place, size: place.some((p) => p === kept) ? kept + 1 : kept };
}

interface TreeChoice {
  readonly shares: readonly Float64Array[];
  readonly rows: number;
  readonly epsilon: number;
  readonly random: Random;
}

/** Kruskal's algorithm, every edge drawn with probability ∝ exp(ε · score / 2). */
function chooseTree(
  tokens: readonly Int32Array[],
  sizes: readonly number[],
  { shares, rows, epsilon, random }: TreeChoice,
): [number, number][] {
  const pairs: { readonly a: number; readonly b: number; readonly score: number }[] = [];
  for (let a = 0; a < sizes.length; a++)
    for (let b = a + 1; b < sizes.length; b++) {
      const counts = countOf([tokens[a]!, tokens[b]!], [sizes[a]!, sizes[b]!]);
      let score = 0;
      counts.forEach((count, cell) => {
        const y = cell % sizes[b]!;
        score += Math.abs(count - rows * shares[a]![(cell - y) / sizes[b]!]! * shares[b]![y]!);
      });
      pairs.push({ a, b, score });
    }
  const group = sizes.map((_, j) => j);
  const edges: [number, number][] = [];
  while (edges.length < sizes.length - 1) {
    const open = pairs.filter(({ a, b }) => group[a] !== group[b]);
    const best = Math.max(...open.map(({ score }) => score));
    const weights = Float64Array.from(open, ({ score }) => Math.exp((epsilon * (score - best)) / 2));
    const { a, b } = open[drawFrom(weights, random)]!;
    const [from, to] = [group[b]!, group[a]!];
    for (let j = 0; j < group.length; j++) if (group[j] === from) group[j] = to;
    edges.push([a, b]);
  }
  return edges;
}

interface NoisyTree {
  readonly edges: readonly [number, number][];
  readonly tables: readonly Int32Array[];
  readonly shares: readonly Float64Array[];
  readonly sizes: readonly number[];
}

/** From the first column along the edges, by the conditional shares of each noisy table. */
function drawTree({ edges, tables, shares, sizes }: NoisyTree, random: Random, rows: number): Int32Array[] {
  const out: Int32Array[] = [];
  out[0] = Int32Array.from({ length: rows }, () => drawFrom(shares[0]!, random));
  const left = new Set(edges.keys());
  while (left.size > 0)
    for (const e of left) {
      const [a, b] = edges[e]!;
      if ((out[a] === undefined) === (out[b] === undefined)) continue;
      left.delete(e);
      const [known, fresh] = out[a] === undefined ? [b, a] : [a, b];
      const cell = (x: number, y: number) => tables[e]![known === a ? x * sizes[b]! + y : y * sizes[b]! + x]!;
      const given = Array.from({ length: sizes[known]! }, (_, x) => {
        const row = Float64Array.from({ length: sizes[fresh]! }, (_, y) => Math.max(0, cell(x, y)));
        return row.some((w) => w > 0) ? row : shares[fresh]!;
      });
      out[fresh] = out[known]!.map((x) => drawFrom(given[x]!, random));
    }
  return out;
}

function drawFrom(weights: Float64Array, random: Random): number {
  let left = random.uniform() * weights.reduce((a, b) => a + b, 0);
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

/** The rare values that share one come back by their noisy counts. */
function expand(
  column: Int32Array,
  counts: Int32Array,
  { place, size }: { readonly place: Int32Array; readonly size: number },
  random: Random,
): Int32Array {
  const members = Array.from({ length: size }, (_, p) => [...place.keys()].filter((v) => place[v] === p));
  const weights = members.map((values) => Float64Array.from(values, (v) => Math.max(1e-9, counts[v]!)));
  return column.map((p) =>
    members[p]!.length === 1 ? members[p]![0]! : members[p]![drawFrom(weights[p]!, random)]!,
  );
}
