import { z } from "zod";
import type { ColumnSpec } from "../config/columnSpec.ts";
import { codesOf } from "../table/codes.ts";
import { type Column, findColumn, makeTable, type Table, takeColumn } from "../table/table.ts";
import type { PlanBase } from "./columns/columnKind.ts";
import { kindOf } from "./columns/columnKinds.ts";
import type { EntityPlan } from "./entities/entityPlan.ts";
import { recount } from "./entities/recount.ts";

/** The rows of the data are in the order of a column, ties allowed. */
export interface RowOrder {
  readonly column: string;
  readonly descending?: true;
  /** Key of the innermost entity, where the rows of each are in order and the whole table is not. */
  readonly within?: string;
  /**
   * Columns whose cells alone are put in order, each by itself, the one of `column` among them: another column says in which order the rows of an
   * entity are. Absent where whole rows are moved.
   */
  readonly cells?: readonly string[];
}

export const rowOrderSchema: z.ZodType<RowOrder> = z.strictObject({
  column: z.string(),
  descending: z.literal(true).exactOptional(),
  within: z.string().exactOptional(),
  cells: z.array(z.string()).readonly().exactOptional(),
});

/** Steps up, or down, in a table that is in order, at least: fifteen are of one kind by chance in one column in 16,000. */
const minSteps = 15;
/** Share of the steps that may go the other way. */
const maxBack = 0.005;

/**
 * The order of the rows of a table: by a date, or else a number that is learned, over the whole table or among the rows of each
 * innermost entity. Null where they are in none, and where the column is the same in each entity.
 *
 * @param options.counts whether a column counts the rows of the innermost entity
 * @param options.isBound whether other columns follow from a column
 */
export function findRowOrder(
  table: Table,
  specs: readonly ColumnSpec[],
  entities: readonly EntityPlan[],
  { counts, isBound }: { readonly counts: boolean; readonly isBound: (column: string) => boolean },
): RowOrder | null {
  const columns = (["datetime", "numerical"] as const).flatMap((sdtype) =>
    specs.flatMap((spec) => {
      const column =
        spec.sdtype === sdtype && spec.role !== "drop" ? findColumn(table, spec.name) : undefined;
      return column === undefined || column.kind === "string" || spec.role === "id" ? [] : [column];
    }),
  );
  for (const column of columns) {
    const direction = directionOf(column.values);
    if (direction !== null)
      return { column: column.name, ...(direction < 0 && { descending: true as const }) };
  }
  const inner = entities.at(-1);
  const key = inner === undefined ? undefined : findColumn(table, inner.key);
  if (inner === undefined || key === undefined) return null;
  const { codes } = codesOf(key);
  const times = columns.filter(
    ({ name, kind }) => !inner.columns.includes(name) && (kind === "datetime" || isDuration(specs, name)),
  );
  const directions = times.map(({ values }) => directionOf(values, codes));
  const first = directions.findIndex((direction) => direction !== null);
  if (first < 0) return null;
  const ordered = times.filter((_, i) => directions[i] === directions[first]).map(({ name }) => name);
  return {
    column: times[first]!.name,
    ...(directions[first] === -1 && { descending: true as const }),
    within: inner.key,
    ...(counts && !ordered.some(isBound) && { cells: ordered }),
  };
}

function isDuration(specs: readonly ColumnSpec[], name: string): boolean {
  return specs.find((spec) => spec.name === name)?.format.affix?.duration !== undefined;
}

/** 1 where values go up, −1 where they go down, ties and missing ones aside; null where they do neither. */
function directionOf(values: Float64Array, unit?: Int32Array): 1 | -1 | null {
  const last = new Map<number, number>();
  let [up, down] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const of = unit?.[row] ?? 0;
    if (Number.isNaN(value) || of < 0) continue;
    const before = last.get(of);
    if (before !== undefined && value > before) up++;
    if (before !== undefined && value < before) down++;
    last.set(of, value);
  }
  if (Math.max(up, down) < minSteps || Math.min(up, down) > maxBack * (up + down)) return null;
  return up > down ? 1 : -1;
}

export interface OrderedPlan {
  readonly columns: readonly PlanBase[];
  readonly entities?: readonly EntityPlan[];
  readonly order?: RowOrder;
}

/**
 * The rows in the order that the data have, those of an entity together where they stand together in the data. Ids that count go on
 * counting from row to row, and numbers within an entity are counted again.
 */
