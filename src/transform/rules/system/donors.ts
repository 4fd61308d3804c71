import { normalQuantile } from "../../../numerics/normal.ts";
import type { Random } from "../../../numerics/random.ts";
import type { Column } from "../../../table/table.ts";
import type { FreePlan } from "../rulesPlan.ts";
import { decodeAt, encodeFree } from "./freeValues.ts";
import type { SystemValues } from "./systemView.ts";

/** A free variable of a system, with the values decided so far. */
interface Asked {
  readonly source: FreePlan;
  readonly v: number;
  readonly values: SystemValues;
}

/** What tells rows that are alike. */
interface Beside {
  readonly random: Random;
  /** Columns outside the system. */
  readonly beside: readonly Column[];
}

/**
 * Draws a value for a row from the rows that have one, as a distance where the variable has an anchor: from one of those for which the other
 * columns say about the same (predictive mean matching; R. Little, "Missing-data adjustments in large surveys", 1988). Where no column
 * says anything, every row is drawn as often as any other, within one, so that no share moves by chance.
 */
export function donorsOf({ source, v, values }: Asked, { random, beside }: Beside): (row: number) => number {
  const encoded = encodeFree(source, values[v]!, values);
  const donors = Int32Array.from(encoded.keys()).filter((row) => !Number.isNaN(encoded[row]!));
  const drawFrom = likeRows(encoded, donors, [...values.filter((_, u) => u !== v), ...beside], random);
  return (row) => (donors.length === 0 ? 0 : decodeAt(source, encoded[drawFrom(row)]!, values, row));
}

/** Neighbors a donor is drawn from. */
const neighbors = 5;

function likeRows(
  encoded: Float64Array,
  donors: Int32Array,
  others: readonly (Float64Array | Column)[],
  random: Random,
): (row: number) => number {
  if (donors.length === encoded.length || donors.length === 0) return () => 0;
  const { predictors, seen } = findPredictors(encoded, donors, others);
  const anyRow = inTurn(donors, random);
  const byPattern = new Map<string, (row: number) => number>();
  return (row) => {
    const present = predictors.filter(({ known }) => known[row] === 1);
    if (present.length === 0) return anyRow();
    const pattern = predictors.map(({ known }) => known[row]).join("");
    let draw = byPattern.get(pattern);
    if (draw === undefined) {
      draw = byPattern.size < maxPatterns ? nearest(predicted(present, seen), donors, random) : anyRow;
      byPattern.set(pattern, draw);
    }
    return draw(row);
  };
}

/** Patterns of missing cells that are predicted by themselves, at most; rows of others get any donor. */
const maxPatterns = 16;

/** Every donor as often as any other, within one. */
function inTurn(donors: Int32Array, random: Random): () => number {
  let turn = 0;
  let order = random.permutation(donors.length);
  return () => {
    if (turn === order.length) {
      order = random.permutation(donors.length);
      turn = 0;
    }
    return donors[order[turn++]!]!;
  };
}

/** One of the donors whose prediction is nearest to that of a row. */
function nearest(scores: Float64Array, donors: Int32Array, random: Random): (row: number) => number {
  // ties in random order, so that none of them is a donor before the others
  const shuffled = random.permutation(donors.length);
  const sorted = donors.map((_, i) => donors[shuffled[i]!]!).sort((a, b) => scores[a]! - scores[b]!);
  const places = Float64Array.from(sorted, (row) => scores[row]!);
  return (row) => {
    const from = partition(places, (one) => one < scores[row]!);
    const to = partition(places, (one) => one <= scores[row]!);
    const short = Math.max(0, neighbors - (to - from));
    const low = Math.max(0, Math.min(from - Math.ceil(short / 2), sorted.length - neighbors));
    const high = Math.min(sorted.length, Math.max(to + Math.floor(short / 2), low + neighbors));
    return sorted[low + random.below(high - low)]!;
  };
}

/** Rows that correlations are measured on, at most. */
const measured = 5000;
/** Columns that a value is predicted from, at most: those of the largest correlations. */
const maxColumns = 8;
/** Probability that chance alone makes one of the columns a predictor. */
const byChance = 0.05;
const minCorrelation = 0.05;

interface Predictor {
  /** Standardized; 0 where missing. */
  readonly scores: Float64Array;
  readonly known: Uint8Array;
  readonly correlation: number;
}

