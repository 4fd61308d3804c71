import type { ColumnSpec } from "../../config/columnSpec.ts";
import { exposureOf, type Replacement } from "../../config/personal/personalTypes.ts";
import type { Random } from "../../numerics/random.ts";
import { type Column, columnLength, findColumn, type Table, takeRows } from "../../table/table.ts";
import { pick } from "./invent/pick.ts";
import type { EntityPlan, SizeRun } from "./peoplePlan.ts";
import { sortedRows } from "./sortedRows.ts";

/** A column as codes of its distinct values, −1 where missing. */
export function codesOf(column: Column): { codes: Int32Array; distinct: number } {
  const codes = new Int32Array(columnLength(column));
  const index = new Map<string | number, number>();
  for (let i = 0; i < codes.length; i++) {
    const value =
      column.kind === "string"
        ? column.codes[i]! < 0
          ? null
          : column.dictionary[column.codes[i]!]!
        : column.values[i]!;
    if (value === null || Number.isNaN(value)) {
      codes[i] = -1;
      continue;
    }
    let code = index.get(value);
    if (code === undefined) {
      code = index.size;
      index.set(value, code);
    }
    codes[i] = code;
  }
  return { codes, distinct: index.size };
}

/** Rows per value on average, from which a column names something that has several rows. */
const minRowsPerValue = 1.1;

/** The persons of a table who have several rows, by the personal column that most other columns follow; null when there are none. */
export function findEntity(table: Table, specs: readonly ColumnSpec[]): EntityPlan | null {
  if (!specs.some(({ personal }) => personal && exposureOf(personal.type) === "direct")) return null;
  const coded = new Map(
    specs.flatMap((spec) => {
      const column = findColumn(table, spec.name);
      return column === undefined || spec.role === "drop" ? [] : [[spec.name, codesOf(column)] as const];
    }),
  );
  let best: { name: string; columns: string[]; score: number; key: Int32Array; distinct: number } | null =
    null;
  for (const spec of specs) {
    const personal = spec.personal;
    const own = coded.get(spec.name);
    if (
      personal === undefined ||
      personal === null ||
      own === undefined ||
      exposureOf(personal.type) !== "direct" ||
      isBlurred(personal.replace)
    )
      continue;
    const present = own.codes.reduce((n, code) => n + (code < 0 ? 0 : 1), 0);
    if (own.distinct < 2 || present < minRowsPerValue * own.distinct) continue;
    const columns = specs.flatMap(({ name }) => {
      const other = coded.get(name);
      return other !== undefined && (name === spec.name || follows(other.codes, own)) ? [name] : [];
    });
    const score = columns.filter(
      (name) => specs.find((one) => one.name === name)?.personal?.replace === "invent",
    ).length;
    // people share first and last names, and some have one whole name and addresses of their own
    if (score < 2 && (personal.type === "firstName" || personal.type === "lastName")) continue;
    if (personal.type === "fullName" && hasOwnAddresses(specs, columns)) continue;
    if (best === null || score > best.score || (score === best.score && own.distinct > best.distinct))
      best = { name: spec.name, columns, score, key: own.codes, distinct: own.distinct };
  }
  if (best === null) return null;
  const counts = new Int32Array(best.distinct);
  for (const code of best.key) if (code >= 0) counts[code]!++;
  const minPersons = Math.min(5, Math.max(1, Math.floor(best.distinct / 20)));
  return {
    key: best.name,
    columns: best.columns,
    sizes: sizeRuns(counts, minPersons),
    ...(!standTogether(best.key, best.distinct) && { scattered: true as const }),
  };
}

/** Whether many persons share what is left of a value. */
function isBlurred(replace: Replacement): boolean {
  return replace === "mask" || replace === "generalize" || replace === "drop";
}

/** Whether the table holds e-mail addresses or user names that are not among the columns that follow from a name. */
function hasOwnAddresses(specs: readonly ColumnSpec[], following: readonly string[]): boolean {
  return specs.some(
    ({ name, role, personal }) =>
      role !== "drop" &&
      (personal?.type === "email" || personal?.type === "userName") &&
      !following.includes(name),
  );
}

/** Whether the rows of a person follow each other, but for a tenth of the persons. */
function standTogether(key: Int32Array, distinct: number): boolean {
  let runs = 0;
  for (let i = 0; i < key.length; i++) if (key[i]! >= 0 && (i === 0 || key[i] !== key[i - 1])) runs++;
  return runs <= 1.1 * distinct;
}