export function orderRows(plan: OrderedPlan, table: Table): Table {
  const { columns, order, entities = [] } = plan;
  const inner = entities.at(-1);
  const together = inner !== undefined && inner.scattered !== true;
  const gathered = together ? inOrder(columns, table, gatheredRows(unitsOf(table, inner.key))) : table;
  const by = order === undefined ? undefined : findColumn(gathered, order.column);
  if (order === undefined || by === undefined || by.kind === "string") return gathered;
  const direction = order.descending === true ? -1 : 1;
  const values = presentValues(by.values, direction);
  if (order.within === undefined) {
    const unit = together ? unitsOf(gathered, inner.key) : undefined;
    return inOrder(columns, gathered, sortedByValue(values, unit));
  }
  const unit = unitsOf(gathered, order.within);
  if (order.cells === undefined) return inOrder(columns, gathered, sortedWithin(values, unit));
  // of two columns, one of which is never above the other, so are the sorted ones
  const sorted = (column: Column): Column =>
    column.kind === "string"
      ? column
      : takeColumn(column, sortedWithin(presentValues(column.values, direction), unit));
  return {
    ...gathered,
    columns: gathered.columns.map((column) => (order.cells!.includes(column.name) ? sorted(column) : column)),
  };
}

function unitsOf(table: Table, key: string): Int32Array {
  const column = findColumn(table, key);
  if (column === undefined) throw new Error(`the table has no column ${key}`);
  return codesOf(column).codes;
}

/** Values that ascend where the rows are to; a missing one stands with the row before it. */
function presentValues(values: Float64Array, direction: 1 | -1): Float64Array {
  let before = values.find((value) => !Number.isNaN(value)) ?? 0;
  return values.map((value) => {
    if (!Number.isNaN(value)) before = value;
    return direction * before;
  });
}

/** Rows of one unit beside each other, units in the order of their first rows. */
export function gatheredRows(unit: Int32Array): Int32Array {
  return Int32Array.from(unit.keys()).sort((a, b) => unit[a]! - unit[b]! || a - b);
}

/** Rows in the order of their values, or units in the order of their least ones and the rows of each in that of their values. */
function sortedByValue(values: Float64Array, unit: Int32Array | undefined): Int32Array {
  const rows = Int32Array.from(values.keys());
  if (unit === undefined) return rows.sort((a, b) => values[a]! - values[b]! || a - b);
  const least = new Float64Array(values.length + 1).fill(Number.POSITIVE_INFINITY);
  for (const [row, value] of values.entries())
    least[unit[row]! + 1] = Math.min(least[unit[row]! + 1]!, value);
  return rows.sort(
    (a, b) =>
      least[unit[a]! + 1]! - least[unit[b]! + 1]! || unit[a]! - unit[b]! || values[a]! - values[b]! || a - b,
  );
}

/** For each place the row that comes there: every unit keeps its places, and has its rows there in the order of their values. */
export function sortedWithin(values: Float64Array, unit: Int32Array): Int32Array {
  const places = gatheredRows(unit);
  const rows = places.toSorted((a, b) => unit[a]! - unit[b]! || values[a]! - values[b]! || a - b);
  const source = new Int32Array(values.length);
  for (const [at, place] of places.entries()) source[place] = rows[at]!;
  return source;
}

/** The rows of a table moved; ids that count on do so in their new order, and what counts rows counts again. */
export function inOrder(plans: readonly PlanBase[], table: Table, rows: Int32Array): Table {
  if (rows.every((row, at) => row === at)) return table;
  const counting = new Set(plans.filter(isCounting).map(({ name }) => name));
  const columns = table.columns.map((column) => {
    const moved = takeColumn(column, rows);
    return counting.has(column.name) ? countedOn(column, moved) : moved;
  });
  return recount(plans, makeTable(columns));
}

function isCounting(plan: PlanBase): boolean {
  return kindOf(plan).countsOn?.(plan) === true;
}

/** Ids of rows that were moved, given out again in the order in which they were made. */
function countedOn(made: Column, moved: Column): Column {
  const { codes, distinct } = codesOf(made);
  const first = new Int32Array(distinct).fill(-1);
  for (const [row, code] of codes.entries()) if (code >= 0 && first[code]! < 0) first[code] = row;
  const missing = codes.indexOf(-1);
  return takeColumn(
    made,
    codesOf(moved).codes.map((code) => (code < 0 ? missing : first[code]!)),
  );
}
