import { type Table, takeRows } from "../table/table.ts";
import { UserError } from "../table/userError.ts";

/**
 * What a model learns from: a table whose columns are `number` (continuous; missing = NaN) or `string`
 * (discrete; missing = −1) only, with what is known of each. Ids, text, constants and dropped columns never get here;
 * datetimes arrive as numbers on their grid. Made by `transform/prepare`, undone by `transform/restore`.
 */
export interface ModelTable {
  readonly table: Table;
  readonly columns: readonly ModelColumn[];
  /** What rules make of continuous columns in every written row. */
  readonly written?: readonly WrittenSum[];
  /** Whose each row is, as a number, where persons or orders have several rows: whoever holds rows out holds out all of one. */
  readonly units?: Int32Array;
}

/** Some rows of it. */
export function takeModelRows({ units, ...data }: ModelTable, index: ArrayLike<number>): ModelTable {
  const table = takeRows(data.table, index);
  return units === undefined
    ? { ...data, table }
    : { ...data, table, units: Int32Array.from(index, (row) => units[row]!) };
}

/** A number that a written row has and no column of the model holds: a sum of columns, or a product of their powers. */
export interface WrittenSum {
  readonly name: string;
  /** Factor of each column in a sum, its power in a product; constants are left out. */
  readonly terms: readonly (readonly [column: string, factor: number])[];
  readonly isProduct: boolean;
}

export type ModelColumn = ContinuousColumn | DiscreteColumn;

export interface ContinuousColumn {
  readonly kind: "continuous";
  readonly name: string;
  /** Values are multiples of 10^−decimals; null = full precision. */
  readonly decimals: number | null;
  readonly min: number;
  readonly max: number;
  /** The range without spikes; absent where the column has none. */
  readonly body?: ColumnBody;
  /** The column's values are allowed to be missing in the output. */
  readonly missing: boolean;
}

/** Range of a column's values without its spikes, and the places of the nearest spikes below and above it. */
export interface ColumnBody {
  readonly min: number;
  readonly max: number;
  readonly below: number | null;
  readonly above: number | null;
}

export interface DiscreteColumn {
  readonly kind: "discrete";
  readonly name: string;
  /** The dictionary of the column, in the order of its codes; all used. */
  readonly categories: readonly string[];
  readonly missing: boolean;
  /** The category that stands for all rare ones, where it is never emitted: rows that hold it are redrawn. */
  readonly rare?: string;
}

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** The model cannot do what was asked; the message says what to do instead. */
export class ModelError extends UserError {
  override readonly name: string = "ModelError";
}
