import type { Table } from "../../../table/table.ts";
import type { CircuitParameters, CircuitShape } from "../circuitModel.ts";
import { type Codebook, encodeColumn } from "../tokens/codebook.ts";
import { splitBooks } from "../tokens/splitTokens.ts";
import type { TrainingTokens } from "./trainingTokens.ts";

interface FittedTokens {
  readonly fit: { readonly shape: CircuitShape; readonly parameters: CircuitParameters };
  readonly training: TrainingTokens;
}

/**
 * The same circuit over narrower tokens: each state gives the parts of a bin in the shares they have in the whole table. What states
 * of few rows cannot tell apart is left to the refinement, which sees the parts.
 *
 * @param table what the circuit was fitted to
 */
export function splitCircuit(fitted: FittedTokens, table: Table): FittedTokens {
  const { fit, training } = fitted;
  const split = splitBooks(training.books, table, training.repeats);
  if (split === undefined) return fitted;
  const { books, whole } = split;
  const { shape, parameters } = fit;
  const k = shape.states;
  const parts = books.map((book, j) => partShares(book, whole[j]!));
  const emissions = shape.hosted.map((columns, v) => {
    const before = parameters.emissions[v]!;
    const out = new Float32Array(columns.reduce((n, j) => n + books[j]!.size, 0) * k);
    let [from, to] = [0, 0];
    for (const j of columns) {
      whole[j]!.forEach((w, t) => {
        const share = parts[j]![t]!;
        for (let s = 0; s < k; s++) out[to + t * k + s] = share * before[from + w * k + s]!;
      });
      from += shape.sizes[j]! * k;
      to += books[j]!.size * k;
    }
    return out;
  });
  return {
    fit: { shape: { ...shape, sizes: books.map((b) => b.size) }, parameters: { ...parameters, emissions } },
    training: {
      ...training,
      books,
      tokens: books.map((book) => encodeColumn(book, table)),
      isSplit: true,
    },
  };
}

/** The share that each token has in the one it is a part of. */
function partShares(book: Codebook, whole: Int32Array): Float64Array {
  const shares = new Float64Array(book.size).fill(1);
  if (book.kind !== "number") return shares;
  const totals = new Float64Array(book.size);
  book.tokens.share.forEach((share, t) => {
    totals[whole[t]!]! += share;
  });
  book.tokens.share.forEach((share, t) => {
    shares[t] = share / totals[whole[t]!]!;
  });
  return shares;
}
