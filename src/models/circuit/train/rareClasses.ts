import type { Codebook } from "../tokens/codebook.ts";
import { rareToken } from "../tokens/rareToken.ts";
import { coarsen } from "./mutualInformation.ts";
import type { TrainingTokens } from "./trainingTokens.ts";

/** A category of few rows whose other columns differ from those of all rows. */
export interface RareClass {
  readonly column: number;
  readonly token: number;
  readonly rows: Uint32Array;
  /** Per column, 1 where its values differ from those of all rows by more than chance. */
  readonly tied: Uint8Array;
}

/** Rows of a class, at least, and the share of all rows that it may have. */
const minRows = 15;
const maxShare = 0.02;
/** Categories of a column that says a class. */
const maxCategories = 12;
/** Classes with a state of their own, at most: one for as many states. */
const statesPerClass = 8;
const maxClasses = 8;
/** Standard deviations by which a likelihood ratio must exceed what chance gives. */
const deviations = 4;

/**
 * Classes that `states` hidden states cannot keep apart, since a state stands for more rows than the class has; those told most
 * clearly by the other columns first. A row belongs to one class.
 */
export function findRareClasses({ books, tokens }: TrainingTokens, states: number): RareClass[] {
  const total = tokens[0]?.length ?? 0;
  const maxRows = Math.min(total / states, maxShare * total);
  const maxOwn = Math.min(maxClasses, Math.floor(states / statesPerClass));
  if (maxRows < minRows || maxOwn === 0) return [];
  const every = Uint32Array.from({ length: total }, (_, i) => i);
  const candidates = books.flatMap((book, column) =>
    rareTokens(book, tokens[column]!, maxRows).map((token) => ({
      column,
      token,
      rows: every.filter((i) => tokens[column]![i] === token),
    })),
  );
  if (candidates.length === 0) return [];
  const coarse = books.map((book, j) =>
    coarsen({ tokens: tokens[j]!, size: book.size, ordered: book.kind === "number" }, every),
  );
  const shares = coarse.map(({ codes, size }) => countsOf(codes, every, size).map((n) => n / total));
  const found = candidates.flatMap(({ column, token, rows }) => {
    const surprise = coarse.map(({ codes, size }, j) =>
      j === column ? 0 : excess(countsOf(codes, rows, size), shares[j]!, rows.length),
    );
    const tied = Uint8Array.from(surprise, (value) => (value > 0 ? 1 : 0));
    const sum = surprise.reduce((a, b) => a + Math.max(0, b), 0);
    return sum > 0 ? [{ class: { column, token, rows, tied }, sum }] : [];
  });
  found.sort((a, b) => b.sum - a.sum);
  return apart(found.slice(0, maxOwn).map((one) => one.class));
}

/** Tokens of a column of few categories that enough rows, and at most `maxRows`, have. */
function rareTokens(book: Codebook, tokens: Int32Array, maxRows: number): number[] {
  if (book.kind !== "category" || book.column.categories.length > maxCategories) return [];
  const hidden = rareToken(book);
  const counts = new Float64Array(book.size);
  for (const token of tokens) if (token >= 0) counts[token]!++;
  return book.column.categories.flatMap((_, token) =>
    token !== hidden && counts[token]! >= minRows && counts[token]! <= maxRows ? [token] : [],
  );
}

function countsOf(codes: Uint8Array, rows: Uint32Array, size: number): Float64Array {
  const counts = new Float64Array(size);
  for (const i of rows) counts[codes[i]!]!++;
  return counts;
}

/** By how much the likelihood ratio (G) of counts against the shares of all rows exceeds what chance gives; negative where it does not. */
function excess(counts: Float64Array, shares: Float64Array, rows: number): number {
  let g = 0;
  let groups = 0;
  counts.forEach((count, k) => {
    if (shares[k]! > 0) groups++;
    if (count > 0) g += 2 * count * Math.log(count / (rows * shares[k]!));
  });
  const freedom = Math.max(1, groups - 1);
  return g - freedom - deviations * Math.sqrt(2 * freedom);
}

/** Without the rows of earlier ones; those left with too few are left out. */
function apart(classes: readonly RareClass[]): RareClass[] {
  const taken = new Set<number>();
  return classes.flatMap((one) => {
    const rows = one.rows.filter((i) => !taken.has(i));
    if (rows.length < minRows) return [];
    for (const i of rows) taken.add(i);
    return [{ ...one, rows }];
  });
}
