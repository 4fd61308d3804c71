import { findColumn, type Table } from "../../table/table.ts";
import { type Codebook, encodeColumn } from "../circuit/tokens/codebook.ts";
import { logWithin } from "../circuit/tokens/numberTokens.ts";
import type { ArgnInference } from "./inference.ts";
import type { TokenColumns } from "./questions.ts";

const batchRows = 4096;

/**
 * ln p(row) along one order of the columns, the known cells of the row only: of grid cells where a column has a grid, a
 * density where it has none.
 */
export async function rowLogLikelihood(
  inference: ArgnInference,
  books: readonly Codebook[],
  order: readonly number[],
  data: Table,
): Promise<Float64Array> {
  const tokens = books.map((b) => encodeColumn(b, data));
  const out = new Float64Array(data.rows);
  books.forEach((book, j) => {
    addWithin(book, data, tokens[j]!, out);
  });
  await inBatches(data.rows, tokens, async (batch, first, rows) => {
    const entry = inference.start(rows);
    for (const j of order) {
      const p = await inference.ask(await inference.think(entry), j);
      for (let i = 0; i < rows; i++) {
        const t = batch[j]![i]!;
        if (t >= 0) out[first + i]! += logOf(p[i * books[j]!.size + t]!);
      }
      inference.tell(entry, j, batch[j]!);
    }
  });
  return out;
}

/** ln P(cell | rest of its row) per column; NaN where the cell is unknown. */
export async function cellLogLikelihoods(
  inference: ArgnInference,
  books: readonly Codebook[],
  data: Table,
): Promise<Float64Array[]> {
  const tokens = books.map((b) => encodeColumn(b, data));
  const out = books.map((book, j) => {
    const values = new Float64Array(data.rows);
    addWithin(book, data, tokens[j]!, values);
    return values;
  });
  await inBatches(data.rows, tokens, async (batch, first, rows) => {
    const entry = inference.start(rows);
    for (const j of books.keys()) inference.tell(entry, j, batch[j]!);
    for (const [j, book] of books.entries()) {
      inference.tell(entry, j, batch[j]!, -1);
      const p = await inference.ask(await inference.think(entry), j);
      inference.tell(entry, j, batch[j]!);
      for (let i = 0; i < rows; i++) {
        const t = batch[j]![i]!;
        const at = first + i;
        out[j]![at] = t < 0 ? Number.NaN : out[j]![at]! + logOf(p[i * book.size + t]!);
      }
    }
  });
  return out;
}

/** Calls `use` with the tokens of a few thousand rows at a time. */
export async function inBatches(
  rows: number,
  tokens: TokenColumns,
  use: (batch: TokenColumns, first: number, rows: number) => Promise<void>,
): Promise<void> {
  for (let first = 0; first < rows; first += batchRows) {
    const end = Math.min(rows, first + batchRows);
    await use(
      tokens.map((t) => t.subarray(first, end)),
      first,
      end - first,
    );
  }
}

function logOf(p: number): number {
  return Math.log(Math.max(p, 1e-30));
}

/** Adds ln p(value | token), which is 0 for categories and missing values. */
function addWithin(book: Codebook, data: Table, tokens: Int32Array, out: Float64Array): void {
  const values = findColumn(data, book.column.name);
  if (book.kind !== "number" || values === undefined || values.kind === "string") return;
  for (let i = 0; i < out.length; i++) {
    const t = tokens[i]!;
    if (t >= 0 && t !== book.missing) out[i]! += logWithin(book.tokens, t, values.values[i]!);
  }
}
