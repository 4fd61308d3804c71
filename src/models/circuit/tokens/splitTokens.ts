import { findColumn, type Table } from "../../../table/table.ts";
import type { Codebook, NumberCodebook } from "./codebook.ts";
import { findRuns, joinSmall, minRows, type Piece } from "./numberPieces.ts";
import { describePieces, type NumberTokens, numberToken } from "./numberTokens.ts";

/** Codebooks whose tokens are parts of those of other codebooks. */
export interface SplitBooks {
  readonly books: readonly Codebook[];
  /** Per column: for each token, the one of the other codebook it is a part of. */
  readonly whole: readonly Int32Array[];
}

/** Bins of about equal count in the finest division of a column: what a judge of 256 bins can see, about. */
const maxBins = 192;
/** A value of so large a share of the rows, and of so many of them, is a token of its own. */
const heavyShare = 0.001;
const heavyRows = 20;
const segmentsPerToken = 6;
/** Share of the rows that such values in bins must hold in some column. */
const minHeavyPart = 0.02;

/**
 * Splits the bins of numeric columns: into values that a thousandth of the rows share, and into narrower bins. Categories, single
 * values and missing cells stay as they are. Undefined for a table in no column of which such values matter: measured values lose
 * nothing in bins.
 *
 * @param table what the codebooks were fitted to
 */
export function splitBooks(
  books: readonly Codebook[],
  table: Table,
  repeats: Float64Array = new Float64Array(books.length).fill(1),
): SplitBooks | undefined {
  const values = books.map((book) => (book.kind === "number" ? presentValues(book, table) : undefined));
  if (!books.some((book, j) => book.kind === "number" && heavyPart(book, values[j]!) >= minHeavyPart))
    return undefined;
  const split = books.map((book, j) =>
    book.kind === "number" && values[j]!.length > 0 && repeats[j]! < 1.5
      ? splitBook(book, values[j]!)
      : { book, whole: Int32Array.from({ length: book.size }, (_, t) => t) },
  );
  return { books: split.map((s) => s.book), whole: split.map((s) => s.whole) };
}

function presentValues(book: NumberCodebook, table: Table): Float64Array {
  const column = findColumn(table, book.column.name);
  return column?.kind === "number"
    ? column.values.filter((x) => !Number.isNaN(x)).sort()
    : new Float64Array();
}

/** The share of the values that are heavy and yet in a bin. */
function heavyPart({ tokens }: NumberCodebook, sorted: Float64Array): number {
  const runs = findRuns(sorted, tokens.grid);
  const heavy = heavyFrom(sorted.length);
  let rows = 0;
  for (let r = 0; r + 1 < runs.length; r++) {
    const count = runs[r + 1]! - runs[r]!;
    if (count >= heavy && tokens.atom[numberToken(tokens, sorted[runs[r]!]!)] === 0) rows += count;
  }
  return rows / Math.max(1, sorted.length);
}

function heavyFrom(rows: number): number {
  return Math.max(heavyRows, heavyShare * rows);
}

function splitBook(book: NumberCodebook, sorted: Float64Array): { book: Codebook; whole: Int32Array } {
  const { tokens, missing } = book;
  const runs = findRuns(sorted, tokens.grid);
  const pieces: Piece[] = [];
  const whole: number[] = [];
  let r = 0;
  for (let t = 0; t < tokens.count; t++) {
    const from = r;
    while (r < runs.length - 1 && sorted[runs[r]!]! <= tokens.cuts[t]!) r++;
    const piece = { start: runs[from]!, end: runs[r]!, atom: tokens.atom[t] === 1 };
    const parts = piece.atom ? [piece] : splitPiece(sorted, runs.subarray(from, r + 1));
    for (const part of parts) {
      pieces.push(part);
      whole.push(t);
    }
  }
  const fine: NumberTokens = describePieces(sorted, pieces, {
    grid: tokens.grid,
    binRows: minRows,
    maxSegments: segmentsPerToken,
  });
  if (missing >= 0) whole.push(missing);
  return {
    book: {
      ...book,
      tokens: fine,
      size: whole.length,
      missing: missing >= 0 ? fine.count : -1,
    },
    whole: Int32Array.from(whole),
  };
}

/** The parts of a bin, given the starts of its runs of equal values and its end. */
function splitPiece(sorted: Float64Array, runs: Int32Array): Piece[] {
  const n = sorted.length;
  const heavy = heavyFrom(n);
  const size = Math.max(2 * minRows, n / maxBins);
  const last = runs.length - 1;
  const parts: Piece[] = [];
  for (let r = 0; r < last; ) {
    const start = runs[r]!;
    if (runs[r + 1]! - start >= heavy) {
      parts.push({ start, end: runs[++r]!, atom: true });
      continue;
    }
    let end = r;
    while (end < last && runs[end + 1]! - runs[end]! < heavy) end++;
    const rows = runs[end]! - start;
    const bins = Math.max(1, Math.floor(rows / size + 0.5));
    let at = start;
    for (let b = 1; b <= bins; b++) {
      const target = start + (rows * b) / bins;
      while (r < end && runs[r]! < target) r++;
      if (runs[r]! > at) parts.push({ start: at, end: runs[r]!, atom: false });
      at = runs[r]!;
    }
    r = end;
  }
  return joinSmall(sorted, parts);
}
