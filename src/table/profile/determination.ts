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
  for (const other of others)
    if (isFunction(other.codes, target.codes) || isByRanges(other, target)) return [other.name];
  const few = others.filter(({ distinct }) => distinct > 1 && distinct <= maxValues).slice(0, maxPaired);
  for (const [i, a] of few.entries())
    for (const b of few.slice(i + 1)) {
      const joint = a.codes.map((code, row) => code * maxValues + b.codes[row]!);
      if (isFunction(joint, target.codes)) return [a.name, b.name];
    }
  return null;
}

/** Returns the columns of `among` that say the same as this one in other words: each is a function of the other. */
export function findCopies(table: Table, name: string, among: ReadonlySet<string>): string[] {
  const { target, others } = sample(table, name, among);
  return target === undefined ? [] : others.filter((other) => isCopy(other, target)).map((c) => c.name);
}

function isCopy(a: Coded, b: Coded): boolean {
  return isFunction(a.codes, b.codes) && isFunction(b.codes, a.codes);
}

interface Coded {
  readonly name: string;
  /** Equal numbers for equal values, 0 … distinct − 1; missing is a value. */
  readonly codes: Int32Array;
  readonly distinct: number;
  /** Of numbers and dates. */
  readonly values: Float64Array | null;
}

function sample(
  table: Table,
  name: string,
  among: ReadonlySet<string>,
): { target: Coded | undefined; others: Coded[] } {
  const step = Math.max(1, table.rows / maxRows);
  const rows = Uint32Array.from({ length: Math.min(table.rows, maxRows) }, (_, i) => Math.floor(i * step));
  const coded = table.columns
    .filter((column) => column.name === name || among.has(column.name))
    .map((column) => code(column, rows));
  return {
    target: coded.find((c) => c.name === name),
    others: coded.filter((c) => c.name !== name),
  };
}

function code(column: Column, rows: Uint32Array): Coded {
  const seen = new Map<number, number>();
  const raw = Float64Array.from(rows, (row) =>
    column.kind === "string" ? column.codes[row]! : column.values[row]!,
  );
  const codes = Int32Array.from(raw, (value) => {
    const known = seen.get(value);
    if (known !== undefined) return known;
    seen.set(value, seen.size);
    return seen.size - 1;
  });
  const values = column.kind === "string" ? null : raw;
  return { name: column.name, codes, distinct: seen.size, values };
}

/** Whether equal `from` always go with equal `to`, in more rows than chance would bring. */
function isFunction(from: Int32Array, to: Int32Array): boolean {
  const first = new Map<number, number>();
  const share = shares(to);
  let surprise = 0;
  for (let i = 0; i < from.length; i++) {
    const value = first.get(from[i]!);
    if (value === undefined) first.set(from[i]!, to[i]!);
    else if (value !== to[i]) return false;
    else surprise += 1 - share.get(value)!;
  }
  return surprise >= minSurprise;
}

function shares(codes: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const c of codes) counts.set(c, (counts.get(c) ?? 0) + 1 / codes.length);
  return counts;
}

/** Whether every value of `target` has a range of `other` for itself, as age groups have of ages. */
function isByRanges(other: Coded, target: Coded): boolean {
  const { values } = other;
  if (values === null || values.length < minSurprise || values.some((v) => Number.isNaN(v))) return false;
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  let changes = 0;
  for (let i = 1; i < order.length; i++) {
    const [row, before] = [order[i]!, order[i - 1]!];
    if (target.codes[row] === target.codes[before]) continue;
    if (values[row] === values[before]) return false;
    changes++;
  }
  const share = shares(target.codes);
  const surprise = target.codes.reduce((sum, c) => sum + 1 - share.get(c)!, 0);
  return changes > 0 && changes < target.distinct && surprise >= minSurprise;
}
