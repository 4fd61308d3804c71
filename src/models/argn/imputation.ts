import type { Random } from "../../numerics/random.ts";
import type { Table } from "../../table/table.ts";
import { bestValue } from "../circuit/query/imputation.ts";
import { type Codebook, unknownToken } from "../circuit/tokens/codebook.ts";
import { decodeNumber } from "../circuit/tokens/numberTokens.ts";
import { fillGaps, findGaps } from "../circuit/tokens/tableGaps.ts";
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
  { books, order }: { readonly books: readonly Codebook[]; readonly order: readonly number[] },
  data: Table,
  { draws, random }: { readonly draws: number; readonly random: Random },
): Promise<Table[]> {
  const gaps = findGaps(books, data);
  const count = gaps.rows.length;
  const out: Table[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const filled = books.map(() => new Float64Array(count));
    await inBatches(count, gaps.tokens, async (batch, first, size) => {
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
          draws === 1
            ? bestValues(book, p, size)
            : drawInto({ inference, entry, random }, { j, book, known, p });
        filled[j]!.set(values, first);
      }
    });
    out.push(fillGaps(books, data, gaps, filled));
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
  {
    inference,
    entry,
    random,
  }: { readonly inference: ArgnInference; readonly entry: Float32Array; readonly random: Random },
  {
    j,
    book,
    known,
    p,
  }: {
    readonly j: number;
    readonly book: Codebook;
    readonly known: Int32Array;
    readonly p: Float32Array;
  },
): Float64Array {
  const present = new Float64Array(book.size).fill(1);
  if (book.missing >= 0) present[book.missing] = 0;
  const drawn = drawTokens(p, { rows: known.length, mask: present, random }).map((t, i) =>
    known[i]! >= 0 ? unknownToken : t,
  );
  inference.tell(entry, j, drawn);
  return Float64Array.from(drawn, (t) => {
    if (book.kind === "category" || t < 0) return t;
    return decodeNumber(book.tokens, t, random.uniform());
  });
}
