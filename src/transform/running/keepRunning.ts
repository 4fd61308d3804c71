import { codesOf } from "../../table/codes.ts";
import { type Column, findColumn, type Table } from "../../table/table.ts";
import type { PlanBase } from "../columns/columnKind.ts";
import { gatheredRows, inOrder, sortedWithin } from "../rowOrder.ts";
import { linkedRows } from "./linkRows.ts";
import type { RunningPlan } from "./runningPlan.ts";

export interface RunningTotals {
  readonly columns: readonly PlanBase[];
  readonly running?: readonly RunningPlan[];
}

/**
 * Finished rows whose totals go on from row to row of each key: the rows of a key in the order of its date, and together where they are in the
 * data. The totals of a key begin where they are as near to the learned ones as can be, within the range of the column as far as their moves allow.
 */
export function keepRunning({ columns, running = [] }: RunningTotals, table: Table): Table {
  return running.reduce((done, plan) => goOn(plan, columns, done), table);
}

function goOn(plan: RunningPlan, plans: readonly PlanBase[], table: Table): Table {
  const sorted = orderedRows(plan, plans, table);
  const keys = rowsByKey(plan, sorted);
  const ordered = plan.linked === true ? linkedTable(plan, plans, sorted, keys) : sorted;
  const total = numbersOf(ordered, plan.total);
  const added = movesOf(plan, ordered);
  const totals = Float64Array.from(total);
  const openings =
    plan.opening === undefined ? undefined : Float64Array.from(numbersOf(ordered, plan.opening));
  const scale = 10 ** plan.decimals;
  for (const rows of keys) {
    // whole ticks: sums of decimals drift
    let sum = 0;
    const ticks = rows.map((row) => {
      sum += Math.round(added[row]! * scale);
      return sum;
    });
    const start = plan.fromZero === true ? 0 : startOf(plan, rows, ticks, total);
    rows.forEach((row, i) => {
      if (!Number.isNaN(total[row]!)) totals[row] = (start + ticks[i]!) / scale;
      if (openings !== undefined && !Number.isNaN(openings[row]!))
        openings[row] = (start + ticks[i]! - Math.round(added[row]! * scale)) / scale;
    });
  }
  const changed = new Map<string, Float64Array>([[plan.total, totals]]);
  if (plan.opening !== undefined) changed.set(plan.opening, openings!);
  return withNumbers(ordered, changed);
}

/** The rows of each key in the order of time. */
function rowsByKey({ key, descending }: RunningPlan, table: Table): number[][] {
  const unit = unitsOf(key, table);
  const keys = new Map<number, number[]>();
  for (let row = 0; row < table.rows; row++) {
    if (unit[row]! < 0) continue;
    const rows = keys.get(unit[row]!);
    if (rows === undefined) keys.set(unit[row]!, [row]);
    else rows.push(row);
  }
  return [...keys.values()].map((rows) => (descending === true ? rows.reverse() : rows));
}

/** Rows of a key in places where they go on from one another; dates stay in their places. */
function linkedTable(
  plan: RunningPlan,
  plans: readonly PlanBase[],
  table: Table,
  keys: readonly (readonly number[])[],
): Table {
  const added = movesOf(plan, table);
  const totals = Float64Array.from(numbersOf(table, plan.total));
  const opening = totals.map((total, row) => total - added[row]!);
  const flows = plan.flow && Float64Array.from(numbersOf(table, plan.flow.column));
  const levels = flows === undefined ? [] : someOf(flows);
  const goOn = (row: number, total: number): number => {
    const next = total + added[row]!;
    if (Number.isNaN(next)) return total;
    if (flows === undefined || (next >= plan.min && next <= plan.max)) return next;
    const { factor } = plan.flow!;
    const after = (level: number) => next + factor * (level - flows[row]!);
    const outside = (level: number) => Math.max(0, plan.min - after(level), after(level) - plan.max);
    const apart = (level: number) => Math.abs(after(level) - totals[row]!);
    const best = levels.reduce(
      (a, b) => (outside(b) < outside(a) || (outside(b) === outside(a) && apart(b) < apart(a)) ? b : a),
      flows[row]!,
    );
    const changed = factor * (best - flows[row]!);
    flows[row] = best;
    totals[row]! += changed;
    return next + changed;
  };
  const source = Int32Array.from({ length: table.rows }, (_, row) => row);
  for (const rows of keys)
    linkedRows(rows, opening, goOn).forEach((row, at) => {
      source[rows[at]!] = row;
    });
  const adjusted = withNumbers(
    table,
    new Map([[plan.total, totals], ...(plan.flow && flows ? [[plan.flow.column, flows] as const] : [])]),
  );
  const moved = inOrder(plans, adjusted, source);
  const date = plan.by === undefined ? undefined : findColumn(table, plan.by);
  return {
    ...moved,
    columns: moved.columns.map((column) => (column.name === plan.by && date ? date : column)),
  };
}

