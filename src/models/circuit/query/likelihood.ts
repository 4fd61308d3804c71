import { findColumn, type Table } from "../../../table/table.ts";
import { columnPlaces } from "../circuitModel.ts";
import { type Codebook, encodeColumn } from "../tokens/codebook.ts";
import { logWithin } from "../tokens/numberTokens.ts";
import { type CircuitInference, inferenceBatch } from "./inference.ts";
import type { TokenCircuit } from "./tokenCircuit.ts";

/** ln p(row): of grid cells where a column has a grid, a density where it has none; unknown cells are summed out. */
export async function rowLogLikelihood(
  books: readonly Codebook[],
  inference: CircuitInference,
  data: Table,
): Promise<Float64Array> {
  const tokens = books.map((b) => encodeColumn(b, data));
  const out = new Float64Array(data.rows);
  for (let from = 0; from < data.rows; from += inferenceBatch) {
    const to = Math.min(data.rows, from + inferenceBatch);
    out.set((await inference.infer(tokens, from, to, "logLikelihood")).logLikelihood, from);
  }
  books.forEach((book, j) => {
    const within = withinTokens(book, data, tokens[j]!);
    for (let i = 0; i < out.length; i++) out[i]! += within[i]!;
  });
  return out;
}

/**
 * ln P(cell | rest of its row) = −ln Σ_k g_host(k) / E_j(x_j, k), g the posterior of the column's latent given the whole
 * row; NaN where the cell is unknown.
 */
export async function cellLogLikelihoods(
  { shape, parameters, books }: TokenCircuit,
  inference: CircuitInference,
  data: Table,
): Promise<Float64Array[]> {
  const k = shape.states;
  const places = columnPlaces(shape);
  const tokens = books.map((b) => encodeColumn(b, data));
  const out = books.map((book, j) => withinTokens(book, data, tokens[j]!));
  for (let from = 0; from < data.rows; from += inferenceBatch) {
    const to = Math.min(data.rows, from + inferenceBatch);
    const { latents } = await inference.infer(tokens, from, to, "posterior");
    books.forEach((_, j) => {
      const { latent, offset } = places[j]!;
      const table = parameters.emissions[latent]!;
      const posterior = latents[latent]!;
      for (let i = from; i < to; i++) {
        const t = tokens[j]![i]!;
        if (t < 0) {
          out[j]![i] = Number.NaN;
          continue;
        }
        let inverse = 0;
        const at = (i - from) * k;
        for (let s = 0; s < k; s++) inverse += posterior[at + s]! / (table[(offset + t) * k + s]! + 1e-30);
        out[j]![i]! -= Math.log(inverse);
      }
    });
  }
  return out;
}

/** ln p(value | token) per row, 0 for categories and missing values. */
function withinTokens(book: Codebook, data: Table, tokens: Int32Array): Float64Array {
  const out = new Float64Array(tokens.length);
  const values = findColumn(data, book.column.name);
  if (book.kind !== "number" || values === undefined || values.kind === "string") return out;
  for (let i = 0; i < out.length; i++) {
    const t = tokens[i]!;
    if (t >= 0 && t !== book.missing) out[i] = logWithin(book.tokens, t, values.values[i]!);
  }
  return out;
}
