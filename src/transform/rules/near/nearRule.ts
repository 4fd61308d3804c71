import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { median } from "../../../numerics/quantile.ts";
import { heldNumbers } from "../../../table/protection/heldNumbers.ts";
import type { Holders } from "../../../table/protection/holders.ts";
import { type Column, findColumn, type NumberColumn, type Table } from "../../../table/table.ts";
import type { PreparedColumn } from "../../columns/columnKind.ts";
import { middle } from "../../columns/continuous.ts";
import { findStep } from "../../numberGrid.ts";
import { fillMissing, numberRange, protectValues } from "../../protectValues.ts";
import { findRunning } from "../../running/findRunning.ts";
import { spellingOf } from "../../spelling.ts";
import type { ColumnRule, Follower, FollowerSource, RuleSource } from "../columnRule.ts";
import { findRelations, join, type Relation } from "./findRelations.ts";
import { type Deviation, deviation, isNumberPlan, type NearPlan } from "./nearPlan.ts";

/** Numbers among which relations are looked for: the first ones. */
const maxColumns = 40;
const minRows = 200;
/** Different values from which on a number may be computed from others and rounded. */
const minValues = 50;
/** Share of the rows that may hold one value: such a value is one of its own, and no sum or product. */
const maxAlike = 0.05;
/** Of the rows that say by how much a column differs, how many must be within this many times what the usual one does. */
const [inReach, reach] = [0.9, 10];
/** Share of the rows in which a product of 0 may stand beside a value. */
const maxEmpty = 0.01;

/** Finds numbers that are nearly the sum or product of two others: total charges beside months × monthly charges. */
export const nearRule: ColumnRule = { detect: findNear };

function findNear({ table, specs, entities, whole }: RuleSource): Map<string, Follower> {
  // an order's or person's rows share columns, and what they share is decided for all of them at once
  if (entities.length > 0) return new Map();
  const numbers = specs
    .filter(({ sdtype, role, split }) => sdtype === "numerical" && role !== "drop" && role !== "id" && !split)
    .flatMap((spec) => {
      const column = findColumn(table, spec.name);
      return column?.kind === "number" ? [{ spec, column }] : [];
    })
    .slice(0, maxColumns);
  if (table.rows < minRows || numbers.length < 3) return new Map();
  const columns = numbers.map(({ column }) => column);
  const relations = findRelations(columns);
  const running = relations.length === 0 ? new Set<string>() : runningColumns(whole, specs);
  return new Map(
    relations.flatMap((relation): [string, Follower][] => {
      // a running total depends on the row before it, not on other columns of its row
      if ([relation.target, relation.left, relation.right].some((k) => running.has(columns[k]!.name)))
        return [];
      const target = numbers[relation.target]!;
      const parts = [columns[relation.left]!, columns[relation.right]!] as const;
      const joined = joinedOf(relation.of, parts);
      const by = deviationOf(target.column.values, joined);
      if (by === null || !isFree(target.column.values) || !isSaid(target, joined, by)) return [];
      return [[target.spec.name, followerOf({ of: relation.of, by, parts, joined })]];
    }),
  );
}

/** Totals that go on from row to row, and columns that repeat them. */
function runningColumns(whole: Table, specs: readonly ColumnSpec[]): Set<string> {
  const found = findRunning(whole, {
    specs,
    holders: undefined,
    isBound: () => false,
    flowOf: () => undefined,
    staysWithRow: () => true,
  });
  return new Set(found.flatMap(({ total, opening }) => (opening === undefined ? [total] : [total, opening])));
}

interface Found {
  readonly of: Relation["of"];
  readonly by: Deviation;
  readonly parts: readonly [NumberColumn, NumberColumn];
  readonly joined: Float64Array;
}

function followerOf(found: Found): Follower {
  const from = found.parts.map(({ name }) => name);
  return {
    from,
    prepare(column, spec, source) {
      const isPlain = from.every((name) => {
        const plan = source.plans.get(name);
        return isNumberPlan(plan) && !(plan.kind === "number" && plan.spikes !== undefined);
      });
      return isPlain ? prepareNear(column, spec, found, source) : null;
    },
  };
}

function joinedOf(of: Relation["of"], [left, right]: Found["parts"]): Float64Array {
  return left.values.map((value, row) => join(of, value, right.values[row]!));
}

