import type { BinnedTable, ColumnBinner } from "../../../learners/binning.ts";
import { GradientTreeGrower } from "../../../learners/gradientTree.ts";
import { addTreeValues, type Tree } from "../../../learners/tree.ts";
import type { Random } from "../../../numerics/random.ts";
import type { Codebook } from "../tokens/codebook.ts";
import type { TokenColumns } from "../train/emEngine.ts";
import { type Forest, makeForest, scoreRows } from "./forest.ts";

/**
 * ln r(x) ≈ ln p_real(x) / p_circuit(x) as a sum of trees over tokens: what a boosted classifier that tells training rows from
 * the circuit's has learned. Rows drawn from the circuit and kept in proportion to r follow p·r
 * (discriminator rejection sampling, Azadi et al. 2019, with trees; boosted density estimation, Cranko & Nock 2019).
 */
export interface DensityRatio {
  readonly trees: readonly Tree[];
  /** Added to ln r for each token of a row, by column: what brings the share of every token back to the training rows'. */
  readonly offsets: readonly Float64Array[];
  /** Candidates drawn per row kept: the largest ratio, relative to the mean, that can be honored. */
  readonly candidates: number;
}

const maxBins = 254;
const learningRate = 0.15;
const rowsPerLeafAllowed = 400;
const maxLeaves = 24;
const minRowsPerLeaf = 20;
const leafPenalty = 1;
const validationPart = 5;
const patience = 10;
/** A round counts when held-out rows confirm it by this many standard errors, and by this much log loss (an AUC of about .53). */
const confidence = 2;
const worthwhile = 0.0015;
const scoredTogether = 1024;

/** Bins of a row's tokens: neighboring numeric tokens share one where there are too many, rare categories do. */
function binTokens(books: readonly Codebook[], tokens: TokenColumns, rows: number): BinnedTable {
  const columns = books.map(binnerOf);
  const bins = new Uint8Array(rows * books.length);
  books.forEach((book, f) => {
    const map = tokenBins(book);
    const column = tokens[f]!;
    for (let i = 0; i < rows; i++) bins[f * rows + i] = map[column[i]! + 1]!;
  });
  return { rows, bins, columns };
}

function binnerOf(book: Codebook): ColumnBinner {
  const present = book.missing >= 0 ? book.size - 1 : book.size;
  const bins = Math.max(1, Math.min(maxBins, present));
  const name = book.column.name;
  return book.kind === "number"
    ? { kind: "numeric", name, bins, edges: new Float64Array(bins - 1) }
    : { kind: "categorical", name, bins, binOf: new Uint8Array() };
}

/** ln r of every row, up to a constant. */
export function logRatios(
  ratio: DensityRatio,
  books: readonly Codebook[],
  tokens: TokenColumns,
  rows: number,
): Float64Array {
  const forest = forestOf(ratio, books);
  const width = books.length;
  const binOf = books.map(tokenBins);
  const out = new Float64Array(rows);
  const bins = new Uint8Array(Math.min(rows, scoredTogether) * width);
  for (let from = 0; from < rows; from += scoredTogether) {
    const size = Math.min(scoredTogether, rows - from);
    binOf.forEach((map, f) => {
      const column = tokens[f]!;
      for (let i = 0; i < size; i++) bins[i * width + f] = map[column[from + i]! + 1]!;
    });
    out.set(scoreRows(forest, bins.subarray(0, size * width), width), from);
  }
  ratio.offsets.forEach((offset, f) => {
    const column = tokens[f]!;
    for (let i = 0; i < rows; i++) if (column[i]! >= 0) out[i]! += offset[column[i]!]!;
  });
  return out;
}

const forests = new WeakMap<DensityRatio, Forest>();

function forestOf(ratio: DensityRatio, books: readonly Codebook[]): Forest {
  let forest = forests.get(ratio);
  if (forest === undefined) {
    forest = makeForest(
      ratio.trees,
      books.map((b) => binnerOf(b).bins),
    );
    forests.set(ratio, forest);
  }
  return forest;
}

