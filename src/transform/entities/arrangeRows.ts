import type { Random } from "../../numerics/random.ts";
import { type Column, findColumn, type Table, takeColumn, takeRows } from "../../table/table.ts";
import { dealtApart, withoutRepeats } from "./distinctRows.ts";
import type { EntityPlan } from "./entityPlan.ts";
import { dealtOut } from "./nearRows.ts";
import { sizeDrawer } from "./sizes.ts";
import { sortedRows } from "./sortedRows.ts";

/** One of the entities of a table in the terms of the model's table. */
export interface Level extends Pick<EntityPlan, "sizes" | "scattered" | "near" | "distinct"> {
  /** Columns that are the same in all rows of one. */
  readonly constant: readonly string[];
}

export interface ArrangeOptions {
  readonly firstRow: number;
  readonly random: Random;
  /** Column of numbers that the rows of an innermost entity come in the order of; absent where there is none. */
  readonly order?: string | undefined;
}

export interface Arranged {
  readonly batch: Table;
  /** For each level the number of the row's entity, the same in all rows of one: `firstRow` … `firstRow + rows − 1`. */
  readonly units: readonly Float64Array[];
}

/** Entities of one level: items are the rows, or the entities of the next level. */
interface Grouping {
  /** The items, those that are alike beside each other. */
  readonly order: Int32Array;
  /** Items of each entity, as places in `order`; entities in random order. */
  readonly blocks: readonly { readonly start: number; readonly end: number }[];
  /** The row whose values each entity has. */
  readonly middle: Int32Array;
  /** The entity of each row. */
  readonly unitOf: Int32Array;
}

/**
 * Deals the rows of a batch out to entities, innermost ones first: like rows to the same one, which then takes the values of the
 * middle one of them in every column that is the same in all its rows. Entities come in random order; the rows of scattered ones
 * stay where they are, and are anywhere among those that are alike.
 *
 * @param levels outermost first, at least one
 */
export function arrangeRows(levels: readonly Level[], drawn: Table, options: ArrangeOptions): Arranged {
  const groupings: Grouping[] = [];
  for (let level = levels.length - 1; level >= 0; level--)
    groupings.unshift(
      groupItems(levels[level]!, drawn, { ...options, name: `level ${level}` }, groupings[0]),
    );
  const inner = groupings.at(-1)!;
  const batch = (levels.at(-1)!.distinct ?? []).reduce(
    (table, column) => withoutRepeats(table, inner.order, inner.blocks, column),
    drawn,
  );
  const rows = listRows(levels, groupings, batch, options.order);
  const arranged = takeRows(batch, rows);
  const columns = batch.columns.map((column, at) => {
    const level = levels.findIndex(({ constant }) => constant.includes(column.name));
    if (level < 0) return arranged.columns[at]!;
    const { middle, unitOf } = groupings[level]!;
    return takeColumn(
      column,
      rows.map((row) => middle[unitOf[row]!]!),
    );
  });
  const units = groupings.map((grouping, level) => {
    const isInner = level === groupings.length - 1;
    const numbers = numbersOf(grouping, isInner).map((number) => options.firstRow + number);
    const unitOfRow = new Float64Array(rows.length);
    for (let at = 0; at < rows.length; at++) unitOfRow[at] = numbers[grouping.unitOf[rows[at]!]!]!;
    return unitOfRow;
  });
  return { batch: { rows: batch.rows, columns }, units };
}