/** The columns that say something of a value, and the rows they were measured on. */
function findPredictors(
  encoded: Float64Array,
  donors: Int32Array,
  others: readonly (Float64Array | Column)[],
): { readonly predictors: readonly Predictor[]; readonly seen: Int32Array } {
  const step = Math.max(1, Math.floor(donors.length / measured));
  const seen = donors.filter((_, i) => i % step === 0);
  const target = standardized(encoded, seen);
  if (target === null) return { predictors: [], seen };
  const z = normalQuantile(1 - byChance / Math.max(1, others.length));
  const predictors = others
    .flatMap((other): Predictor[] => {
      const values = other instanceof Float64Array ? other : numbersFor(other, target, seen);
      const limit = Math.max(minCorrelation, Math.sqrt(chanceSquares(freedom(other), z) / seen.length));
      const scores = values === null ? null : standardized(values, seen);
      if (values === null || scores === null) return [];
      const correlation = seen.reduce((sum, row) => sum + scores[row]! * target[row]!, 0) / seen.length;
      const known = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1));
      return Math.abs(correlation) >= limit ? [{ scores, known, correlation }] : [];
    })
    .sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation))
    .slice(0, maxColumns);
  return { predictors, seen };
}

/** Numbers that are fitted to say what a column says of a value: one, or one less than it has categories. */
function freedom(column: Float64Array | Column): number {
  return column instanceof Float64Array || column.kind !== "string"
    ? 1
    : Math.max(1, column.dictionary.length - 1);
}

/** Sum of so many squares of normal values that chance exceeds with the probability beyond `z` (E. Wilson and M. Hilferty, 1931). */
function chanceSquares(count: number, z: number): number {
  const part = 2 / (9 * count);
  return count * (1 - part + z * Math.sqrt(part)) ** 3;
}

/** For every row what the predictors say of the value, up to scale. */
function predicted(predictors: readonly Predictor[], seen: Int32Array): Float64Array {
  const weights = leastSquares(predictors, seen);
  return predictors[0]!.scores.map((_, row) =>
    predictors.reduce((sum, { scores }, k) => sum + weights[k]! * scores[row]!, 0),
  );
}

/** Rows a category counts as much as, of the mean of all. */
const priorRows = 10;

/** Numbers and dates as they are; for a category the mean of the target where it stands. */
function numbersFor(column: Column, target: Float64Array, seen: Int32Array): Float64Array | null {
  if (column.kind !== "string") return column.values;
  const { codes, dictionary } = column;
  if (dictionary.length > seen.length / 4) return null;
  const sums = new Float64Array(dictionary.length);
  const counts = new Float64Array(dictionary.length);
  for (const row of seen) {
    const code = codes[row]!;
    if (code < 0) continue;
    sums[code]! += target[row]!;
    counts[code]!++;
  }
  return Float64Array.from(codes, (code) =>
    code < 0 ? Number.NaN : sums[code]! / (counts[code]! + priorRows),
  );
}

/** Values with mean 0 and deviation 1 over the rows seen, 0 where missing; null where they do not vary. */
function standardized(values: Float64Array, seen: Int32Array): Float64Array | null {
  const known = seen.filter((row) => !Number.isNaN(values[row]!));
  const mean = known.reduce((sum, row) => sum + values[row]!, 0) / known.length;
  let squares = 0;
  for (const row of known) squares += (values[row]! - mean) ** 2;
  const deviation = Math.sqrt(squares / known.length);
  if (!(deviation > 1e-12 * Math.abs(mean)) || deviation === 0) return null;
  return values.map((value) => (Number.isNaN(value) ? 0 : (value - mean) / deviation));
}

/** Weights of the predictors by ridge regression, on the rows seen (Gaussian elimination of at most eight equations). */
function leastSquares(predictors: readonly Predictor[], seen: Int32Array): Float64Array {
  const k = predictors.length;
  const rows = predictors.map(({ scores, correlation }, i) => {
    const row = new Float64Array(k + 1);
    predictors.forEach((other, j) => {
      let sum = 0;
      for (const at of seen) sum += scores[at]! * other.scores[at]!;
      row[j] = sum / seen.length + (i === j ? 0.01 : 0);
    });
    row[k] = correlation;
    return row;
  });
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) {
      if (i === j) continue;
      const factor = rows[j]![i]! / rows[i]![i]!;
      for (let c = i; c <= k; c++) rows[j]![c]! -= factor * rows[i]![c]!;
    }
  return Float64Array.from(rows, (row, i) => row[k]! / row[i]!);
}

/** Number of leading entries for which `before` holds. */
function partition(sorted: Float64Array, before: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
