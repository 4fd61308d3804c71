import { type Coded, CountMemory, countDense } from "../../numerics/contingency.ts";
import { Random } from "../../numerics/random.ts";
import type { AccuracyScore, Fidelity } from "../../protocol/report.ts";
import type { Sides } from "../compared/sides.ts";
import { meanOf } from "../finite.ts";
import { choosePairs, type Pair } from "./choosePairs.ts";

/** Cells added up over all triples; beyond it triples are drawn at random (and never more than 10,000). */
const cellBudget = 4e9;
const maxTriples = 10_000;

/**
 * Uni-, bi- and trivariate accuracy, 1 − ½ Σ |p − q| over joint bins, mean over columns, pairs and triples, with the maximum that
 * sampling noise allows, 1 − ½ Σ √(2/π · p(1 − p)(1/n + 1/m)) (mostlyai-qa; Tiwald et al., arXiv 2504.01908). Overall is the mean of
 * the three. Of more than 20,000 pairs as many are drawn at random. Null without columns or rows.
 */
export async function measureAccuracy(
  columns: readonly Sides<Coded>[],
  seed: number,
  breathe: (fraction: number) => Promise<void>,
): Promise<Fidelity["accuracy"]> {
  if (columns.length === 0 || columns[0]!.real.codes.length === 0 || columns[0]!.synthetic.codes.length === 0)
    return null;
  const random = new Random(seed);
  const memory = new CountMemory();
  const compareTuples = (a: Sides<Coded>, b?: Sides<Coded>) => compareCounts(a, b, memory);
  const singles = columns.map((a) => compareTuples(a));
  const chosen = choosePairs(columns.length, random.fork("accuracy-pairs"));
  const pairs: Tuple[] = [];
  for (const [i, j] of chosen) {
    pairs.push(compareTuples(columns[i]!, columns[j]!));
    await breathe((0.5 * pairs.length) / chosen.length);
  }
  const triples: Tuple[] = [];
  const byPair = chooseTriples(columns, random.fork("accuracy-triples"));
  let done = 0;
  for (const [[i, j], others] of byPair) {
    const joint = jointCodes(columns[i]!, columns[j]!);
    for (const k of others) triples.push(compareTuples(joint, columns[k]!));
    await breathe(0.5 + (0.5 * ++done) / byPair.length);
  }
  const univariate = summarize(singles);
  const bivariate = summarize(pairs);
  const trivariate = summarize(triples);
  const parts = [univariate, bivariate, trivariate].filter((part) => part.value !== null);
  return {
    univariate,
    bivariate,
    trivariate,
    overall: {
      value: meanOf(parts.map((p) => p.value)),
      ceiling: meanOf(parts.map((p) => p.ceiling)),
      expectedMaximum: meanOf(parts.map((p) => p.expectedMaximum)),
    },
  };
}

interface Tuple {
  readonly value: number;
  readonly ceiling: number | null;
  readonly expectedMaximum: number;
}

/** Compares the shares of the codes of one coding, or of the pairs of codes of two. */
function compareCounts(a: Sides<Coded>, b: Sides<Coded> | undefined, memory: CountMemory): Tuple {
  memory.reuse();
  const real = count(a.real, b?.real, memory);
  const synthetic = count(a.synthetic, b?.synthetic, memory);
  const holdout =
    a.holdout === null || a.holdout.codes.length === 0
      ? null
      : count(a.holdout, b?.holdout ?? undefined, memory);
  const n = a.real.codes.length;
  const m = a.synthetic.codes.length;
  let gap = 0;
  let noise = 0;
  for (let i = 0; i < real.length; i++) {
    const p = real[i]! / n;
    gap += Math.abs(p - synthetic[i]! / m);
    noise += Math.sqrt(p * (1 - p));
  }
  return {
    value: Math.max(0, 1 - gap / 2),
    ceiling:
      holdout === null ? null : Math.max(0, 1 - distance(real, n, holdout, a.holdout!.codes.length) / 2),
    expectedMaximum: 1 - (noise * Math.sqrt((2 / Math.PI) * (1 / n + 1 / m))) / 2,
  };
}

function distance(a: Uint32Array, n: number, b: Uint32Array, m: number): number {
  let gap = 0;
  for (let i = 0; i < a.length; i++) gap += Math.abs(a[i]! / n - b[i]! / m);
  return gap;
}

function count(a: Coded, b: Coded | undefined, memory: CountMemory): Uint32Array {
  const counts = memory.take(a.cardinality * (b?.cardinality ?? 1));
  if (b === undefined) for (const code of a.codes) counts[code]!++;
  else countDense(a.codes, b.codes, b.cardinality, counts);
  return counts;
}

function jointCodes(a: Sides<Coded>, b: Sides<Coded>): Sides<Coded> {
  const join = (x: Coded, y: Coded): Coded => {
    const codes = new Uint16Array(x.codes.length);
    for (let i = 0; i < codes.length; i++) codes[i] = x.codes[i]! * y.cardinality + y.codes[i]!;
    return { codes, cardinality: x.cardinality * y.cardinality };
  };
  return {
    real: join(a.real, b.real),
    synthetic: join(a.synthetic, b.synthetic),
    holdout: a.holdout === null || b.holdout === null ? null : join(a.holdout, b.holdout),
  };
}

/** Triples of columns in order, all or a random choice, by the pair of their first two. */
function chooseTriples(columns: readonly Sides<Coded>[], random: Random): [Pair, number[]][] {
  const d = columns.length;
  const all = (d * (d - 1) * (d - 2)) / 6;
  const rows = columns[0]!.real.codes.length + columns[0]!.synthetic.codes.length;
  const limit = Math.min(maxTriples, Math.max(200, Math.floor(cellBudget / rows)));
  const chosen = all <= limit ? null : drawTriples(d, limit, random);
  const byPair = new Map<number, [Pair, number[]]>();
  const add = (i: number, j: number, k: number) => {
    const group = byPair.get(i * d + j);
    if (group === undefined) byPair.set(i * d + j, [[i, j], [k]]);
    else group[1].push(k);
  };
  if (chosen === null)
    for (let i = 0; i < d; i++) for (let j = i + 1; j < d; j++) for (let k = j + 1; k < d; k++) add(i, j, k);
  else
    for (const key of [...chosen].sort((a, b) => a - b))
      add(Math.floor(key / d / d), Math.floor(key / d) % d, key % d);
  return [...byPair.values()];
}

function drawTriples(d: number, limit: number, random: Random): Set<number> {
  const chosen = new Set<number>();
  while (chosen.size < limit) {
    const [i, j, k] = [random.below(d), random.below(d), random.below(d)].sort((x, y) => x - y) as [
      number,
      number,
      number,
    ];
    if (i !== j && j !== k) chosen.add((i * d + j) * d + k);
  }
  return chosen;
}

function summarize(tuples: readonly Tuple[]): AccuracyScore {
  return {
    value: meanOf(tuples.map((t) => t.value)),
    ceiling: meanOf(tuples.map((t) => t.ceiling)),
    expectedMaximum: meanOf(tuples.map((t) => t.expectedMaximum)),
  };
}
