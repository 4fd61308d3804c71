import { findColumn, type Table } from "../table/table.ts";

/**
 * The rows of a linear model, sparse where one-hot: numeric columns standardized with the training mean and standard deviation
 * (missing: the median), categories one-hot (missing: the commonest). Coefficients are laid out as numeric columns,
 * then categories column by column.
 */
export interface LinearDesign {
  readonly rows: number;
  /** Numeric columns, then one-hot coefficients. */
  readonly width: number;
  readonly numericWidth: number;
  /** rows × numericWidth, row-major. */
  readonly numeric: Float64Array;
  readonly categoricalWidth: number;
  /** rows × categoricalWidth, row-major: index of the one coefficient that is on; −1 for a category unknown to the training rows. */
  readonly active: Int32Array;
}

/** What is learned from training rows to lay out a design. */
export interface LinearEncoder {
  readonly columns: readonly LinearColumn[];
  readonly width: number;
  readonly numericWidth: number;
}

type LinearColumn =
  | {
      readonly kind: "numeric";
      readonly name: string;
      readonly coefficient: number;
      readonly median: number;
      readonly mean: number;
      readonly scale: number;
    }
  | {
      readonly kind: "categorical";
      readonly name: string;
      readonly coefficient: number;
      /** Coefficients of this column. */
      readonly size: number;
      /** Offset from `coefficient` per dictionary code, −1 where unseen. */
      readonly offsets: Int32Array;
      /** Offset of the commonest category, −1 when all was missing. */
      readonly mode: number;
    };

/** Categories with their own coefficient per column; the rest share one. */
const maxCategories = 200;

export function fitLinearEncoder(table: Table): LinearEncoder {
  const columns: LinearColumn[] = [];
  let width = 0;
  for (const column of table.columns)
    if (column.kind !== "string")
      columns.push({
        kind: "numeric",
        name: column.name,
        coefficient: width++,
        ...moments(column.values),
      });
  const numericWidth = width;
  for (const column of table.columns) {
    if (column.kind !== "string") continue;
    const counts = new Uint32Array(column.dictionary.length);
    for (const code of column.codes) if (code >= 0) counts[code]!++;
    const seen = [...counts.keys()].filter((c) => counts[c]! > 0);
    seen.sort((a, b) => counts[b]! - counts[a]! || a - b);
    const size = Math.min(seen.length, maxCategories + 1);
    const offsets = new Int32Array(column.dictionary.length).fill(-1);
    seen.forEach((code, rank) => {
      offsets[code] = Math.min(rank, size - 1);
    });
    columns.push({
      kind: "categorical",
      name: column.name,
      coefficient: width,
      size,
      offsets,
      mode: size > 0 ? 0 : -1,
    });
    width += size;
  }
  return { columns, width, numericWidth };
}

/** @throws RangeError if the table lacks a column or holds it as another kind */
export function encodeLinear(table: Table, encoder: LinearEncoder): LinearDesign {
  const { rows } = table;
  const { numericWidth } = encoder;
  const categoricalWidth = encoder.columns.length - numericWidth;
  const numeric = new Float64Array(rows * numericWidth);
  const active = new Int32Array(rows * categoricalWidth);
  encoder.columns.forEach((spec, k) => {
    const column = findColumn(table, spec.name);
    if (column === undefined) throw new RangeError(`missing column ${spec.name}`);
    if (spec.kind === "numeric" && column.kind !== "string") {
      for (let i = 0; i < rows; i++) {
        const value = column.values[i]!;
        numeric[i * numericWidth + k] =
          ((Number.isNaN(value) ? spec.median : value) - spec.mean) / spec.scale;
      }
    } else if (spec.kind === "categorical" && column.kind === "string") {
      for (let i = 0; i < rows; i++) {
        const code = column.codes[i]!;
        const offset = code < 0 ? spec.mode : (spec.offsets[code] ?? -1);
        active[i * categoricalWidth + k - numericWidth] = offset < 0 ? -1 : spec.coefficient + offset;
      }
    } else throw new RangeError(`column ${spec.name} was ${spec.kind} in training, is ${column.kind} here`);
  });
  return { rows, width: encoder.width, numericWidth, numeric, categoricalWidth, active };
}

