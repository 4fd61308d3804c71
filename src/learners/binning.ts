import { lowerBound } from "../numerics/search.ts";
import { type Column, findColumn, type Table } from "../table/table.ts";

/**
 * How columns become small integers, learned once from training rows. Bins 0 … `bins` − 1 hold values, bin `bins` holds
 * missing ones (for categories also those never seen in training).
 */
export type ColumnBinner =
  | {
      readonly kind: "numeric";
      readonly name: string;
      readonly bins: number;
      /** Ascending, `bins` − 1 of them: a value falls into the bin of the number of edges below it. */
      readonly edges: Float64Array;
    }
  | {
      readonly kind: "categorical";
      readonly name: string;
      readonly bins: number;
      /** Bin of every dictionary code. */
      readonly binOf: Uint8Array;
    };

/** A table of bins: feature f of row i is `bins[f * rows + i]`. */
export interface BinnedTable {
  readonly rows: number;
  readonly bins: Uint8Array;
  readonly columns: readonly ColumnBinner[];
}

/** Missing values take one more, so that a bin fits into a byte. */
export const maxBins = 255;

const edgeSample = 200_000;

/**
 * Learns the bins of every column. Numeric columns of at most `numericBins` distinct values get one bin each, cut half-way between
 * neighbors; others get as many bins of about equal frequency. Categories get one bin each, most frequent first;
 * beyond 254 the rarer ones share the last bin.
 */
export function fitBinners(table: Table, numericBins = maxBins): ColumnBinner[] {
  return table.columns.map((column) =>
    column.kind === "string"
      ? fitCategories(column.name, column.codes, column.dictionary.length)
      : { kind: "numeric", name: column.name, ...fitEdges(column.values, numericBins) },
  );
}

/**
 * @throws RangeError if the table lacks a column or holds it as another kind; string columns must use the dictionary of
 * the training table
 */
export function binTable(table: Table, columns: readonly ColumnBinner[]): BinnedTable {
  const bins = new Uint8Array(columns.length * table.rows);
  columns.forEach((binner, f) => {
    const out = bins.subarray(f * table.rows, (f + 1) * table.rows);
    const column = findColumn(table, binner.name);
    if (column === undefined) throw new RangeError(`missing column ${binner.name}`);
    binColumn(column, binner, out);
  });
  return { rows: table.rows, bins, columns };
}

function binColumn(column: Column, binner: ColumnBinner, out: Uint8Array): void {
  if ((column.kind === "string") !== (binner.kind === "categorical"))
    throw new RangeError(`column ${binner.name} was ${binner.kind} in training, is ${column.kind} here`);
  if (column.kind === "string" && binner.kind === "categorical") {
    const { binOf, bins } = binner;
    for (let i = 0; i < out.length; i++) {
      const code = column.codes[i]!;
      out[i] = code < 0 || code >= binOf.length ? bins : binOf[code]!;
    }
  } else if (column.kind !== "string" && binner.kind === "numeric") {
    const { edges, bins } = binner;
    for (let i = 0; i < out.length; i++) {
      const value = column.values[i]!;
      out[i] = Number.isNaN(value) ? bins : lowerBound(edges, value);
    }
  }
}

function fitEdges(values: Float64Array, numericBins: number): { bins: number; edges: Float64Array } {
  const stride = Math.max(1, Math.ceil(values.length / edgeSample));
  const sample = new Float64Array(Math.ceil(values.length / stride));
  let n = 0;
  for (let i = 0; i < values.length; i += stride) if (!Number.isNaN(values[i]!)) sample[n++] = values[i]!;
  const sorted = sample.subarray(0, n).sort();
  const distinct: number[] = [];
  for (let i = 0; i < n && distinct.length <= numericBins; i++)
    if (i === 0 || sorted[i]! > sorted[i - 1]!) distinct.push(sorted[i]!);
  const edges: number[] = [];
  if (distinct.length <= numericBins) {
    for (let k = 1; k < distinct.length; k++) edges.push(between(distinct[k - 1]!, distinct[k]!));
  } else {
    for (let k = 1; k < numericBins; k++) {
      const at = Math.floor((k * (n - 1)) / numericBins);
      const edge = between(sorted[at]!, sorted[at + 1]!);
      if (edges.length === 0 || edge > edges[edges.length - 1]!) edges.push(edge);
    }
    if (edges[edges.length - 1]! >= sorted[n - 1]!) edges.pop();
  }
  return { bins: edges.length + 1, edges: Float64Array.from(edges) };
}

/** Half-way, but below `high` even where rounding or overflow would say otherwise. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle < high ? middle : low;
}

function fitCategories(name: string, codes: Int32Array, dictionary: number): ColumnBinner {
  const counts = new Uint32Array(dictionary);
  for (const code of codes) if (code >= 0) counts[code]!++;
  const seen = [...counts.keys()].filter((code) => counts[code]! > 0);
  seen.sort((a, b) => counts[b]! - counts[a]! || a - b);
  const bins = Math.max(1, Math.min(seen.length, maxBins));
  const binOf = new Uint8Array(dictionary).fill(bins);
  seen.forEach((code, rank) => {
    binOf[code] = Math.min(rank, bins - 1);
  });
  return { kind: "categorical", name, bins, binOf };
}