/**
 * Rows from which on every value of the column belongs to `k` persons or more: a value with many rows may still be one person's.
 */
export function rowsOfPersons(column: Column, key: Column, k: number): number {
  const values = codesOf(column);
  const persons = codesOf(key);
  const rows = new Int32Array(values.distinct);
  const seen = new Set<number>();
  const count = new Int32Array(values.distinct);
  for (let i = 0; i < values.codes.length; i++) {
    const value = values.codes[i]!;
    const person = persons.codes[i]!;
    if (value < 0) continue;
    rows[value]!++;
    const pair = person < 0 ? -1 - i : value * persons.distinct + person;
    if (seen.has(pair)) continue;
    seen.add(pair);
    count[value]!++;
  }
  let least = k;
  for (let value = 0; value < values.distinct; value++)
    if (count[value]! < k) least = Math.max(least, rows[value]! + 1);
  return least;
}

/** Whether all rows of a key have the same value, missing being one. */
function follows(other: Int32Array, key: { readonly codes: Int32Array; readonly distinct: number }): boolean {
  const seen = new Int32Array(key.distinct).fill(-2);
  for (let i = 0; i < other.length; i++) {
    const code = key.codes[i]!;
    if (code < 0) continue;
    if (seen[code] === -2) seen[code] = other[i]!;
    else if (seen[code] !== other[i]) return false;
  }
  return true;
}

/** Counts in runs of at least `minPersons` persons. */
export function sizeRuns(counts: Int32Array, minPersons: number): SizeRun[] {
  const sorted = counts.slice().sort();
  const runs: { min: number; max: number; count: number }[] = [];
  for (let i = 0; i < sorted.length; ) {
    let end = i + 1;
    while (end < sorted.length && (end - i < minPersons || sorted[end] === sorted[end - 1])) end++;
    runs.push({ min: sorted[i]!, max: sorted[end - 1]!, count: end - i });
    i = end;
  }
  const last = runs.at(-1);
  const before = runs.at(-2);
  if (last !== undefined && before !== undefined && last.count < minPersons)
    runs.splice(-2, 2, { min: before.min, max: last.max, count: before.count + last.count });
  return runs;
}

/** Draws numbers of rows per person. */
export function sizeDrawer(runs: readonly SizeRun[], random: Random): () => number {
  return () => {
    const run = pick(runs, ({ count }) => count, random.uniform())!;
    return Math.max(1, run.min + Math.floor(random.uniform() * (run.max - run.min + 1)));
  };
}

export interface Arranged {
  readonly batch: Table;
  /** The person of each row: the same number in all rows of one. */
  readonly person: Float64Array;
}

/**
 * Deals the rows of a batch out to persons: like rows to the same one, who then takes the values of the middle one of them in
 * every column of the entity. Persons come in random order; the rows of scattered ones stay where they are, and are anywhere among
 * those that are alike.
 */
export function arrangeByPerson(
  { sizes, scattered }: Pick<EntityPlan, "sizes" | "scattered">,
  batch: Table,
  options: { readonly firstRow: number; readonly random: Random; readonly constant: readonly string[] },
): Arranged {
  const { firstRow, random } = options;
  const constant = batch.columns.filter(({ name }) => options.constant.includes(name));
  const among =
    scattered === true
      ? Int32Array.from(random.fork(`among ${firstRow}`).permutation(batch.rows))
      : undefined;
  const order = sortedRows(constant, batch.rows, among);
  const draw = sizeDrawer(sizes, random);
  random.position = 4 * firstRow;
  const blocks: { start: number; end: number }[] = [];
  for (let at = 0; at < batch.rows; ) {
    const end = Math.min(batch.rows, at + draw());
    blocks.push({ start: at, end });
    at = end;
  }
  random.shuffle(blocks);
  const rows = new Int32Array(batch.rows);
  const source = new Int32Array(batch.rows);
  const person = new Float64Array(batch.rows);
  let at = 0;
  for (const { start, end } of blocks) {
    const first = at;
    const middle = order[(start + end) >> 1]!;
    for (let i = start; i < end; i++, at++) {
      const place = scattered === true ? order[i]! : at;
      rows[place] = order[i]!;
      source[place] = middle;
      person[place] = firstRow + first;
    }
  }
  const arranged = takeRows(batch, rows);
  const same = takeRows({ rows: batch.rows, columns: constant }, source);
  return {
    batch: {
      rows: batch.rows,
      columns: arranged.columns.map((column) => findColumn(same, column.name) ?? column),
    },
    person,
  };
}