/** Bin of token t at t + 1; an unknown token (−1) counts as missing. */
function tokenBins(book: Codebook): Uint8Array {
  const present = book.missing >= 0 ? book.size - 1 : book.size;
  const count = binnerOf(book).bins;
  return Uint8Array.from({ length: book.size + 1 }, (_, i) => {
    const t = i - 1;
    if (t < 0 || t === book.missing) return count;
    return present <= count ? t : Math.floor((t * count) / present);
  });
}

/**
 * One round of boosting, training rows against rows of the model so far, stopped where a fifth of both that it never sees
 * is told apart best. Empty when nothing can be told apart.
 */
export function fitRatioTrees(
  books: readonly Codebook[],
  { real, drawn }: { readonly real: TokenColumns; readonly drawn: TokenColumns },
  rounds: number,
  random: Random,
): Tree[] {
  const realRows = real[0]?.length ?? 0;
  const drawnRows = drawn[0]?.length ?? 0;
  const isHeld = Uint8Array.from({ length: realRows + drawnRows }, () =>
    random.below(validationPart) === 0 ? 1 : 0,
  );
  const pick = (held: number) => {
    const fromReal = indices(realRows, (i) => isHeld[i] === held);
    const fromDrawn = indices(drawnRows, (i) => isHeld[realRows + i] === held);
    const rows = fromReal.length + fromDrawn.length;
    const tokens = books.map((_, j) => {
      const column = new Int32Array(rows);
      fromReal.forEach((i, at) => {
        column[at] = real[j]![i]!;
      });
      fromDrawn.forEach((i, at) => {
        column[fromReal.length + at] = drawn[j]![i]!;
      });
      return column;
    });
    return { table: binTokens(books, tokens, rows), real: fromReal.length, rows };
  };
  const train = pick(0);
  const held = pick(1);
  const grower = new GradientTreeGrower(train.table, {
    maxLeaves: Math.min(maxLeaves, Math.max(4, Math.round(train.rows / rowsPerLeafAllowed))),
    minRowsPerLeaf,
    l2: leafPenalty,
    minHessian: 1e-3,
    learningRate,
  });
  const start = Math.log(realRows / drawnRows);
  const raw = new Float64Array(train.rows).fill(start);
  const gradients = new Float64Array(train.rows);
  const hessians = new Float64Array(train.rows);
  const heldRaw = new Float64Array(held.rows).fill(start);
  const trees: Tree[] = [];
  const nothing = losses(heldRaw, held.real);
  let best = mean(nothing);
  let bestLosses = nothing;
  let bestCount = 0;
  for (let round = 0; round < rounds && round - bestCount < patience; round++) {
    for (let i = 0; i < train.rows; i++) {
      const p = 1 / (1 + Math.exp(-raw[i]!));
      gradients[i] = p - (i < train.real ? 1 : 0);
      hessians[i] = p * (1 - p);
    }
    const tree = grower.grow({ gradients: gradients, hessians: hessians, stride: 1, offset: 0 }, raw);
    trees.push(tree);
    addTreeValues(tree, held.table, heldRaw, { stride: 1, offset: 0 });
    const now = losses(heldRaw, held.real);
    const loss = mean(now);
    if (loss < best) {
      best = loss;
      bestLosses = now;
      bestCount = round + 1;
    }
  }
  const gain = nothing.map((l, i) => l - bestLosses[i]!);
  const spread = Math.sqrt(mean(gain.map((g) => g * g)) / gain.length);
  return mean(gain) > Math.max(worthwhile, confidence * spread) ? trees.slice(0, bestCount) : [];
}

/** Log loss of each row; the first `real` are training rows. */
function losses(raw: Float64Array, real: number): Float64Array {
  return raw.map((x, i) => Math.log1p(Math.exp(i < real ? -x : x)));
}

function mean(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
}

function indices(n: number, keep: (i: number) => boolean): Int32Array {
  const out: number[] = [];
  for (let i = 0; i < n; i++) if (keep(i)) out.push(i);
  return Int32Array.from(out);
}