/** Many values, none of them frequent. */
function isFree(values: Float64Array): boolean {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  let [different, longest, run] = [0, 0, 0];
  for (let i = 0; i < sorted.length; i++) {
    run = i > 0 && sorted[i] === sorted[i - 1] ? run + 1 : 1;
    if (run === 1) different++;
    longest = Math.max(longest, run);
  }
  return different >= minValues && longest <= maxAlike * sorted.length;
}

/** The two others say what the column nearly is in every row that has it, and it may be missing where they are. */
function isSaid(
  { spec, column }: { readonly spec: ColumnSpec; readonly column: NumberColumn },
  joined: Float64Array,
  by: Deviation,
): boolean {
  let [present, silent, empty] = [0, 0, 0];
  joined.forEach((value, row) => {
    const own = column.values[row]!;
    if (Number.isNaN(value)) silent++;
    if (Number.isNaN(own)) return;
    present++;
    if (Number.isNaN(value)) empty += present + joined.length;
    else if (Number.isNaN(deviation(by, own, value))) empty++;
  });
  return empty <= maxEmpty * present && !(spec.missing === "never" && silent > 0);
}

/**
 * How rows differ: by a ratio or an amount, whichever is as large where the sum or product is large as where it is small. Null
 * where many rows differ much more than the usual one.
 */
function deviationOf(values: Float64Array, joined: Float64Array): Deviation | null {
  const middleOf = (of: Float64Array) => median(of.filter((value) => !Number.isNaN(value)));
  const half = middleOf(joined.map(Math.abs));
  const uneven = (["ratio", "difference"] as const).flatMap((by) => {
    const apart = values.map((value, row) => deviation(by, value, joined[row]!));
    const center = middleOf(apart);
    const off = apart.map((value) => Math.abs(value - center));
    const usual = middleOf(off);
    const near = off.filter((value) => value <= reach * usual).length;
    if (near < inReach * off.filter((value) => !Number.isNaN(value)).length) return [];
    const [small, large] = [true, false].map((isSmall) =>
      middleOf(off.filter((_, row) => Math.abs(joined[row]!) < half === isSmall)),
    );
    return [{ by, uneven: Math.abs(Math.log((small! + 1e-9 * usual) / (large! + 1e-9 * usual))) }];
  });
  return uneven.sort((a, b) => a.uneven - b.uneven)[0]?.by ?? null;
}

/** Null where the column is better prepared like any other: it has sentinel values, or always differs by as much. */
function prepareNear(
  column: Column,
  spec: ColumnSpec,
  { of, by, parts, joined }: Found,
  { random, holders }: Pick<FollowerSource, "random" | "holders">,
): PreparedColumn<NearPlan> | null {
  if (column.kind !== "number") return null;
  const { minCategoryCount: k, decimals } = spec;
  const own = heldNumbers(column.values, k, holders);
  const output = numberRange(own, spec, decimals);
  if (output === null || output.spikes.length > 0 || !(output.min < output.max)) return null;
  const apart = fitted(own, joined, { by, k, holders });
  const range = numberRange(apart, { min: null, max: null, minCategoryCount: k }, null);
  if (range === null || range.spikes.length > 0 || !(range.min < range.max)) return null;
  const shown = protectValues(apart, range, { round: (value) => value });
  const never = spec.missing === "never";
  const values = never ? fillMissing(shown, random) : shown;
  const missing = !never && values.some(Number.isNaN);
  const { min, max } = range;
  const plan: NearPlan = {
    kind: "near",
    name: spec.name,
    of,
    left: parts[0].name,
    right: parts[1].name,
    by,
    min,
    max,
    fill: missing ? null : middle(range),
    grid: { decimals, step: findStep(own, decimals), min: output.min, max: output.max },
    ...spellingOf(spec),
  };
  return {
    plan,
    fitted: [
      {
        column: { kind: "number", name: spec.name, values },
        meta: { kind: "continuous", name: spec.name, decimals: null, min, max, missing },
      },
    ],
  };
}

/** By how much every row differs; a product of 0 says nothing, and its row differs as the usual one does. */
function fitted(
  own: Float64Array,
  joined: Float64Array,
  { by, k, holders }: { readonly by: Deviation; readonly k: number; readonly holders: Holders | undefined },
): Float64Array {
  const apart = own.map((value, row) => deviation(by, value, joined[row]!));
  const usual = median(apart.filter((value) => !Number.isNaN(value)));
  const whole = apart.map((value, row) => (Number.isNaN(value) && !Number.isNaN(own[row]!) ? usual : value));
  return heldNumbers(whole, k, holders);
}
