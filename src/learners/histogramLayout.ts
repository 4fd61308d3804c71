import type { BinnedTable } from "./binning.ts";

/** Where the histograms of some columns of a table stand: one after another, three numbers a bin. */
export interface HistogramLayout {
  /** Numbers of the columns. */
  readonly features: Int32Array;
  /** Where each of them starts; each bin holds gradient, hessian, count. */
  readonly offsets: Int32Array;
  readonly size: number;
  /** Row-major: where the bin of each of the columns of a row stands. */
  readonly places: Uint16Array | Uint32Array;
}

/** Lays out the histograms of the given columns, or of all. */
export function layOut(table: BinnedTable, chosen?: Int32Array): HistogramLayout {
  const { rows, bins, columns } = table;
  const features = chosen ?? Int32Array.from(columns.keys());
  const width = features.length;
  const offsets = new Int32Array(width);
  let size = 0;
  features.forEach((f, k) => {
    offsets[k] = size;
    size += 3 * (columns[f]!.bins + 1);
  });
  const places = size <= 65536 ? new Uint16Array(rows * width) : new Uint32Array(rows * width);
  features.forEach((f, k) => {
    for (let i = 0; i < rows; i++) places[i * width + k] = offsets[k]! + 3 * bins[f * rows + i]!;
  });
  return { features, offsets, size, places };
}
