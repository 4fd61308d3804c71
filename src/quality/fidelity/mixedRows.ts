import type { Random } from "../../numerics/random.ts";
import { missingCount } from "../../table/table.ts";
import type { QualityInput } from "../input.ts";

/**
 * Rows in the space of min–max scaled numbers and one-hot categories, without writing the one-hot columns out: two different categories
 * are at squared distance 2.
 */
export interface MixedRows {
  readonly rows: number;
  readonly width: number;
  readonly categories: number;
  /** rows × width, row-major; scaled so that the real rows span [0, 1]. */
  readonly numbers: Float64Array;
  /** rows × categories, row-major. */
  readonly codes: Int32Array;
  /** Codes per categorical column: 0 … cardinality − 1. */
  readonly cardinalities: readonly number[];
}

/** The real rows and those of one other table. A missing number is the real mean, and a category of its own beside it. */
export function mixedRows(
  input: QualityInput,
  side: "synthetic" | "holdout",
): { real: MixedRows; other: MixedRows } {
  const tables = [input.real, input[side] ?? input.real] as const;
  const numbers: [Float64Array, Float64Array][] = [];
  const codes: [Int32Array, Int32Array][] = [];
  const cardinalities: number[] = [];
  input.columns.forEach((spec, j) => {
    if (spec.sdtype === "id" || spec.sdtype === "text") return;
    const [a, b] = [tables[0].columns[j]!, tables[1].columns[j]!];
    if (a.kind === "string" && b.kind === "string") {
      const missing = a.dictionary.length;
      codes.push([withMissing(a.codes, missing), withMissing(b.codes, missing)]);
      cardinalities.push(missing + 1);
    } else if (a.kind !== "string" && b.kind !== "string") {
      numbers.push(scale(a.values, b.values));
      if (missingCount(a) + missingCount(b) > 0) {
        codes.push([missingFlags(a.values), missingFlags(b.values)]);
        cardinalities.push(2);
      }
    }
  });
  const pack = (which: 0 | 1): MixedRows => ({
    rows: tables[which].rows,
    width: numbers.length,
    categories: codes.length,
    numbers: interleave(
      numbers.map((c) => c[which]),
      tables[which].rows,
      Float64Array,
    ),
    codes: interleave(
      codes.map((c) => c[which]),
      tables[which].rows,
      Int32Array,
    ),
    cardinalities,
  });
  return { real: pack(0), other: pack(1) };
}

/** `count` rows drawn without replacement; all of them, in order, when there are no more. */
export function sampleMixedRows(rows: MixedRows, count: number, random: Random): MixedRows {
  if (count >= rows.rows) return rows;
  return takeMixedRows(rows, random.permutation(rows.rows).subarray(0, count));
}

export function takeMixedRows(rows: MixedRows, index: Uint32Array): MixedRows {
  const { width, categories } = rows;
  const numbers = new Float64Array(index.length * width);
  const codes = new Int32Array(index.length * categories);
  for (let i = 0; i < index.length; i++) {
    const from = index[i]!;
    for (let d = 0; d < width; d++) numbers[i * width + d] = rows.numbers[from * width + d]!;
    for (let d = 0; d < categories; d++) codes[i * categories + d] = rows.codes[from * categories + d]!;
  }
  return { ...rows, rows: index.length, numbers, codes };
}

export interface Center {
  readonly numbers: Float64Array;
  /** Share of rows per code, one array per categorical column. */
  readonly shares: readonly Float64Array[];
}

export function centerOf(rows: MixedRows): Center {
  const { width, categories } = rows;
  const numbers = new Float64Array(width);
  const shares = rows.cardinalities.map((size) => new Float64Array(size));
  for (let i = 0; i < rows.rows; i++) {
    for (let d = 0; d < width; d++) numbers[d]! += rows.numbers[i * width + d]! / rows.rows;
    for (let d = 0; d < categories; d++) shares[d]![rows.codes[i * categories + d]!]! += 1 / rows.rows;
  }
  return { numbers, shares };
}

/** Euclidean distance of every row to the center. */
export function distancesTo(rows: MixedRows, center: Center): Float64Array {
  const { width, categories } = rows;
  const squares = center.shares.map((share) => share.reduce((sum, p) => sum + p * p, 0));
  const out = new Float64Array(rows.rows);
  for (let i = 0; i < rows.rows; i++) {
    let sum = 0;
    for (let d = 0; d < width; d++) sum += (rows.numbers[i * width + d]! - center.numbers[d]!) ** 2;
    for (let d = 0; d < categories; d++)
      sum += 1 - 2 * center.shares[d]![rows.codes[i * categories + d]!]! + squares[d]!;
    out[i] = Math.sqrt(Math.max(sum, 0));
  }
  return out;
}

function scale(a: Float64Array, b: Float64Array): [Float64Array, Float64Array] {
  let low = Infinity;
  let high = -Infinity;
  let sum = 0;
  let n = 0;
  for (let i = 0; i < a.length; i++) {
    const v = a[i]!;
    if (Number.isNaN(v)) continue;
    if (v < low) low = v;
    if (v > high) high = v;
    sum += v;
    n++;
  }
  const width = high > low ? high - low : 1;
  const base = n === 0 ? 0 : low;
  const fill = n === 0 ? 0 : (sum / n - base) / width;
  const apply = (values: Float64Array) => values.map((v) => (Number.isNaN(v) ? fill : (v - base) / width));
  return [apply(a), apply(b)];
}

function withMissing(codes: Int32Array, missing: number): Int32Array {
  return codes.map((code) => (code < 0 ? missing : code));
}

function missingFlags(values: Float64Array): Int32Array {
  return Int32Array.from(values, (v) => (Number.isNaN(v) ? 1 : 0));
}

function interleave<T extends Float64Array | Int32Array>(
  columns: readonly T[],
  rows: number,
  make: new (length: number) => T,
): T {
  const out = new make(rows * columns.length);
  columns.forEach((column, d) => {
    for (let i = 0; i < rows; i++) out[i * columns.length + d] = column[i]!;
  });
  return out;
}
