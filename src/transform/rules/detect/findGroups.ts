import type { Clause, Expression, Rule } from "../../../config/rules/ruleSyntax.ts";
import { columnOf, numberOf } from "./candidates.ts";
import { type Category, minNamedRows, type NumberColumn } from "./detectData.ts";
import { maxBroken } from "./near.ts";

/** Rows expected in the empty cells of a pair of categories, at least, and in each of them. */
const minEmpty = 40;
const minCell = 5;
/** Values of a category that a rule of its own may name, at most; more are combinations. */
const maxNamed = 3;
const nowhere = { start: 0, end: 0 };

/** Flags of which at most one is ever set, or hardly ever more: the largest groups, greedily. */
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
  let [rows, inA, inB, both] = [0, 0, 0, 0];
  for (let i = 0; i < a.values.length; i++) {
    const [x, y] = [a.values[i]!, b.values[i]!];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    rows++;
    inA += x;
    inB += y;
    if (x === 1 && y === 1 && ++both > maxBroken(rows)) return false;
  }
  return rows > 0 && (inA * inB) / rows >= minNamedRows + 10 * both;
}

/** How often the values of two categories come together. */
interface Crossed {
  readonly a: Category;
  readonly b: Category;
  readonly cells: Int32Array;
  /** Rows of each value of `a`, and of `b`, in which the other is present. */
  readonly inA: Int32Array;
  readonly inB: Int32Array;
  readonly rows: number;
}

/**
 * Pairs of categories of which many combinations that chance would give never occur: as an implication where few values of
 * one leave few of the other, else as combinations. Not where one follows from the other.
 */
export function findCombinations(categories: readonly Category[], taken: ReadonlySet<string>): Rule[] {
  const free = categories.filter(({ name }) => !taken.has(name));
  return free.flatMap((a, i) =>
    free.slice(i + 1).flatMap((b): Rule[] => {
      if (a.measured && b.measured) return [];
      const crossed = crossWhereEmpty(a, b);
      if (crossed === undefined || follows(crossed)) return [];
      const named = implications(crossed) ?? implications(turn(crossed));
      if (named !== undefined) return named;
      if (a.measured || b.measured) return [];
      return [{ kind: "combinations", columns: [a.name, b.name], repair: false }];
    }),
  );
}

/** Rows that have to be looked at before all are: most pairs have no empty cell by then. */
const firstRows = [4000, 20_000];

/** Undefined where too few rows would be in the cells that are empty. */
function crossWhereEmpty(a: Category, b: Category): Crossed | undefined {
  const all = a.codes.length;
  for (const rows of [...firstRows.filter((few) => 2 * few < all), all]) {
    const crossed = cross(a, b, rows);
    if (emptyRows(crossed, all / rows) < minEmpty) return undefined;
    if (rows === all) return crossed;
  }
  return undefined;
}

function cross(a: Category, b: Category, to: number): Crossed {
  const width = b.values.length;
  const cells = new Int32Array(a.values.length * width);
  const [x, y] = [a.codes, b.codes];
  for (let i = 0; i < to; i++) if (x[i]! >= 0 && y[i]! >= 0) cells[x[i]! * width + y[i]!]!++;
  const [inA, inB] = [new Int32Array(a.values.length), new Int32Array(width)];
  let rows = 0;
  cells.forEach((n, cell) => {
    inA[Math.floor(cell / width)]! += n;
    inB[cell % width]! += n;
    rows += n;
  });
  return { a, b, cells, inA, inB, rows };
}

function turn({ a, b, cells, inA, inB, rows }: Crossed): Crossed {
  const turned = new Int32Array(cells.length);
  cells.forEach((n, cell) => {
    turned[(cell % b.values.length) * a.values.length + Math.floor(cell / b.values.length)] = n;
  });
  return { a: b, b: a, cells: turned, inA: inB, inB: inA, rows };
}

/** Rows that chance would put into cells that are empty, of `scale` times as many rows. */
function emptyRows(crossed: Crossed, scale = 1): number {
  let expected = 0;
  for (let k = 0; k < crossed.inA.length; k++) expected += emptyIn(crossed, k, scale);
  return expected;
}

function emptyIn({ cells, inA, inB, rows }: Crossed, value: number, scale = 1): number {
  let expected = 0;
  for (let l = 0; l < inB.length; l++) {
    const chance = (scale * inA[value]! * inB[l]!) / Math.max(1, rows);
    if (cells[value * inB.length + l] === 0 && chance >= minCell) expected += chance;
  }
  return expected;
}

/** Whether one of the two is the same in all rows of a value of the other. */
function follows(crossed: Crossed): boolean {
  return followsFrom(crossed) || followsFrom(turn(crossed));
}

function followsFrom({ cells, inA, inB }: Crossed): boolean {
  for (let k = 0; k < inA.length; k++) {
    let met = 0;
    for (let l = 0; l < inB.length; l++) if (cells[k * inB.length + l]! > 0) met++;
    if (met > 1) return false;
  }
  return true;
}

/** `when a = … then b = …` where that says all that is empty, and few values do; undefined otherwise. */
function implications(crossed: Crossed): Rule[] | undefined {
  const { a, b, cells, inA, inB } = crossed;
  const bound = [...inA.keys()].filter((k) => emptyIn(crossed, k) >= minNamedRows);
  if (a.measured || bound.length === 0 || bound.length > Math.max(1, Math.floor(inA.length / 3)))
    return undefined;
  const said = bound.reduce((sum, k) => sum + emptyIn(crossed, k), 0);
  if (emptyRows(crossed) - said >= minEmpty) return undefined;
  const rules = bound.flatMap((k): Rule[] => {
    const left = [...inB.keys()].filter((l) => cells[k * inB.length + l]! > 0);
    const mayName = inA[k]! >= a.minRows && left.every((l) => b.counts[l]! >= b.minRows);
    if (!mayName || left.length > maxNamed || 2 * left.length > inB.length) return [];
    const values = left.map((l) => b.values[l]!);
    return [
      { kind: "when", when: isOneOf(a.name, [a.values[k]!]), then: isOneOf(b.name, values), repair: false },
    ];
  });
  return rules.length === bound.length ? rules : undefined;
}

/** `name = value`, or `name in (…)`. */
export function isOneOf(name: string, values: readonly (string | number)[]): Clause {
  const literals = values.map(
    (value): Expression =>
      typeof value === "number" ? numberOf(value) : { kind: "text", value, ...nowhere },
  );
  return literals.length === 1
    ? { kind: "comparison", terms: [columnOf(name), literals[0]!], operators: ["="], ...nowhere }
    : { kind: "in", column: columnOf(name), values: literals, ...nowhere };
}
