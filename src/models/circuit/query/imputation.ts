import type { Random } from "../../../numerics/random.ts";
import { type Column, findColumn, type Table } from "../../../table/table.ts";
import { type CircuitParameters, type CircuitShape, columnPlaces } from "../circuitModel.ts";
import { type Codebook, encodeColumn, unknownToken } from "../tokens/codebook.ts";
import { decodeNumber } from "../tokens/numberTokens.ts";
import { type CircuitInference, inferenceBatch } from "./inference.ts";

/**
 * Fills missing cells. One draw: the likeliest category, or the posterior median of a number, each cell for itself.
 * More draws: joint samples of all missing cells of a row given the rest, all of them present.
 * Columns of the model that the table lacks are added.
 */
export async function imputeTable(
  shape: CircuitShape,
  parameters: CircuitParameters,
  books: readonly Codebook[],
  inference: CircuitInference,
  data: Table,
  draws: number,
  random: Random,
): Promise<Table[]> {
  // What is missing is unknown here, whatever the model knows of missingness.
  const tokens = books.map((book) => {
    const t = encodeColumn(book, data);
    for (let i = 0; i < t.length; i++) if (t[i] === book.missing) t[i] = unknownToken;
    return t;
  });
  const gaps = Uint32Array.from({ length: data.rows }, (_, i) => i).filter((i) =>
    tokens.some((t) => t[i]! < 0),
  );
  const rows = tokens.map((t) => Int32Array.from(gaps, (i) => t[i]!));
  const filled = Array.from({ length: draws }, () => books.map(() => new Float64Array(gaps.length)));
  const scratch = new Float64Array(Math.max(shape.states, ...books.map((b) => b.size)));
  const places = columnPlaces(shape);
  for (let from = 0; from < gaps.length; from += inferenceBatch) {
    const to = Math.min(gaps.length, from + inferenceBatch);
    const { latents } = await inference.infer(rows, from, to, draws === 1 ? "posterior" : "belief");
    for (let i = from; i < to; i++)
      filled.forEach((fill) => {
        const states =
          draws === 1 ? undefined : drawStates(shape, parameters, latents, i - from, scratch, random);
        books.forEach((book, j) => {
          if (rows[j]![i]! >= 0) return;
          const { latent, offset } = places[j]!;
          const table = parameters.emissions[latent]!;
          const k = shape.states;
          for (let t = 0; t < book.size; t++) {
            let p = 0;
            const row = (offset + t) * k;
            if (t === book.missing) p = 0;
            else if (states) p = table[row + states[latent]!]!;
            else for (let s = 0; s < k; s++) p += table[row + s]! * latents[latent]![(i - from) * k + s]!;
            scratch[t] = p;
          }
          fill[j]![i] = states ? drawValue(book, scratch, random) : bestValue(book, scratch);
        });
      });
  }
  return filled.map((fill) => ({
    rows: data.rows,
    columns: [
      ...data.columns.map((c) => {
        const j = books.findIndex((b) => b.column.name === c.name);
        return j < 0 ? c : fillColumn(books[j]!, c, gaps, rows[j]!, fill[j]!);
      }),
      ...books.flatMap((book, j) => {
        if (findColumn(data, book.column.name)) return [];
        return [fillColumn(book, blankColumn(book, data.rows), gaps, rows[j]!, fill[j]!)];
      }),
    ],
  }));
}

function drawStates(
  shape: CircuitShape,
  parameters: CircuitParameters,
  belief: readonly Float32Array[],
  row: number,
  scratch: Float64Array,
  random: Random,
): Int32Array {
  const k = shape.states;
  const states = new Int32Array(shape.parent.length);
  for (let v = 0; v < states.length; v++) {
    const p = shape.parent[v]!;
    const w = p < 0 ? parameters.root : parameters.transitions[v]!;
    const at = p < 0 ? 0 : states[p]! * k;
    for (let s = 0; s < k; s++) scratch[s] = w[at + s]! * belief[v]![row * k + s]!;
    states[v] = pick(scratch, k, random.uniform());
  }
  return states;
}

/** Index drawn in proportion to the first n weights. */
function pick(weights: Float64Array, n: number, u: number): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += weights[i]!;
  let left = u * total;
  for (let i = 0; i < n; i++) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  let last = n - 1;
  while (last > 0 && weights[last] === 0) last--;
  return last;
}

/** A token drawn in proportion to the weights, as a value (number) or category index. */
export function drawValue(book: Codebook, weights: Float64Array, random: Random): number {
  const t = pick(weights, book.size, random.uniform());
  return book.kind === "number" ? decodeNumber(book.tokens, t, random.uniform()) : t;
}

/** The likeliest category, or the median of a number. */
export function bestValue(book: Codebook, weights: Float64Array): number {
  if (book.kind === "category") {
    let best = 0;
    for (let t = 1; t < book.size; t++) if (weights[t]! > weights[best]!) best = t;
    return best;
  }
  let total = 0;
  for (let t = 0; t < book.tokens.count; t++) total += weights[t]!;
  let left = total / 2;
  for (let t = 0; t < book.tokens.count; t++) {
    if (left < weights[t]!) return decodeNumber(book.tokens, t, left / weights[t]!);
    left -= weights[t]!;
  }
  return decodeNumber(book.tokens, book.tokens.count - 1, 0.5);
}

/** A column of missing cells. */
export function blankColumn(book: Codebook, rows: number): Column {
  const name = book.column.name;
  return book.kind === "number"
    ? { kind: "number", name, values: new Float64Array(rows).fill(Number.NaN) }
    : { kind: "string", name, codes: new Int32Array(rows).fill(-1), dictionary: book.column.categories };
}

/** Present cells stay as they are, an unknown category included; only missing ones are filled. */
export function fillColumn(
  book: Codebook,
  column: Column,
  gaps: Uint32Array,
  tokens: Int32Array,
  fill: Float64Array,
): Column {
  if (column.kind !== "string") {
    const values = column.values.slice();
    gaps.forEach((row, i) => {
      if (Number.isNaN(values[row]!)) values[row] = fill[i]!;
    });
    return { ...column, values };
  }
  if (book.kind !== "category") return column;
  const dictionary = [...column.dictionary];
  const codeOf = book.column.categories.map((c) => {
    const at = dictionary.indexOf(c);
    return at >= 0 ? at : dictionary.push(c) - 1;
  });
  const codes = column.codes.slice();
  gaps.forEach((row, i) => {
    if (codes[row]! < 0 && tokens[i]! < 0) codes[row] = codeOf[fill[i]!]!;
  });
  return { ...column, codes, dictionary };
}
