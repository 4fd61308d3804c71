import type { Codebook } from "../tokens/codebook.ts";
import type { TokenColumns } from "../train/emEngine.ts";
import { cutWeights } from "./balancedSelection.ts";
import { rake } from "./rake.ts";

/** Neighboring tokens of a number that hold less than this share of the rows are one class of them. */
const classShare = 0.03;
const passes = 6;
/** Among fewer rows chance moves shares by more than what is cut, and rows raked in classes lay nearer to training rows. */
const minRowsForClasses = 10_000;

export interface WantedShares {
  readonly books: readonly Codebook[];
  /** Share of every token, per column. */
  readonly shares: readonly Float64Array[];
}

/**
 * Chances, none above one, with which to keep about `count` of the rows so that every token has its share: first token by token, then
 * in wider classes of numbers. Chances beyond one are cut, which moves the shares again; few rows a token make that worse, so the
 * classes have the last word where many rows are kept.
 */
export function rakedChances(
  tokens: TokenColumns,
  { books, shares }: WantedShares,
  count: number,
): Float64Array {
  const ones = new Float64Array(tokens[0]!.length).fill(1);
  let chances = cutWeights(weighted(ones, tokens, rake(tokens, ones, shares)), count);
  if (count < minRowsForClasses) return chances;
  const classes = shares.map((own, j) => classesOf(own, books[j]!));
  const classShares = shares.map((own, j) => {
    const out = new Float64Array(classes[j]!.reduce((most, c) => Math.max(most, c + 1), 0));
    own.forEach((share, t) => {
      out[classes[j]![t]!]! += share;
    });
    return out;
  });
  const grouped = tokens.map((column, j) => column.map((t) => classes[j]![t]!));
  for (let pass = 0; pass < passes; pass++)
    chances = cutWeights(weighted(chances, grouped, rake(grouped, chances, classShares)), count);
  return chances;
}

/** The class of each token: of numbers, neighbors together; of categories, each by itself. */
function classesOf(shares: Float64Array, book: Codebook): Int32Array {
  if (book.kind === "category") return Int32Array.from(shares.keys());
  let at = 0;
  let sum = 0;
  return Int32Array.from(shares, (share, t) => {
    const isAlone = share >= classShare || t === book.missing;
    if (sum > 0 && (sum >= classShare || isAlone)) {
      at++;
      sum = 0;
    }
    sum += isAlone ? Math.max(share, classShare) : share;
    return at;
  });
}

function weighted(
  weights: Float64Array,
  tokens: TokenColumns,
  offsets: readonly Float64Array[],
): Float64Array {
  return weights.map((weight, i) => {
    let sum = 0;
    for (let j = 0; j < offsets.length; j++) sum += offsets[j]![tokens[j]![i]!]!;
    return weight * Math.exp(sum);
  });
}