const maxLevels = 200;

/** At most so many of the values, ascending. */
function someOf(values: Float64Array): number[] {
  const all = [...new Set(values.filter((value) => !Number.isNaN(value)))].sort((a, b) => a - b);
  const step = Math.max(1, all.length / maxLevels);
  return Array.from({ length: Math.min(all.length, maxLevels) }, (_, i) => all[Math.floor(i * step)]!);
}

function withNumbers(table: Table, changed: ReadonlyMap<string, Float64Array>): Table {
  return {
    ...table,
    columns: table.columns.map((column): Column => {
      const values = changed.get(column.name);
      return values === undefined || column.kind !== "number" ? column : { ...column, values };
    }),
  };
}

/** In ticks: so that the totals are on average where the learned ones are, and none is out of range where that can be. */
function startOf(
  { decimals, min, max }: RunningPlan,
  rows: readonly number[],
  ticks: readonly number[],
  total: Float64Array,
): number {
  const scale = 10 ** decimals;
  let [sum, count] = [0, 0];
  rows.forEach((row, i) => {
    if (Number.isNaN(total[row]!)) return;
    sum += total[row]! * scale - ticks[i]!;
    count++;
  });
  const start = count === 0 ? min * scale : sum / count;
  const [least, most] = ticks.reduce(
    ([a, b], tick) => [Math.min(a, tick), Math.max(b, tick)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return Math.round(Math.max(min * scale - least, Math.min(max * scale - most, start)));
}

/** What each row adds to the total. */
function movesOf({ total, opening, terms }: RunningPlan, table: Table): Float64Array {
  if (opening !== undefined) {
    const [from, to] = [numbersOf(table, opening), numbersOf(table, total)];
    return to.map((value, row) => value - from[row]! || 0);
  }
  const own = terms.map(({ column, sign }) => ({ values: numbersOf(table, column), sign }));
  return Float64Array.from({ length: table.rows }, (_, row) =>
    own.reduce((sum, { values, sign }) => sum + sign * (values[row]! || 0), 0),
  );
}

function orderedRows(plan: RunningPlan, plans: readonly PlanBase[], table: Table): Table {
  const gathered =
    plan.together === true ? inOrder(plans, table, gatheredRows(unitsOf(plan.key, table))) : table;
  const by = plan.by === undefined ? undefined : findColumn(gathered, plan.by);
  if (by === undefined || by.kind === "string") return gathered;
  const direction = plan.descending === true ? -1 : 1;
  const values = by.values.map((value) => direction * (Number.isNaN(value) ? 0 : value));
  return inOrder(plans, gathered, sortedWithin(values, unitsOf(plan.key, gathered)));
}

function unitsOf(key: string | null, table: Table): Int32Array {
  const column = key === null ? undefined : findColumn(table, key);
  return column === undefined ? new Int32Array(table.rows) : codesOf(column).codes;
}

function numbersOf(table: Table, name: string): Float64Array {
  const column = findColumn(table, name);
  if (column?.kind !== "number") throw new Error(`column ${name} of a running total holds no numbers`);
  return column.values;
}
