import { type Column, findColumn, type Table } from "../../../table/table.ts";
import type { QualityColumn } from "../../input.ts";

/** Rows as points, row-major. The distance of two rows is Σ over columns of min(|a − b|, 1). */
export interface RowMatrix {
  readonly rows: number;
  readonly columns: number;
  /** rows × columns, finite. */
  readonly values: Float64Array;
  /** Columns that hold whole codes, any two of which are at least 1 apart; none when absent. */
  readonly coded?: readonly number[] | undefined;
}

/**
 * The distance SDMetrics uses for its distance-to-closest-record metrics (`dcr_utils`, 0.29), as one formula for every column:
 * numbers and dates |a − b| / range of the reference table, at most 1; categories 0 or 1; one side missing 1; both missing 0.
 * Numbers are divided by their range; categories, and numbers of a constant column, become whole codes, so that any two
 * different ones are at least 1 apart; missing is a point far from every value.
 */
export interface RowSpace {
  /** Names of the compared columns in the order of the matrix columns: the most telling first. */
  readonly columns: readonly string[];
  /** True where the matrix column holds codes. */
  readonly coded: readonly boolean[];
  encode(table: Table): RowMatrix;
}

/** Values farther out than this many ranges are pulled in; no difference below the cap of 1 gets lost in practice. */
const farthestValue = 1e6;
const missingValue = 1e7;

/** Columns that take part in row comparisons: ids are generated and free text has no distance. */
export function comparedColumns(columns: readonly QualityColumn[]): readonly QualityColumn[] {
  return columns.filter((c) => c.sdtype !== "id" && c.sdtype !== "text");
}

/** @param reference the table whose ranges count, the training rows */
export function makeRowSpace(reference: Table, names: readonly string[]): RowSpace {
  const encoders = names.map((name) => makeEncoder(findColumn(reference, name)!));
  encoders.sort((a, b) => b.spread - a.spread);
  const d = encoders.length;
  const coded = encoders.flatMap((e, c) => (e.coded ? [c] : []));
  return {
    columns: encoders.map((e) => e.name),
    coded: encoders.map((e) => e.coded),
    encode: (table) => {
      const values = new Float64Array(table.rows * d);
      for (let c = 0; c < d; c++) encoders[c]!.fill(findColumn(table, encoders[c]!.name)!, values, c, d);
      return { rows: table.rows, columns: d, values, coded };
    },
  };
}

/** The rows at `index`, in that order. */
export function takeMatrixRows(matrix: RowMatrix, index: ArrayLike<number>): RowMatrix {
  const d = matrix.columns;
  const values = new Float64Array(index.length * d);
  for (let i = 0; i < index.length; i++) {
    const from = index[i]! * d;
    for (let c = 0; c < d; c++) values[i * d + c] = matrix.values[from + c]!;
  }
  return { rows: index.length, columns: d, values, coded: matrix.coded };
}

interface Encoder {
  readonly name: string;
  readonly coded: boolean;
  /** Rough mean distance of two random reference rows in this column. */
  readonly spread: number;
  fill(column: Column, out: Float64Array, offset: number, stride: number): void;
}

function makeEncoder(reference: Column): Encoder {
  if (reference.kind === "string") {
    const code = frequencyRank(reference.codes, reference.dictionary.length);
    return {
      name: reference.name,
      coded: true,
      spread: giniImpurity(reference.codes, reference.dictionary.length),
      fill: (column, out, offset, stride) => {
        if (column.kind !== "string") throw new TypeError(`column ${column.name} is not text`);
        for (let i = 0, o = offset; i < column.codes.length; i++, o += stride)
          out[o] = column.codes[i]! < 0 ? -1 : (code[column.codes[i]!] ?? column.codes[i]!);
      },
    };
  }
  const { min, max } = finiteRange(reference.values);
  const range = max - min;
  const coded = !(range > 0);
  const codes = new Map<number, number>();
  return {
    name: reference.name,
    coded,
    spread: coded ? 0 : meanDifference(reference.values, range),
    fill: (column, out, offset, stride) => {
      if (column.kind === "string") throw new TypeError(`column ${column.name} is not numeric`);
      const scale = coded ? codeOf : (v: number) => clampFar((v - min) / range);
      for (let i = 0, o = offset; i < column.values.length; i++, o += stride) {
        const v = column.values[i]!;
        out[o] = Number.isNaN(v) ? missingValue : scale(v);
      }
    },
  };

  function codeOf(value: number): number {
    let code = codes.get(value);
    if (code === undefined) {
      code = codes.size;
      codes.set(value, code);
    }
    return code;
  }
}

function clampFar(x: number): number {
  return Math.max(-farthestValue, Math.min(farthestValue, x));
}

function finiteRange(values: Float64Array): { min: number; max: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const v of values) {
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return { min, max };
}

/** Codes by falling frequency: neighboring codes are then split off a search tree in order of weight. */
function frequencyRank(codes: Int32Array, size: number): Float64Array {
  const counts = countCodes(codes, size);
  const order = Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const rank = new Float64Array(size);
  order.forEach((code, i) => {
    rank[code] = i;
  });
  return rank;
}

function giniImpurity(codes: Int32Array, size: number): number {
  const counts = countCodes(codes, size);
  let present = 0;
  for (const n of counts) present += n;
  const missing = codes.length - present;
  if (codes.length === 0) return 0;
  let same = (missing / codes.length) ** 2;
  for (const n of counts) same += (n / codes.length) ** 2;
  return 1 - same;
}

function countCodes(codes: Int32Array, size: number): Float64Array {
  const counts = new Float64Array(size);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return counts;
}

/** Mean |a − b| / range over neighbors in file order: cheap, and only an ordering hint. */
function meanDifference(values: Float64Array, range: number): number {
  let sum = 0;
  for (let i = 1; i < values.length; i++) {
    const d = Math.abs(values[i]! - values[i - 1]!) / range;
    sum += Number.isNaN(d) ? 1 : d;
  }
  return values.length < 2 ? 0 : sum / (values.length - 1);
}
