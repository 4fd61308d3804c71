import type { Column, Table } from "../table.ts";

/** Rows looked at, spread over the table. */
const maxRows = 5000;
/** Different values up to which columns are combined. */
const maxValues = 50;
/** Few-valued columns that are tried in pairs. */
const maxPaired = 16;
/** Rows that would break the rule by chance if the columns had nothing to do with each other; fewer prove nothing. */
const minSurprise = 20;

/**
 * Finds the columns of which a few-valued column is a function: one of `among` (equal values, or ranges of numbers), else two
 * few-valued ones. Copies of the column (`findCopies`) do not count. Null where there is none in up to 5,000 rows spread over
 * the table.
 */
export function findDetermination(
  table: Table,
  name: string,
  among: ReadonlySet<string>,
): readonly string[] | null {
  const { target, others: all } = sample(table, name, among);
  if (target === undefined) return null;
  const others = all.filter((other) => !isCopy(other, target));
  for (const other of others) if (isFunction(other, target) || isByRanges(other, target)) return [other.name];
  const few = others.filter(({ distinct }) => distinct > 1 && distinct <= maxValues).slice(0, maxPaired);
  for (const [i, a] of few.entries())
    for (const b of few.slice(i + 1)) if (isFunctionOfBoth(a, b, target)) return [a.name, b.name];
  return null;
}

/** Returns the columns of `among` that say the same as this one in other words: each is a function of the other. */
export function findCopies(table: Table, name: string, among: ReadonlySet<string>): string[] {
  const { target, others } = sample(table, name, among);
  return target === undefined ? [] : others.filter((other) => isCopy(other, target)).map((c) => c.name);
}

function isCopy(a: Coded, b: Coded): boolean {
  return a.distinct === b.distinct && isFunction(a, b) && isFunction(b, a);
}

interface Coded {
  readonly name: string;
  /** Equal numbers for equal values, 0 … distinct − 1; missing is a value. */
  readonly codes: Int32Array;
  readonly distinct: number;
  /** Rows that chance would see differ from one drawn at random, by code. */
  readonly surprise: Float64Array;
  /** Rows by value, where it is a number or a date without gaps and has rows enough to prove a rule; else null. */
  readonly byValue: { readonly order: Int32Array; readonly values: Float64Array } | null;
}

function sample(
  table: Table,
  name: string,
  among: ReadonlySet<string>,
): { target: Coded | undefined; others: Coded[] } {
  const find = (column: Column) => codedColumn(column, table.rows);
  const target = table.columns.find((column) => column.name === name);
  return {
    target: target && find(target),
    others: table.columns.filter((column) => column.name !== name && among.has(column.name)).map(find),
  };
}

/** Every column of a wide table is compared with every other: its codes are made once. */
const codedColumns = new WeakMap<Column, Coded>();

function codedColumn(column: Column, rows: number): Coded {
  const known = codedColumns.get(column);
  if (known !== undefined) return known;
  const coded = code(column, rows);
  codedColumns.set(column, coded);
  return coded;
}

function code(column: Column, tableRows: number): Coded {
  const step = Math.max(1, tableRows / maxRows);
  const rows = Math.min(tableRows, maxRows);
  const seen = new Map<number, number>();
  const raw = Float64Array.from({ length: rows }, (_, i) => {
    const row = Math.floor(i * step);
    return column.kind === "string" ? column.codes[row]! : column.values[row]!;
  });
  const codes = Int32Array.from(raw, (value) => {
    const known = seen.get(value);
    if (known !== undefined) return known;
    seen.set(value, seen.size);
    return seen.size - 1;
  });
  const shares = new Float64Array(seen.size);
  for (const c of codes) shares[c]! += 1 / rows;
  const isOrdered = column.kind !== "string" && rows >= minSurprise && !raw.some(Number.isNaN);
  return {
    name: column.name,
    codes,
    distinct: seen.size,
    surprise: shares.map((share) => 1 - share),
    byValue: isOrdered ? { values: raw, order: rowsByValue(raw) } : null,
  };
}

function rowsByValue(values: Float64Array): Int32Array {
  return Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
}

/** Whether equal `from` always go with equal `to`, in more rows than chance would bring. */
function isFunction(from: Coded, to: Coded): boolean {
  const { codes, distinct } = from;
  if (to.distinct > distinct) return false;
  return codes.length - distinct >= minSurprise && follows((row) => codes[row]!, distinct, to);
}

/** The same of the values of two columns together. */
function isFunctionOfBoth(a: Coded, b: Coded, to: Coded): boolean {
  return follows((row) => a.codes[row]! * b.distinct + b.codes[row]!, a.distinct * b.distinct, to);
}

/** The first value of each key, and the call of `follows` that wrote it: most calls end after a few rows, and an array for each would cost more. */
let first = new Int32Array(1024);
let seenIn = new Int32Array(1024);
let call = 0;

/** @param distinct above every `from(row)` */
function follows(from: (row: number) => number, distinct: number, { codes, surprise }: Coded): boolean {
  if (first.length < distinct) {
    first = new Int32Array(2 * distinct);
    seenIn = new Int32Array(2 * distinct);
  }
  if (++call === 2 ** 31 - 1) {
    seenIn.fill(0);
    call = 1;
  }
  let surprised = 0;
  for (let row = 0; row < codes.length; row++) {
    const key = from(row);
    const value = first[key]!;
    if (seenIn[key] !== call) {
      seenIn[key] = call;
      first[key] = codes[row]!;
    } else if (value !== codes[row]) return false;
    else surprised += surprise[value]!;
  }
  return surprised >= minSurprise;
}

/** Whether every value of `target` has a range of `other` for itself, as age groups have of ages. */
function isByRanges({ byValue }: Coded, target: Coded): boolean {
  if (byValue === null) return false;
  const { order, values } = byValue;
  let changes = 0;
  for (let i = 1; i < order.length; i++) {
    const [row, before] = [order[i]!, order[i - 1]!];
    if (target.codes[row] === target.codes[before]) continue;
    if (values[row] === values[before] || ++changes >= target.distinct) return false;
  }
  return changes > 0 && target.codes.reduce((sum, c) => sum + target.surprise[c]!, 0) >= minSurprise;
}
