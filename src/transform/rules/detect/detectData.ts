import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { exposureOf } from "../../../config/personal/personalTypes.ts";
import { Random } from "../../../numerics/random.ts";
import type { Holders } from "../../../table/protection/holders.ts";
import {
  type Column,
  findColumn,
  type StringColumn,
  type Table,
  takeColumn,
  takeRows,
} from "../../../table/table.ts";
import { isFlag } from "../judge/flags.ts";
import { codeNumbers, numbersOf, vectorOf } from "../judge/ruleView.ts";

export interface NumberColumn {
  readonly name: string;
  readonly values: Float64Array;
  readonly decimals: number | null;
  /** Written with a percent sign: 19 stands for 0.19. */
  readonly percent?: true;
  /** Rows that must hold a value for a rule to name it; ∞ where none may be named. */
  readonly minRows: number;
}

/** What detection looks at: columns by kind, over the training rows not held out for it, in a random order. */
export interface DetectData {
  readonly table: Table;
  readonly specs: readonly ColumnSpec[];
  /** Numbers that are not flags only, and flags beside them. */
  readonly numbers: readonly NumberColumn[];
  readonly dates: readonly NumberColumn[];
  readonly flags: readonly NumberColumn[];
  /** Text columns that a model fits. */
  readonly texts: readonly StringColumn[];
  /** Columns with few different values. */
  readonly categories: readonly Category[];
}

export interface Category {
  readonly name: string;
  /** Of each row, −1 missing. */
  readonly codes: Int32Array;
  readonly values: readonly (string | number)[];
  readonly counts: Int32Array;
  /** Rows that must hold a value for a rule to name it; ∞ where none may be named. */
  readonly minRows: number;
  /** A number in the config, whose values are an amount and no kind. */
  readonly measured: boolean;
}

const maxCategories = 100;

/** Rows that must hold a value for a rule to name it, at least. */
export const minNamedRows = 20;

/** Reads the columns that rules may bind: no ids, no free text, nothing dropped. */
export function readDetectData(table: Table, specs: readonly ColumnSpec[]): DetectData {
  const usable = specs.flatMap((spec) => {
    const column = findColumn(table, spec.name);
    return column === undefined || !mayBind(spec) ? [] : [{ spec, column }];
  });
  const varied = usable.filter(({ column }) => column.kind !== "string" && varies(column));
  const numbers = varied.filter(({ column }) => column.kind === "number");
  return {
    table,
    specs,
    numbers: numbers.map(toNumbers),
    dates: varied.filter(({ column }) => column.kind === "datetime").map(toNumbers),
    flags: numbers.filter(({ column }) => isFlag(vectorOf(column))).map(toNumbers),
    texts: usable.flatMap(({ column }) => (column.kind === "string" ? [column] : [])),
    categories: usable.flatMap(({ spec, column }) => {
      const category = column.kind === "datetime" ? null : toCategory(column, spec);
      return category === null ? [] : [category];
    }),
  };
}

/** Whether a rule may speak of the column. */
export function mayBind({ role, sdtype }: ColumnSpec): boolean {
  return role !== "drop" && role !== "id" && sdtype !== "id" && sdtype !== "text";
}

/** Rows that must hold a value of the column for a rule to name it; ∞ for sensitive and personal columns. */
function minRowsOf({ role, personal, minCategoryCount }: ColumnSpec): number {
  const isPersonal = personal !== undefined && personal !== null && exposureOf(personal.type) !== "other";
  return role === "sensitive" || isPersonal ? Infinity : Math.max(minNamedRows, minCategoryCount);
}

function varies(column: Exclude<Column, StringColumn>): boolean {
  const first = column.values.find((value) => !Number.isNaN(value));
  return first !== undefined && column.values.some((value) => !Number.isNaN(value) && value !== first);
}

function toNumbers({ spec, column }: { spec: ColumnSpec; column: Column }): NumberColumn {
  const decimals = spec.sdtype === "numerical" ? spec.decimals : spec.format.decimals;
  return {
    name: spec.name,
    values: numbersOf(vectorOf(column)),
    decimals,
    minRows: minRowsOf(spec),
    ...(spec.format.affix?.suffix.trim() === "%" && { percent: true as const }),
  };
}

function toCategory(column: Exclude<Column, { kind: "datetime" }>, spec: ColumnSpec): Category | null {
  if (column.kind === "number" && manyIn(column.values)) return null;
  const { codes, texts } = column.kind === "string" ? usedCodes(column) : codeNumbers(column.values);
  if (texts.length < 2 || texts.length > maxCategories) return null;
  const counts = new Int32Array(texts.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return {
    name: spec.name,
    codes,
    values: column.kind === "string" ? texts : texts.map(Number),
    counts,
    minRows: minRowsOf(spec),
    measured: spec.sdtype === "numerical",
  };
}

/** Whether more different values than a category may have are met early. */
function manyIn(values: Float64Array): boolean {
  const seen = new Set<number>();
  for (const value of values) {
    if (!Number.isNaN(value)) seen.add(value);
    if (seen.size > maxCategories) return true;
  }
  return false;
}

/** Codes of the entries that occur, in the order they do. */
function usedCodes({ codes, dictionary }: StringColumn): { codes: Int32Array; texts: string[] } {
  const map = new Int32Array(dictionary.length).fill(-1);
  const texts: string[] = [];
  const out = new Int32Array(codes.length).fill(-1);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code < 0) continue;
    if (map[code] === -1) {
      if (texts.length > maxCategories) break;
      map[code] = texts.push(dictionary[code]!) - 1;
    }
    out[i] = map[code]!;
  }
  return { codes: out, texts };
}

/** A fifth of the rows, drawn for detection alone, and the others, with their numbers in `order`; both in a random order. */
export function splitForDetection(
  table: Table,
  seed: number,
): { readonly learned: Table; readonly held: Table; readonly order: Uint32Array } {
  const order = new Random(seed).fork("rules found").permutation(table.rows);
  const held = Math.floor(table.rows / 5);
  return {
    learned: takeRows(table, order.subarray(held)),
    held: takeRows(table, order.subarray(0, held)),
    order: order.subarray(held),
  };
}

/** So few rows of each person, the first, that as many rows as a rule names a value for are those of several persons. */
export function fewRowsEach(table: Table, specs: readonly ColumnSpec[], holders: Holders): Table {
  const k = Math.max(2, ...specs.map((spec) => spec.minCategoryCount));
  const most = Math.max(1, Math.floor((Math.max(minNamedRows, k) - 1) / (k - 1)));
  const seen = new Int32Array(holders.distinct);
  const rows: number[] = [];
  for (const [row, person] of holders.codes.entries())
    if (person < 0 || seen[person]!++ < most) rows.push(row);
  return takeRows(table, rows);
}

/** Rows whose columns have nothing to do with one another: each shuffled by itself. */
export function shuffleColumns(table: Table, seed: number): Table {
  const random = new Random(seed).fork("chance");
  return {
    rows: table.rows,
    columns: table.columns.map((column) => takeColumn(column, random.permutation(table.rows))),
  };
}