function groupItems(
  { sizes, scattered, constant, near, distinct }: Level,
  batch: Table,
  { firstRow, random, name }: ArrangeOptions & { readonly name: string },
  inner: Grouping | undefined,
): Grouping {
  const columns = constant.flatMap((name) => findColumn(batch, name) ?? []);
  const count = inner?.blocks.length ?? batch.rows;
  const items = inner === undefined ? columns : takeRows({ rows: batch.rows, columns }, inner.middle).columns;
  const stream = inner === undefined ? random : random.fork(name);
  // entities around others are alike only in their own columns: which of the inner ones they have is chance
  const among =
    scattered === true || inner !== undefined
      ? Int32Array.from(stream.fork(`among ${firstRow}`).permutation(count))
      : undefined;
  const nearby = inner === undefined && near !== undefined ? findColumn(batch, near.column) : undefined;
  const sorted = sortedRows(nearby === undefined ? items : [...items, nearby], count, among);
  const draw = sizeDrawer(sizes, stream);
  stream.position = 4 * firstRow;
  const blocks: { start: number; end: number }[] = [];
  for (let at = 0; at < count; ) {
    const end = Math.min(count, at + draw());
    blocks.push({ start: at, end });
    at = end;
  }
  const stride = nearby === undefined ? 1 : Math.round(near!.reach * count);
  const dealt = stride > 1 ? dealtOut(sorted, blocks, stride, alikeIn(items)) : sorted;
  // rows that lie near each other stay so: single values are changed instead
  const [apart] = inner === undefined && nearby === undefined ? (distinct ?? []) : [];
  const order = apart === undefined ? dealt : dealtApart(dealt, blocks, batch, apart);
  stream.shuffle(blocks);
  const ofItem = new Int32Array(count);
  for (const [unit, { start, end }] of blocks.entries())
    for (let i = start; i < end; i++) ofItem[order[i]!] = unit;
  return {
    order,
    blocks,
    middle: Int32Array.from(blocks, ({ start, end }) => {
      const item = order[(start + end) >> 1]!;
      return inner === undefined ? item : inner.middle[item]!;
    }),
    unitOf: inner === undefined ? ofItem : inner.unitOf.map((unit) => ofItem[unit]!),
  };
}

/** Whether two rows have the same texts: numbers are hardly ever the same. */
function alikeIn(columns: readonly Column[]): (a: number, b: number) => boolean {
  const texts = columns.filter((column) => column.kind === "string");
  return (a, b) => texts.every(({ codes }) => codes[a] === codes[b]);
}

/** Numbers of the entities from 0, below the number of rows: that of its first row where rows make one up. */
function numbersOf({ blocks }: Grouping, isInner: boolean): Float64Array {
  let rows = 0;
  return Float64Array.from(blocks, ({ start, end }, unit) => {
    const first = rows;
    rows += end - start;
    return isInner ? first : unit;
  });
}

/** The rows in their new order. */
function listRows(
  levels: readonly Level[],
  groupings: readonly Grouping[],
  batch: Table,
  order: string | undefined,
): Int32Array {
  const inner = groupings.length - 1;
  const rowsOf = rowsOfUnits(groupings[inner]!, orderOf(batch, order));
  if (levels[inner]!.scattered !== true) {
    const units = listUnits(levels, groupings, inner);
    return Int32Array.from(units.flatMap((unit) => rowsOf[unit]!));
  }
  const around = levels.findLastIndex(({ scattered }) => scattered !== true);
  if (around < 0) return Int32Array.from({ length: batch.rows }, (_, row) => row);
  const { unitOf, blocks } = groupings[around]!;
  const rows: number[][] = blocks.map(() => []);
  for (let row = 0; row < batch.rows; row++) rows[unitOf[row]!]!.push(row);
  return Int32Array.from(listUnits(levels, groupings, around).flatMap((unit) => rows[unit]!));
}

/** The entities of a level in their new order: within those around them, where these stand together. */
function listUnits(levels: readonly Level[], groupings: readonly Grouping[], level: number): number[] {
  const { blocks } = groupings[level]!;
  const around = levels.findLastIndex(({ scattered }, at) => at < level && scattered !== true);
  if (around < 0) return blocks.map((_, unit) => unit);
  const outer = groupings[around]!;
  const units: number[][] = outer.blocks.map(() => []);
  for (const [unit] of blocks.entries()) units[outer.unitOf[groupings[level]!.middle[unit]!]!]!.push(unit);
  return listUnits(levels, groupings, around).flatMap((unit) => units[unit]!);
}

function rowsOfUnits(
  { order, blocks }: Grouping,
  compare: ((a: number, b: number) => number) | undefined,
): number[][] {
  return blocks.map(({ start, end }) => {
    const rows = Array.from(order.subarray(start, end));
    return compare === undefined ? rows : rows.sort(compare);
  });
}

function orderOf(batch: Table, name: string | undefined): ((a: number, b: number) => number) | undefined {
  const column = name === undefined ? undefined : findColumn(batch, name);
  if (column === undefined || column.kind === "string") return undefined;
  return (a, b) => column.values[a]! - column.values[b]! || a - b;
}
