import { lowerBound } from "../../../numerics/search.ts";
import type { Column, Table } from "../../../table/table.ts";

/** A condition on one column. Values of text columns are dictionary codes; missing never passes `eq`, `le` or `ge`. */
export interface Predicate {
  readonly column: number;
  readonly op: "eq" | "le" | "ge" | "missing";
  readonly value: number;
}

/** Sorted columns of a table, made when first needed, so that a query costs no more than its most selective condition. */
export class PredicateIndex {
  readonly table: Table;
  readonly #sorted: (SortedColumn | undefined)[];

  constructor(table: Table) {
    this.table = table;
    this.#sorted = new Array(table.columns.length).fill(undefined);
  }

  /** Rows that pass every condition, counted up to `limit`. */
  count(query: readonly Predicate[], limit: number): number {
    let narrowest: readonly [number, number] = [0, this.table.rows];
    let by = -1;
    for (let p = 0; p < query.length; p++) {
      const range = this.#range(query[p]!);
      if (by < 0 || range[1] - range[0] < narrowest[1] - narrowest[0]) {
        narrowest = range;
        by = p;
      }
    }
    if (by < 0) return Math.min(limit, this.table.rows);
    const { order } = this.sorted(query[by]!.column);
    let count = 0;
    for (let i = narrowest[0]; i < narrowest[1]; i++) {
      const row = order[i]!;
      let pass = true;
      for (let p = 0; p < query.length && pass; p++)
        if (p !== by) pass = passes(this.table.columns[query[p]!.column]!, row, query[p]!);
      if (pass && ++count >= limit) break;
    }
    return count;
  }

  sorted(column: number): SortedColumn {
    let sorted = this.#sorted[column];
    if (sorted === undefined) {
      sorted = sortColumn(this.table.columns[column]!);
      this.#sorted[column] = sorted;
    }
    return sorted;
  }

  #range(predicate: Predicate): readonly [number, number] {
    const { values, present } = this.sorted(predicate.column);
    if (predicate.op === "missing") return [present, values.length];
    const from = predicate.op === "le" ? 0 : lowerBound(values, predicate.value, present);
    const to = predicate.op === "ge" ? present : upperBound(values, present, predicate.value);
    return [from, to];
  }
}

export interface SortedColumn {
  /** Row numbers by rising value, missing last. */
  readonly order: Uint32Array;
  /** Values (or codes) in that order; NaN for missing. */
  readonly values: Float64Array;
  /** How many are not missing. */
  readonly present: number;
}

/** The value of a cell as predicates see it: a number, a code, or NaN where missing. */
export function cell(column: Column, row: number): number {
  if (column.kind !== "string") return column.values[row]!;
  const code = column.codes[row]!;
  return code < 0 ? Number.NaN : code;
}

function passes(column: Column, row: number, predicate: Predicate): boolean {
  const v = cell(column, row);
  switch (predicate.op) {
    case "eq":
      return v === predicate.value;
    case "le":
      return v <= predicate.value;
    case "ge":
      return v >= predicate.value;
    case "missing":
      return Number.isNaN(v);
  }
}

function sortColumn(column: Column): SortedColumn {
  const rows = column.kind === "string" ? column.codes.length : column.values.length;
  const raw = Float64Array.from({ length: rows }, (_, i) => cell(column, i));
  const order = new Uint32Array(rows);
  let present = 0;
  for (let i = 0; i < rows; i++) if (!Number.isNaN(raw[i]!)) order[present++] = i;
  let missing = present;
  for (let i = 0; i < rows; i++) if (Number.isNaN(raw[i]!)) order[missing++] = i;
  order.subarray(0, present).sort((a, b) => raw[a]! - raw[b]! || a - b);
  return { order, values: Float64Array.from(order, (row) => raw[row]!), present };
}

function upperBound(values: Float64Array, length: number, x: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (values[mid]! <= x) low = mid + 1;
    else high = mid;
  }
  return low;
}
