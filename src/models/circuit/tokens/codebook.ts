import { findColumn, type Table } from "../../../table/table.ts";
import { type ModelColumn, ModelError, type ModelTable } from "../../../transform/modelTable.ts";
import { fitNumberTokens, type NumberTokenOptions, type NumberTokens, numberToken } from "./numberTokens.ts";

/** How the values of one column become tokens 0 … size − 1; a missing value is the last token where it occurs. */
export type Codebook = NumberCodebook | CategoryCodebook;

export interface NumberCodebook {
  readonly kind: "number";
  readonly column: ModelColumn & { readonly kind: "continuous" };
  readonly tokens: NumberTokens;
  readonly size: number;
  /** Token of a missing value, −1 where the column has none. */
  readonly missing: number;
}

export interface CategoryCodebook {
  readonly kind: "category";
  readonly column: ModelColumn & { readonly kind: "discrete" };
  readonly size: number;
  readonly missing: number;
}

/** Token of a cell that says nothing: a missing value where none was learned, an unknown category. */
export const unknownToken = -1;

/** @param repeats how often each column says the same thing: a bin has as many times as many rows */
export function fitCodebooks(
  data: ModelTable,
  options: NumberTokenOptions,
  repeats: Float64Array = new Float64Array(data.columns.length).fill(1),
): Codebook[] {
  const { binRows } = options;
  return data.columns.map((column, j) => {
    const values = data.table.columns[j];
    if (column.kind === "continuous") {
      if (values?.kind !== "number") throw new ModelError(`column ${column.name} is not numeric`);
      const present = values.values.filter((x) => !Number.isNaN(x));
      const hasMissing = present.length < values.values.length;
      const tokens = fitNumberTokens(
        present.length > 0 ? present : new Float64Array([column.min]),
        column.decimals,
        binRows === undefined ? options : { ...options, binRows: Math.round(binRows * repeats[j]!) },
      );
      const size = tokens.count + (hasMissing ? 1 : 0);
      return { kind: "number", column, tokens, size, missing: hasMissing ? tokens.count : -1 };
    }
    if (values?.kind !== "string") throw new ModelError(`column ${column.name} is not text`);
    const hasMissing = values.codes.some((c) => c < 0);
    const n = column.categories.length;
    return {
      kind: "category",
      column,
      size: n + (hasMissing ? 1 : 0),
      missing: hasMissing ? n : -1,
    };
  });
}

/** Tokens of one column of a table; columns are found by name, an absent one is unknown throughout. */
export function encodeColumn(book: Codebook, data: Table): Int32Array {
  const values = findColumn(data, book.column.name);
  const out = new Int32Array(data.rows).fill(unknownToken);
  if (values === undefined) return out;
  if (book.kind === "number") {
    if (values.kind === "string") throw new ModelError(`column ${book.column.name} must be numeric`);
    for (let i = 0; i < out.length; i++) {
      const x = values.values[i]!;
      out[i] = Number.isNaN(x) ? book.missing : numberToken(book.tokens, x);
    }
    return out;
  }
  if (values.kind !== "string") throw new ModelError(`column ${book.column.name} must be text`);
  const index = new Map(book.column.categories.map((c, i) => [c, i]));
  const map = values.dictionary.map((c) => index.get(c) ?? unknownToken);
  for (let i = 0; i < out.length; i++) {
    const code = values.codes[i]!;
    out[i] = code < 0 ? book.missing : map[code]!;
  }
  return out;
}

/** Per ordered token of a column 1 where it is one value; empty for categories. */
export function atomsOf(book: Codebook): Uint8Array {
  return book.kind === "number" ? book.tokens.atom : new Uint8Array();
}

/** Share of the known cells in each token. */
export function tokenShares(tokens: Int32Array, size: number): Float64Array {
  const shares = new Float64Array(size);
  let known = 0;
  for (const t of tokens) {
    if (t < 0) continue;
    shares[t]!++;
    known++;
  }
  for (let t = 0; t < size; t++) shares[t]! /= Math.max(1, known);
  return shares;
}
