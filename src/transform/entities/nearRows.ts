import { codesOf } from "../../table/codes.ts";
import { type Column, findColumn, type Table } from "../../table/table.ts";
import { sortedRows } from "./sortedRows.ts";

/** A date that differs within an entity, but less than between entities: the times of a trip, the visits of a patient. */
export interface NearColumn {
  /** Column of the model's table. */
  readonly column: string;
  /**
   * In the order of the columns that are the same in an entity, then of this one: rows from one of an entity to its next one, as a share
   * of all rows.
   */
  readonly reach: number;
}

/** The middle entity spans at most this share of the middle nine tenths of all values. */
const maxSpread = 0.4;

/**
 * How near each other the values of the rows of an entity lie; null where not nearer than chance would have them.
 *
 * @param constant columns of the model's table that are the same in all rows of an entity
 * @param key names the entity of each row
 */
export function findNear(
  table: Table,
  name: string,
  { constant, key }: { readonly constant: readonly string[]; readonly key: Column },
): NearColumn | null {
  const column = findColumn(table, name);
  if (column === undefined || column.kind === "string") return null;
  const { codes } = codesOf(key);
  const places = placesOf(sortedRows(columnsOf(table, [...constant, name]), table.rows));
  const rows = new Map<number, number[]>();
  for (const [row, code] of codes.entries()) {
    if (code < 0 || Number.isNaN(column.values[row]!)) continue;
    const own = rows.get(code);
    if (own === undefined) rows.set(code, [row]);
    else own.push(row);
  }
  const several = [...rows.values()].filter(({ length }) => length > 1);
  const spans = several.map((own) => {
    const values = own.map((row) => column.values[row]!);
    return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
  });
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  const whole = at(sorted, 0.95) - at(sorted, 0.05);
  if (several.length < 20 || !(at(Float64Array.from(spans).sort(), 0.5) <= maxSpread * whole)) return null;
  const steps = several.flatMap((own) => {
    const along = own.map((row) => places[row]!).sort((a, b) => a - b);
    return along.slice(1).map((place, i) => place - along[i]!);
  });
  const reach = at(Float64Array.from(steps).sort(), 0.5) / table.rows;
  return { column: name, reach: Number(reach.toPrecision(2)) };
}

function columnsOf(table: Table, names: readonly string[]): Column[] {
  return names.flatMap((name) => findColumn(table, name) ?? []);
}

function placesOf(order: Int32Array): Int32Array {
  const places = new Int32Array(order.length);
  for (const [place, row] of order.entries()) places[row] = place;
  return places;
}

function at(sorted: Float64Array, share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}

interface Block {
  readonly start: number;
  readonly end: number;
}

/**
 * The same order with the items of `stride` blocks at a time dealt out to them by turns, so that those of one lie so far from each other.
 *
 * @param isAlike whether two items are the same in the columns that are the same in an entity: only such blocks share items
 */
export function dealtOut(
  order: Int32Array,
  blocks: readonly Block[],
  stride: number,
  isAlike: (a: number, b: number) => boolean,
): Int32Array {
  const dealt = Int32Array.from(order);
  for (let first = 0; first < blocks.length; ) {
    const from = order[blocks[first]!.start]!;
    let end = first + 1;
    while (end < blocks.length && end - first < stride && isAlike(from, order[blocks[end]!.start]!)) end++;
    const group = blocks.slice(first, end);
    const next = group.map(({ start }) => start);
    let turn = 0;
    for (let place = group[0]!.start; place < group.at(-1)!.end; place++) {
      while (next[turn]! >= group[turn]!.end) turn = (turn + 1) % group.length;
      dealt[next[turn]!++] = order[place]!;
      turn = (turn + 1) % group.length;
    }
    first = end;
  }
  return dealt;
}
