import { codesOf } from "../../table/codes.ts";
import { type Column, columnLength, findColumn, type Table } from "../../table/table.ts";

/** A column that no entity has the same value of twice: the month of an employee's payrolls, the subject of a pupil's marks. */
export interface DistinctColumn {
  /** Column of the model's table. */
  readonly column: string;
  /** Numbers that are the same to so many decimals are the same value. */
  readonly decimals: number;
}

/** Pairs of rows of an entity that would have the same value by chance, at least. */
const minSurprise = 20;
const maxDecimals = 6;
/** Entities that stand beside each other among which rows are dealt out. */
const groupSize = 32;

/**
 * Of some columns of the model's table those whose values, as given in the data, differ within every entity although chance would
 * repeat them, the most repeated first.
 *
 * @param key names the entity of each row
 */
export function findDistinct(
  columns: readonly { readonly model: Column; readonly given: Column }[],
  key: Column,
): DistinctColumn[] {
  const { codes, distinct } = codesOf(key);
  const sizes = new Int32Array(distinct);
  for (const code of codes) if (code >= 0) sizes[code]!++;
  const pairs = sizes.reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  const found = columns.flatMap(({ model, given }) => {
    const expected = pairs * chanceOfSame(given);
    return expected < minSurprise || repeats(given, codes) ? [] : [{ column: model, expected }];
  });
  return found
    .sort((a, b) => b.expected - a.expected)
    .map(({ column }) => ({ column: column.name, decimals: decimalsOf(column) }));
}

/** Chance that two rows have the same value, 0–1. */
function chanceOfSame(column: Column): number {
  const { codes, distinct } = codesOf(column);
  const counts = new Float64Array(distinct);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return counts.reduce((sum, n) => sum + (n / Math.max(1, codes.length)) ** 2, 0);
}

function repeats(column: Column, keys: Int32Array): boolean {
  const { codes, distinct } = codesOf(column);
  const seen = new Set<number>();
  for (const [row, code] of codes.entries()) {
    const key = keys[row]!;
    if (code < 0 || key < 0) continue;
    const pair = key * distinct + code;
    if (seen.has(pair)) return true;
    seen.add(pair);
  }
  return false;
}

function decimalsOf(column: Column): number {
  if (column.kind === "string") return 0;
  const { values } = column;
  for (let decimals = 0; decimals < maxDecimals; decimals++)
    if (values.every((value) => Number.isNaN(value) || isMultiple(value, decimals))) return decimals;
  return maxDecimals;
}

function isMultiple(value: number, decimals: number): boolean {
  const ticks = value * 10 ** decimals;
  return Math.abs(ticks - Math.round(ticks)) < 1e-6;
}

interface Block {
  readonly start: number;
  readonly end: number;
}

/**
 * The same items dealt out to entities so that none has a value twice, wherever that can be among entities that stand beside each
 * other: the most frequent value first, one to each of the entities with the most room (Gale 1957, Ryser 1957).
 *
 * @param order items, those of an entity beside each other
 * @param blocks places in `order` of each entity, one after another
 */
export function dealtApart(
  order: Int32Array,
  blocks: readonly Block[],
  batch: Table,
  { column, decimals }: DistinctColumn,
): Int32Array {
  const found = findColumn(batch, column);
  if (found === undefined) return order;
  const values = valueNumbers(found, decimals);
  const dealt = Int32Array.from(order);
  for (let first = 0; first < blocks.length; first += groupSize) {
    const group = blocks.slice(first, first + groupSize);
    if (group.some(({ start, end }) => isRepeated(order.subarray(start, end), values)))
      dealGroup(order, group, values, dealt);
  }
  return dealt;
}

/**
 * The table with other values where an entity has one twice after all: of the numbers that no row of it has the nearest one, of the texts
 * the most frequent one. An entity of more rows than there are values keeps some twice.
 */
