import type { Random } from "../../../numerics/random.ts";
import type { Table } from "../../../table/table.ts";
import { columnPlaces } from "../circuitModel.ts";
import type { Codebook } from "../tokens/codebook.ts";
import { decodeNumber } from "../tokens/numberTokens.ts";
import { fillGaps, findGaps } from "../tokens/tableGaps.ts";
import { type CircuitInference, inferenceBatch } from "./inference.ts";
import type { TokenCircuit } from "./tokenCircuit.ts";

/**
 * Fills missing cells. One draw: the likeliest category, or the posterior median of a number, each cell for itself.
 * More draws: joint samples of all missing cells of a row given the rest, all of them present.
 * Columns of the model that the table lacks are added.
 */
export async function imputeTable(
  { shape, parameters, books }: TokenCircuit,
  inference: CircuitInference,
  data: Table,
  { draws, random }: { readonly draws: number; readonly random: Random },
): Promise<Table[]> {
  const gaps = findGaps(books, data);
  const rows = gaps.tokens;
  const count = gaps.rows.length;
  const filled = Array.from({ length: draws }, () => books.map(() => new Float64Array(count)));
  const scratch = new Float64Array(Math.max(shape.states, ...books.map((b) => b.size)));
  const places = columnPlaces(shape);
  for (let from = 0; from < count; from += inferenceBatch) {
    const to = Math.min(count, from + inferenceBatch);
    const { latents } = await inference.infer(rows, from, to, draws === 1 ? "posterior" : "belief");
    for (let i = from; i < to; i++)
      filled.forEach((fill) => {
        const states =
          draws === 1
            ? undefined
            : drawStates({ shape, parameters }, { belief: latents, row: i - from }, scratch, random);
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
  return filled.map((fill) => fillGaps(books, data, gaps, fill));
}

function drawStates(
  { shape, parameters }: Pick<TokenCircuit, "shape" | "parameters">,
  { belief, row }: { readonly belief: readonly Float32Array[]; readonly row: number },
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
function drawValue(book: Codebook, weights: Float64Array, random: Random): number {
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
