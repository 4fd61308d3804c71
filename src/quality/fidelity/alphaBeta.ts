import { wholeNumber } from "../../language/language.ts";
import { quantile } from "../../numerics/moments.ts";
import { Random } from "../../numerics/random.ts";
import type { Metric } from "../../protocol/metric.ts";
import { scoreOrNull } from "../finite.ts";
import type { QualityInput } from "../input.ts";
import { centerOf, distancesTo, type MixedRows, mixedRows, sampleMixedRows } from "./mixedRows.ts";
import { buildMixedTree, nearest } from "./mixedTree.ts";

/** Rows a side above which both sides are sampled. */
const maxRows = 50_000;
/** Distances computed before the remaining rows are left out of β-recall. */
const distanceBudget = 60_000_000;
const minRows = 500;
const levelCount = 30;

/**
 * α-precision and β-recall (Alaa et al., ICML 2022) without an embedding, as later tabular papers compute them: numbers min–max scaled
 * on the real rows, categories one-hot, 30 levels of α, equally many rows on both sides (the longer side is sampled).
 *
 * α-precision asks whether synthetic rows lie where real rows are typical; β-recall whether every real row has a synthetic row as near
 * as its nearest real one. A fresh sample of the real distribution reaches an α-precision of 1 and a β-recall of about ½, never 1:
 * more than the ceiling by a margin means copying.
 */
export async function alphaPrecisionBetaRecall(
  input: QualityInput,
  breathe: (fraction: number) => Promise<void>,
): Promise<{ alphaPrecision: Metric; betaRecall: Metric }> {
  const share = input.holdout === null ? 1 : 0.8;
  const value = await measure(input, "synthetic", (f) => breathe(share * f));
  const ceiling =
    input.holdout === null ? null : await measure(input, "holdout", (f) => breathe(share + (1 - share) * f));
  const note = value.note === undefined ? {} : { note: value.note };
  return {
    alphaPrecision: { value: value.alpha, ceiling: ceiling?.alpha ?? null, ...note },
    betaRecall: { value: value.beta, ceiling: ceiling?.beta ?? null, ...note },
  };
}

interface Measured {
  readonly alpha: number | null;
  readonly beta: number | null;
  readonly note?: string;
}

async function measure(
  input: QualityInput,
  side: "synthetic" | "holdout",
  breathe: (fraction: number) => Promise<void>,
): Promise<Measured> {
  const random = new Random(input.seed).fork(`alpha-beta-${side}`);
  const both = mixedRows(input, side);
  const rows = Math.min(both.real.rows, both.other.rows, maxRows);
  if (rows < 2 || both.real.width + both.real.categories === 0) return { alpha: null, beta: null };
  const real = sampleMixedRows(both.real, rows, random);
  const other = sampleMixedRows(both.other, rows, random);
  const center = centerOf(real);
  const alpha = alphaPrecision(distancesTo(real, center), distancesTo(other, center));
  const { covered, typicality } = await coverRows(real, other, random, breathe);
  const notes = [
    rows < both.other.rows ? `${wholeNumber(rows)} rows of each side, drawn at random` : "",
    covered.length < rows ? `β-recall over ${wholeNumber(covered.length)} real rows drawn at random` : "",
  ].filter((text) => text !== "");
  return {
    alpha: scoreOrNull(alpha),
    beta: scoreOrNull(betaRecall(covered, typicality)),
    ...(notes.length > 0 ? { note: notes.join("; ") } : {}),
  };
}

function alphaPrecision(real: Float64Array, other: Float64Array): number {
  const sortedReal = real.slice().sort();
  const sortedOther = other.slice().sort();
  return levelScore((level) => shareAtMost(sortedOther, quantile(sortedReal, level)));
}

interface Coverage {
  /** 1 where a synthetic row is at least as near to the real row as its nearest other real row. */
  readonly covered: Uint8Array;
  /** Distance from the nearest synthetic row to the center of the synthetic rows. */
  readonly typicality: Float64Array;
}

async function coverRows(
  real: MixedRows,
  other: MixedRows,
  random: Random,
  breathe: (fraction: number) => Promise<void>,
): Promise<Coverage> {
  const otherRadius = distancesTo(other, centerOf(other));
  const realTree = buildMixedTree(real);
  const otherTree = buildMixedTree(other);
  const order = random.permutation(real.rows);
  const covered = new Uint8Array(real.rows);
  const typicality = new Float64Array(real.rows);
  let spent = 0;
  let asked = 0;
  while (asked < real.rows && (spent < distanceBudget || asked < minRows)) {
    if (asked % 64 === 0) await breathe(Math.max(asked / real.rows, spent / distanceBudget));
    const row = order[asked]!;
    const own = nearest(realTree, real, row, row);
    const match = nearest(otherTree, real, row, -1);
    spent += own.visited + match.visited;
    typicality[asked] = otherRadius[match.row]!;
    covered[asked] = match.squared <= own.squared ? 1 : 0;
    asked++;
  }
  return { covered: covered.subarray(0, asked), typicality: typicality.subarray(0, asked) };
}

function betaRecall(covered: Uint8Array, typicality: Float64Array): number {
  const all = typicality.slice().sort();
  const reached = typicality.filter((_, i) => covered[i] === 1).sort();
  return levelScore(
    (level) => (shareAtMost(reached, quantile(all, level)) * reached.length) / all.length || 0,
  );
}

/** 1 − Σ |α − share(α)| / Σ α over 30 levels from 0 to 1. */
function levelScore(shareAt: (level: number) => number): number {
  let gap = 0;
  let total = 0;
  for (let i = 0; i < levelCount; i++) {
    const level = i / (levelCount - 1);
    gap += Math.abs(level - shareAt(level));
    total += level;
  }
  return 1 - gap / total;
}

/** Share of the sorted values that are at most `bound`. */
function shareAtMost(sorted: Float64Array, bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= bound) low = middle + 1;
    else high = middle;
  }
  return low / sorted.length;
}
