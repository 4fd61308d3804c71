import { z } from "zod";
import type { ColumnSpec } from "../../config/columnSpec.ts";
import { covers } from "../../jsonc/covers.ts";
import { type Coded, codesOf } from "../../table/codes.ts";
import { heldNumbers } from "../../table/protection/heldNumbers.ts";
import { type Column, findColumn, type Table } from "../../table/table.ts";
import type { ColumnKind, PreparedColumn } from "../columns/columnKind.ts";
import { cellNumbers, numericColumn } from "../columns/continuous.ts";
import { continuousProblem, finite, planName } from "../columns/planFields.ts";
import { ModelError } from "../modelTable.ts";
import { numberRange } from "../protectValues.ts";
import type { ColumnRule, Follower } from "../rules/columnRule.ts";
import { readNumber } from "../spelling.ts";
import type { EntityPlan } from "./entityPlan.ts";

/**
 * Counts the rows of what has several (line 1, 2, 3 of an order), or the inner entities of an outer one (the orders of a customer).
 * Numbers of rows are fitted too: they say in which order the rows of one come.
 */
export interface CounterPlan {
  readonly kind: "counter";
  readonly name: string;
  /** Key of what has several rows. */
  readonly of: string;
  /** Key of the inner entities that are counted; absent where rows are. */
  readonly each?: string;
  /** 0 or 1. */
  readonly start: number;
  /** Range that is fitted; null where nothing is. */
  readonly fitted: { readonly min: number; readonly max: number } | null;
}

/** Entities of several rows, from which on it is no chance that a column counts in all of them. */
const minEntities = 20;

export const counterRule: ColumnRule = {
  detect: (source) =>
    new Map(
      findCounters(source.whole, source.specs, source.entities).map((counter) => [
        counter.name,
        followerOf(counter),
      ]),
    ),
};

export const counterKind: ColumnKind<CounterPlan> = {
  schema: covers<CounterPlan>()(
    z.strictObject({
      kind: z.literal("counter"),
      name: planName,
      of: planName,
      each: planName.exactOptional(),
      start: z.int(),
      fitted: z
        .strictObject({ min: finite, max: finite })
        .refine(({ min, max }) => min <= max, { error: "min exceeds max" })
        .nullable(),
    }),
  ),
  problem: ({ fitted }, { column }) => (fitted === null ? undefined : continuousProblem(column)),
  after: ({ of, each }) => (each === undefined ? [of] : [of, each]),
  recount: (plan, table) => counted(plan, (name) => findColumn(table, name), table.rows),
  ordersRowsOf: ({ of, fitted }) => (fitted === null ? undefined : of),
  modelColumns: ({ name, fitted }) => (fitted === null ? [] : [name]),
  restore: (plan, { restored, batch }) => counted(plan, (name) => restored.get(name), batch.rows),
  condition({ name, of, each }): never {
    throw new ModelError(
      `column ${name} counts the ${each === undefined ? "rows" : `values of ${each}`} of each ${of} anew: it cannot be in a condition`,
    );
  },
  toModel({ fitted }, { model, column, table }) {
    if (column === undefined || fitted === null) return numericColumn(model.name, table.rows);
    const read = cellNumbers(column, readNumber);
    return numericColumn(model.name, table.rows, (row) =>
      Math.min(Math.max(read(row), fitted.min), fitted.max),
    );
  },
};

function counted(
  { name, of, each, start }: CounterPlan,
  columnOf: (name: string) => Column | undefined,
  rows: number,
): Column {
  const key = columnOf(of);
  const inner = each === undefined ? undefined : columnOf(each);
  if (key === undefined || (each !== undefined && inner === undefined))
    throw new Error(`column ${name} counts by ${of}, which is not there`);
  const units = codesOf(key);
  const items = inner === undefined ? undefined : codesOf(inner);
  const next = new Int32Array(units.distinct);
  const known = new Int32Array(items?.distinct ?? 0).fill(-1);
  return {
    kind: "number",
    name,
    values: Float64Array.from({ length: rows }, (_, row) => {
      const unit = units.codes[row]!;
      const item = items?.codes[row] ?? -1;
      if (unit < 0) return start;
      if (item >= 0 && known[item]! >= 0) return start + known[item]!;
      const place = next[unit]!++;
      if (item >= 0) known[item] = place;
      return start + place;
    }),
  };
}