/** Computes out[i] = x_i · coefficients[offset …] + the intercept, which follows the coefficients of the design. */
export function timesDesign(
  design: LinearDesign,
  coefficients: Float64Array,
  offset: number,
  out: Float64Array,
): void {
  const intercept = coefficients[offset + design.width]!;
  const { rows, numericWidth, numeric, categoricalWidth, active } = design;
  for (let i = 0; i < rows; i++) {
    let sum = intercept;
    for (let k = 0, at = i * numericWidth; k < numericWidth; k++)
      sum += numeric[at + k]! * coefficients[offset + k]!;
    for (let k = 0, at = i * categoricalWidth; k < categoricalWidth; k++) {
      const j = active[at + k]!;
      if (j >= 0) sum += coefficients[offset + j]!;
    }
    out[i] = sum;
  }
}

/** out[offset + j] += Σ_i x_ij · residuals[i]; returns Σ_i residuals[i]. */
export function addTransposeTimes(
  design: LinearDesign,
  residuals: Float64Array,
  out: Float64Array,
  offset: number,
): number {
  const { rows, numericWidth, numeric, categoricalWidth, active } = design;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const r = residuals[i]!;
    total += r;
    for (let k = 0, at = i * numericWidth; k < numericWidth; k++) out[offset + k]! += numeric[at + k]! * r;
    for (let k = 0, at = i * categoricalWidth; k < categoricalWidth; k++) {
      const j = active[at + k]!;
      if (j >= 0) out[offset + j]! += r;
    }
  }
  return total;
}

/**
 * Share of each table column in the spread of the linear predictor: Σ over its coefficients of |coefficient| × standard deviation
 * of the design column, normalized by the caller.
 *
 * @param coefficients a block per output: the design's coefficients, then an intercept
 * @param names the table columns, in the order of the result
 */
export function linearImportances(
  design: LinearDesign,
  encoder: LinearEncoder,
  coefficients: Float64Array,
  names: readonly string[],
): Float64Array {
  const share = new Float64Array(design.width);
  for (const j of design.active) if (j >= 0) share[j]! += 1 / design.rows;
  const stride = design.width + 1;
  const out = new Float64Array(names.length);
  for (const spec of encoder.columns) {
    const size = spec.kind === "numeric" ? 1 : spec.size;
    let sum = 0;
    for (let block = 0; block < coefficients.length; block += stride)
      for (let j = spec.coefficient; j < spec.coefficient + size; j++) {
        const deviation = spec.kind === "numeric" ? 1 : Math.sqrt(share[j]! * (1 - share[j]!));
        sum += Math.abs(coefficients[block + j]!) * deviation;
      }
    out[names.indexOf(spec.name)] = sum;
  }
  return out;
}

/** Diagonal of XᵀX + l2, then the number of rows for the intercept; all positive. */
export function normalDiagonal(design: LinearDesign, l2: number): Float64Array {
  const { rows, width, numericWidth, numeric, active } = design;
  const out = new Float64Array(width + 1).fill(l2);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < numericWidth; k++) out[k]! += numeric[i * numericWidth + k]! ** 2;
  for (const j of active) if (j >= 0) out[j]! += 1;
  out[width] = rows;
  for (let j = 0; j <= width; j++) if (!(out[j]! > 0)) out[j] = 1;
  return out;
}

function moments(values: Float64Array): { median: number; mean: number; scale: number } {
  const sorted = values.filter((v) => !Number.isNaN(v)).sort();
  const n = sorted.length;
  if (n === 0) return { median: 0, mean: 0, scale: 1 };
  const median = (sorted[(n - 1) >> 1]! + sorted[n >> 1]!) / 2;
  let mean = 0;
  for (const v of values) mean += (Number.isNaN(v) ? median : v) / values.length;
  let variance = 0;
  for (const v of values) variance += ((Number.isNaN(v) ? median : v) - mean) ** 2 / values.length;
  return { median, mean, scale: variance > 0 ? Math.sqrt(variance) : 1 };
}