export function withoutRepeats(
  batch: Table,
  order: Int32Array,
  blocks: readonly Block[],
  { column, decimals }: DistinctColumn,
): Table {
  const found = findColumn(batch, column);
  if (found === undefined) return batch;
  const numbers = valueNumbers(found, decimals);
  const counts = new Map<number, number>();
  for (const number of numbers) if (!Number.isNaN(number)) counts.set(number, (counts.get(number) ?? 0) + 1);
  const all = [...counts.keys()].sort((a, b) => a - b);
  const closest = (own: number, taken: ReadonlySet<number>): number | undefined => {
    const cost = (one: number) => (found.kind === "string" ? -counts.get(one)! : Math.abs(one - own));
    return all.reduce<number | undefined>(
      (best, one) => (!taken.has(one) && (best === undefined || cost(one) < cost(best)) ? one : best),
      undefined,
    );
  };
  for (const { start, end } of blocks) {
    const taken = new Set<number>();
    const twice: number[] = [];
    for (const row of order.subarray(start, end)) {
      if (taken.has(numbers[row]!)) twice.push(row);
      else if (!Number.isNaN(numbers[row]!)) taken.add(numbers[row]!);
    }
    for (const row of twice) {
      const free = closest(numbers[row]!, taken);
      if (free === undefined) break;
      numbers[row] = free;
      taken.add(free);
    }
  }
  const changed: Column =
    found.kind === "string"
      ? { ...found, codes: Int32Array.from(numbers, (code) => (Number.isNaN(code) ? -1 : code)) }
      : { ...found, values: exactValues(found.values, numbers, decimals) };
  return { rows: batch.rows, columns: batch.columns.map((own) => (own === found ? changed : own)) };
}

/** Values that are still those of the numbers stay as exact as they were. */
function exactValues(values: Float64Array, numbers: Float64Array, decimals: number): Float64Array {
  const scale = 10 ** decimals;
  return Float64Array.from(values, (value, i) =>
    Number.isNaN(value) || Math.round(value * scale) === numbers[i] ? value : numbers[i]! / scale,
  );
}

/** The same number for the same value; NaN where it is missing. */
function valueNumbers(column: Column, decimals: number): Float64Array {
  return Float64Array.from({ length: columnLength(column) }, (_, row) => {
    if (column.kind !== "string") return Math.round(column.values[row]! * 10 ** decimals);
    return column.codes[row]! < 0 ? Number.NaN : column.codes[row]!;
  });
}

function isRepeated(rows: Int32Array, values: Float64Array): boolean {
  const present = Array.from(rows, (row) => values[row]!).filter((value) => !Number.isNaN(value));
  return new Set(present).size < present.length;
}

function dealGroup(
  order: Int32Array,
  group: readonly Block[],
  values: Float64Array,
  dealt: Int32Array,
): void {
  const byValue = new Map<number, number[]>();
  const anywhere: number[] = [];
  for (const row of order.subarray(group[0]!.start, group.at(-1)!.end)) {
    const value = values[row]!;
    const own = byValue.get(value);
    if (Number.isNaN(value)) anywhere.push(row);
    else if (own === undefined) byValue.set(value, [row]);
    else own.push(row);
  }
  const next = group.map(({ start }) => start);
  const room = group.map(({ start, end }) => end - start);
  const give = (unit: number, row: number): void => {
    dealt[next[unit]!++] = row;
    room[unit]!--;
  };
  for (const rows of [...byValue.values()].sort((a, b) => b.length - a.length)) {
    const units = [...group.keys()]
      .filter((unit) => room[unit]! > 0)
      .sort((a, b) => room[b]! - room[a]! || a - b)
      .slice(0, rows.length)
      .sort((a, b) => a - b);
    for (const [at, row] of rows.entries()) {
      const unit = units[at];
      if (unit === undefined) anywhere.push(row);
      else give(unit, row);
    }
  }
  let unit = 0;
  for (const row of anywhere) {
    while (room[unit] === 0) unit++;
    give(unit, row);
  }
}