type FoundCounter = Pick<CounterPlan, "name" | "of" | "each" | "start">;

/** Columns that count: from one start without gaps in every entity. */
function findCounters(
  table: Table,
  specs: readonly ColumnSpec[],
  entities: readonly EntityPlan[],
): FoundCounter[] {
  const codes = new Map(
    entities.flatMap(({ key }) => {
      const column = findColumn(table, key);
      return column === undefined ? [] : [[key, codesOf(column)] as const];
    }),
  );
  return specs.flatMap(({ name, role, sdtype, min, max }): FoundCounter[] => {
    const column = findColumn(table, name);
    const isFitted = sdtype === "numerical" || sdtype === "categorical" || sdtype === "boolean";
    if (column?.kind !== "number" || role === "drop" || !isFitted || min !== null || max !== null) return [];
    for (const [level, { key, columns }] of entities.entries()) {
      const inner = entities[level + 1];
      // inner entities are counted by a column that is the same in all rows of each
      if (columns.includes(name) || inner?.columns.includes(name) === false) continue;
      const units = codes.get(key);
      if (units === undefined) continue;
      const start = startOf(column.values, units, inner && codes.get(inner.key));
      if (start !== null) return [{ name, of: key, ...(inner && { each: inner.key }), start }];
    }
    return [];
  });
}

/** The number that every entity counts from, 0 or 1; null where one does not count. Years of a panel count from others. */
export function startOf(values: Float64Array, units: Coded, items: Coded | undefined): number | null {
  const [size, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((first) =>
    new Float64Array(units.distinct).fill(first),
  ) as [Float64Array, Float64Array, Float64Array];
  const seenItem = new Uint8Array(items?.distinct ?? 0);
  const seen = new Set<number>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const unit = units.codes[row]!;
    if (!Number.isSafeInteger(value)) return null;
    if (unit < 0) continue;
    const item = items?.codes[row] ?? -1;
    if (item >= 0 && seenItem[item] === 1) continue;
    if (item >= 0) seenItem[item] = 1;
    const pair = value * units.distinct + unit;
    if (seen.has(pair)) return null;
    seen.add(pair);
    size[unit]!++;
    low[unit] = Math.min(low[unit]!, value);
    high[unit] = Math.max(high[unit]!, value);
  }
  const start = low[0] ?? Number.NaN;
  let several = 0;
  for (let unit = 0; unit < units.distinct; unit++) {
    if (low[unit] !== start || high[unit] !== start + size[unit]! - 1) return null;
    if (size[unit]! > 1) several++;
  }
  return several >= minEntities && (start === 0 || start === 1) ? start : null;
}

function followerOf(counter: FoundCounter): Follower {
  return {
    from: [counter.of, ...(counter.each === undefined ? [] : [counter.each])],
    prepare(column, spec, { holders }) {
      if (column.kind !== "number") return null;
      return prepareCounter(heldNumbers(column.values, spec.minCategoryCount, holders), spec, counter);
    },
  };
}

function prepareCounter(
  values: Float64Array,
  spec: ColumnSpec,
  counter: FoundCounter,
): PreparedColumn<CounterPlan> {
  const range = counter.each === undefined ? numberRange(values, spec, 0) : null;
  if (range === null || !(range.min < range.max))
    return { plan: { kind: "counter", ...counter, fitted: null } };
  const { min, max } = range;
  const { name } = spec;
  return {
    plan: { kind: "counter", ...counter, fitted: { min, max } },
    fitted: [
      {
        column: { kind: "number", name, values: values.map((v) => Math.min(Math.max(v, min), max)) },
        meta: { kind: "continuous", name, decimals: 0, min, max, missing: false },
      },
    ],
  };
}
