import type { Random } from "../../numerics/random.ts";
import { findColumn, type Table } from "../../table/table.ts";
import { bestValue, blankColumn, fillColumn } from "../circuit/query/imputation.ts";
import { type Codebook, encodeColumn, unknownToken } from "../circuit/tokens/codebook.ts";
import { decodeNumber } from "../circuit/tokens/numberTokens.ts";
import { inBatches } from "./density.ts";
import type { ArgnInference } from "./inference.ts";
import { drawTokens } from "./sampler.ts";

/**
 * Fills missing cells. One draw: the likeliest category or the median of a number given the known cells of the row, each
 * cell for itself. More draws: joint samples of all missing cells of a row, one column after the other. All of them are
 * present, whatever the model knows of missingness. Columns of the model that the table lacks are added.
 */
export async function imputeTable(
  inference: ArgnInference,
  books: readonly Codebook[],
  order: readonly number[],
  data: Table,
  draws: number,
  random: Random,
): Promise<Table[]> {
  const tokens = books.map((book) => {
    const t = encodeColumn(book, data);
    for (let i = 0; i < t.length; i++) if (t[i] === book.missing) t[i] = unknownToken;
    return t;
  });
  const gaps = Uint32Array.from({ length: data.rows }, (_, i) => i).filter((i) =>
    tokens.some((t) => t[i]! < 0),
  );
  const rows = tokens.map((t) => Int32Array.from(gaps, (i) => t[i]!));
  const out: Table[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const filled = books.map(() => new Float64Array(gaps.length));
    await inBatches(gaps.length, rows, async (batch, first, size) => {
      const entry = inference.start(size);
      for (const j of order) inference.tell(entry, j, batch[j]!);
      let units: Float32Array | undefined;
      for (const j of order) {
        const known = batch[j]!;
        if (known.every((t) => t >= 0)) continue;
        const book = books[j]!;
        units = draws === 1 && units !== undefined ? units : await inference.think(entry);
        const p = await inference.ask(units, j);
        const values =
          draws === 1 ? bestValues(book, p, size) : drawInto(inference, entry, j, book, known, p, random);
        filled[j]!.set(values, first);
      }
    });
    out.push(withFilled(data, books, gaps, rows, filled));
  }
  return out;
}

function bestValues(book: Codebook, p: Float32Array, rows: number): Float64Array {
  const weights = new Float64Array(book.size);
  return Float64Array.from({ length: rows }, (_, i) => {
    for (let t = 0; t < book.size; t++) weights[t] = t === book.missing ? 0 : p[i * book.size + t]!;
    return bestValue(book, weights);
  });
}

/** Draws the column where it is unknown and tells what was drawn. */
function drawInto(
  inference: ArgnInference,
  entry: Float32Array,
  column: number,
  book: Codebook,
  known: Int32Array,
  p: Float32Array,
  random: Random,
): Float64Array {
  const present = new Float64Array(book.size).fill(1);
  if (book.missing >= 0) present[book.missing] = 0;
  const drawn = drawTokens(p, known.length, present, undefined, random).map((t, i) =>
    known[i]! >= 0 ? unknownToken : t,
  );
  inference.tell(entry, column, drawn);
  return Float64Array.from(drawn, (t) => {
    if (book.kind === "category" || t < 0) return t;
    return decodeNumber(book.tokens, t, random.uniform());
  });
}

function withFilled(
  data: Table,
  books: readonly Codebook[],
  gaps: Uint32Array,
  tokens: readonly Int32Array[],
  filled: readonly Float64Array[],
): Table {
  return {
    rows: data.rows,
    columns: [
      ...data.columns.map((c) => {
        const j = books.findIndex((b) => b.column.name === c.name);
        return j < 0 ? c : fillColumn(books[j]!, c, gaps, tokens[j]!, filled[j]!);
      }),
      ...books.flatMap((book, j) =>
        findColumn(data, book.column.name)
          ? []
          : [fillColumn(book, blankColumn(book, data.rows), gaps, tokens[j]!, filled[j]!)],
      ),
    ],
  };
}
