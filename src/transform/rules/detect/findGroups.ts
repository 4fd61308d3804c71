import type { Clause, Expression, Rule } from "../../../config/rules/ruleSyntax.ts";
import { type Column, columnLength } from "../../../table/table.ts";
import { columnOf, numberOf } from "./candidates.ts";
import { type Category, type DetectData, minNamedRows, type NumberColumn } from "./detectData.ts";

/** Rows expected in the empty cells of a pair of categories, at least, and in each of them. */
const minEmpty = 40;
const minCell = 5;
const nowhere = { start: 0, end: 0 };

/** Flags of which at most one is ever set: the largest groups, greedily. */
export function findExclusive(flags: readonly NumberColumn[], taken: ReadonlySet<string>): Rule[] {
  const free = flags.filter(({ name }) => !taken.has(name));
  const apart = free.map((a) => free.map((b) => a !== b && neverBoth(a, b)));
  const left = new Set(free.keys());
  const rules: Rule[] = [];
  for (const first of free.keys()) {
    if (!left.has(first)) continue;
    const group = [first];
    for (const next of left) if (next > first && group.every((k) => apart[k]![next])) group.push(next);
    if (group.length < 2) continue;
    for (const k of group) left.delete(k);
    rules.push({ kind: "atMostOneOf", columns: group.map((k) => free[k]!.name), repair: false });
  }
  return rules;
}

function neverBoth(a: NumberColumn, b: NumberColumn): boolean {
  let [rows, inA, inB] = [0, 0, 0];
  for (let i = 0; i < a.values.length; i++) {
    if (Number.isNaN(a.values[i]!) || Number.isNaN(b.values[i]!)) continue;
    rows++;
    inA += a.values[i]!;
    inB += b.values[i]!;
    if (a.values[i] === 1 && b.values[i] === 1) return false;
  }
  return rows > 0 && (inA * inB) / rows >= minNamedRows;
}

/** Pairs of categories of which many combinations that chance would give never occur. */
export function findCombinations(categories: readonly Category[], taken: ReadonlySet<string>): Rule[] {
  const free = categories.filter(({ name }) => !taken.has(name));
  const rules: Rule[] = [];
  for (const [i, a] of free.entries())
    for (const b of free.slice(i + 1))
      if (lacksCombinations(a, b))
        rules.push({ kind: "combinations", columns: [a.name, b.name], repair: false });
  return rules;
}

function lacksCombinations(a: Category, b: Category): boolean {
  const cells = new Float64Array(a.values.length * b.values.length);
  let rows = 0;
  for (let i = 0; i < a.codes.length; i++)
    if (a.codes[i]! >= 0 && b.codes[i]! >= 0) {
      rows++;
      cells[a.codes[i]! * b.values.length + b.codes[i]!]!++;
    }
  let expected = 0;
  let perA = 0;
  for (let k = 0; k < a.values.length; k++) {
    const own = cells.subarray(k * b.values.length, (k + 1) * b.values.length);
    const inA = own.reduce((sum, n) => sum + n, 0);
    if (own.filter((n) => n > 0).length > 1) perA++;
    for (let l = 0; l < b.values.length; l++) {
      const share = b.counts[l]! / b.codes.length;
      if (own[l] === 0 && inA * share >= minCell) expected += inA * share;
    }
  }
  const followsFromA = perA === 0;
  return !followsFromA && rows > 0 && expected >= minEmpty;
}

/** Columns that are missing, or present, in all rows of some values of a category, or where another is missing. */
export function findPresence(data: DetectData): Rule[] {
  const gaps = data.table.columns.flatMap((column) => {
    const spec = data.specs.find(({ name }) => name === column.name);
    const side = spec === undefined || spec.role === "drop" || spec.sdtype === "id" || spec.sdtype === "text";
    const rows = missingRows(column);
    const share = rows.length / data.table.rows;
    return side || share < 0.005 || share > 0.995 ? [] : [{ name: column.name, rows, share }];
  });
  return gaps.flatMap((gap) =>
    data.categories.filter(({ name }) => name !== gap.name).flatMap((category) => presenceBy(category, gap)),
  );
}

function missingRows(column: Column): Int32Array {
  const n = columnLength(column);
  const rows = new Int32Array(n);
  let found = 0;
  for (let i = 0; i < n; i++)
    if (column.kind === "string" ? column.codes[i]! < 0 : Number.isNaN(column.values[i]!)) rows[found++] = i;
  return rows.subarray(0, found);
}

function presenceBy(
  category: Category,
  {
    name,
    rows: missing,
    share,
  }: { readonly name: string; readonly rows: Int32Array; readonly share: number },
): Rule[] {
  const counts = category.values.map(() => 0);
  for (const i of missing) if (category.codes[i]! >= 0) counts[category.codes[i]!]!++;
  return [false, true].flatMap((present): Rule[] => {
    const chance = present ? share : 1 - share;
    const values = category.values.filter((_, k) => {
      const [rows, gone] = [category.counts[k]!, counts[k]!];
      return rows >= category.minRows && gone === (present ? 0 : rows) && rows * chance >= minNamedRows;
    });
    if (values.length === 0 || values.length === category.values.length) return [];
    const then: Clause = { kind: "presence", column: columnOf(name), present, ...nowhere };
    return [{ kind: "when", when: isOneOf(category.name, values), then, repair: false }];
  });
}

function isOneOf(name: string, values: readonly (string | number)[]): Clause {
  const literals = values.map(
    (value): Expression =>
      typeof value === "number" ? numberOf(value) : { kind: "text", value, ...nowhere },
  );
  return literals.length === 1
    ? { kind: "comparison", terms: [columnOf(name), literals[0]!], operators: ["="], ...nowhere }
    : { kind: "in", column: columnOf(name), values: literals, ...nowhere };
}
