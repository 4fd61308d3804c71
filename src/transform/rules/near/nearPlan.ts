import { z } from "zod";
import { covers } from "../../../jsonc/covers.ts";
import type { Condition } from "../../../table/condition.ts";
import { type Column, findColumn, type Table } from "../../../table/table.ts";
import type {
  ColumnKind,
  ConditionSource,
  PlanBase,
  Plans,
  UserCondition,
} from "../../columns/columnKind.ts";
import { cellNumbers, modelNumbers, numericColumn, presenceCondition } from "../../columns/continuous.ts";
import { gridFields, gridRounder, type NumberPlan, numberSpelling } from "../../columns/number.ts";
import {
  continuousProblem,
  finite,
  isOrdered,
  notOrdered,
  planFill,
  planName,
} from "../../columns/planFields.ts";
import { ModelError, type WrittenSum } from "../../modelTable.ts";
import type { NumberGrid } from "../../numberGrid.ts";
import { readNumber } from "../../spelling.ts";
import { join, type Relation } from "./findRelations.ts";

/** How a number differs from what two others make: by a factor, or by an amount. */
export type Deviation = "ratio" | "difference";

/**
 * A number that is nearly the sum or product of two others. Fitted as how it differs from that, within [min, max]; the output lies
 * on `grid`, within its protected range.
 */
export interface NearPlan {
  readonly kind: "near";
  readonly name: string;
  readonly of: Relation["of"];
  readonly left: string;
  readonly right: string;
  readonly by: Deviation;
  readonly min: number;
  readonly max: number;
  /** How it differs where the model says it is missing and the output must have a value; null where it may be missing. */
  readonly fill: number | null;
  readonly grid: NumberGrid;
  readonly spelling?: NonNullable<NumberPlan["spelling"]>;
}

export const nearKind: ColumnKind<NearPlan> = {
  schema: covers<NearPlan>()(
    z
      .strictObject({
        kind: z.literal("near"),
        name: planName,
        of: z.enum(["sum", "product"]),
        left: planName,
        right: planName,
        by: z.enum(["ratio", "difference"]),
        min: finite,
        max: finite,
        fill: planFill,
        grid: z.strictObject(gridFields).refine(isOrdered, notOrdered),
        spelling: numberSpelling.exactOptional(),
      })
      .refine(isOrdered, notOrdered),
  ),
  problem: ({ name, left, right }, { column, plans }) => {
    const other = [left, right].find((one) => one === name || !isNumberPlan(plans.get(one)));
    return other === undefined ? continuousProblem(column) : `follows ${other}, which is no number`;
  },
  after: ({ left, right }) => [left, right],
  restore: (plan, { batch, restored }) => ({
    kind: "number",
    name: plan.name,
    values: restoreNear(plan, modelNumbers(plan.name, batch), [
      restoredNumbers(plan.left, restored),
      restoredNumbers(plan.right, restored),
    ]),
  }),
  condition(plan, condition, source) {
    if (condition.op === "missing") return presenceCondition(plan, condition);
    const present = [
      ...(plan.fill === null ? [{ column: plan.name, op: "present" } as const] : []),
      ...source.on({ column: plan.left, op: "present" }),
      ...source.on({ column: plan.right, op: "present" }),
    ];
    return condition.op === "present" ? present : [...present, ...necessary(plan, condition, source)];
  },
  checksRows: (_plan, { op }) => op === "in" || op === "range",
  toModel(plan, { model, column, table, plans }) {
    const [left, right] = [cellsOf(plan.left, table, plans), cellsOf(plan.right, table, plans)];
    if (column === undefined || left === undefined || right === undefined)
      return numericColumn(model.name, table.rows);
    const read = cellNumbers(column, (text) => readNumber(text, plan.spelling));
    return numericColumn(model.name, table.rows, (row) => {
      const apart = deviation(plan.by, read(row), join(plan.of, left(row), right(row)));
      return Math.min(Math.max(apart, plan.min), plan.max);
    });
  },
  deduce: deduceOther,
  range: ({ grid }) => ({ min: grid.min, max: grid.max }),
  describeRange: ({ grid }, { min = grid.min, max = grid.max } = {}) =>
    `its values lie between ${shown(min)} and ${shown(max)}`,
};

/** Whether a number may be near what columns of this plan make. */
export function isNumberPlan(plan: PlanBase | undefined): plan is NumberPlan | NearPlan {
  return plan?.kind === "number" || plan?.kind === "near";
}

/** How a value differs from the sum or product; NaN where either is missing, or a factor says nothing. */
export function deviation(by: Deviation, value: number, joined: number): number {
  if (by === "difference") return value - joined;
  return joined === 0 ? Number.NaN : value / joined;
}

/** What a model that judges its rows should see of such numbers: sums of its columns, or products. */
export function writtenNear(plans: readonly PlanBase[]): WrittenSum[] {
  return plans.flatMap((plan) => {
    if (!isNear(plan) || (plan.of === "product") !== (plan.by === "ratio")) return [];
    const terms = [plan.left, plan.right, plan.name].map((column) => [column, 1] as const);
    const isPlain = [plan.left, plan.right].every((name) =>
      plans.some((other) => other.name === name && other.kind === "number"),
    );
    return isPlain ? [{ name: plan.name, terms, isProduct: plan.of === "product" }] : [];
  });
}

/** Whether a column is fitted as how it differs from two others. */
function isNear(plan: PlanBase): plan is NearPlan {
  return plan.kind === "near";
}

function restoreNear(
  plan: NearPlan,
  fitted: Float64Array,
  [left, right]: readonly [Float64Array, Float64Array],
): Float64Array {
  const onGrid = gridRounder(plan.grid);
  return fitted.map((given, row) => {
    const apart = Number.isNaN(given)
      ? (plan.fill ?? Number.NaN)
      : Math.min(Math.max(given, plan.min), plan.max);
    const joined = join(plan.of, left[row]!, right[row]!);
    const value = plan.by === "ratio" ? joined * apart : joined + apart;
    return Number.isNaN(value) ? value : onGrid(value);
  });
}

function restoredNumbers(name: string, restored: ReadonlyMap<string, Column>): Float64Array {
  const column = restored.get(name);
  if (column?.kind !== "number") throw new Error(`the model made no numbers for ${name}`);
  return column.values;
}

/** Range of a number without spikes. */
function rangeOf(plan: PlanBase | undefined): { readonly min: number; readonly max: number } | undefined {
  if (!isNumberPlan(plan)) return undefined;
  if (isNear(plan)) return plan.grid;
  return plan.spikes === undefined ? plan : undefined;
}

function cellsOf(name: string, table: Table, plans: Plans): ((row: number) => number) | undefined {
  const column = findColumn(table, name);
  const plan = plans.get(name);
  if (column === undefined || !isNumberPlan(plan)) return undefined;
  return cellNumbers(column, (text) => readNumber(text, plan.spelling));
}

/**
 * What a condition asks of the two other columns at least; rows are checked for the rest.
 * @throws ModelError when no value of the column meets it
 */
function necessary(
  plan: NearPlan,
  condition: Extract<UserCondition, { op: "in" | "range" }>,
  { plans, on }: ConditionSource,
): Condition[] {
  const [from, to] = boundsOf(plan, condition);
  if (from > plan.grid.max || to < plan.grid.min)
    throw new ModelError(
      `no value of column ${plan.name} meets the condition: ${nearKind.describeRange!(plan)}`,
    );
  const ranges = [plan.left, plan.right].map((name) => rangeOf(plans.get(name)));
  return [plan.left, plan.right].flatMap((column, side): Condition[] => {
    const [own, other] = [ranges[side], ranges[1 - side]];
    if (own === undefined || other === undefined) return [];
    const [min, max] = needed(plan, [from, to], other);
    const [low, high] = [Math.min(min, own.max), Math.max(max, own.min)];
    if (low <= own.min && high >= own.max) return [];
    return on({
      column,
      op: "range",
      min: low <= own.min ? null : low,
      max: high >= own.max ? null : high,
    });
  });
}

/** Between which numbers one of two columns lies where the value lies within bounds, whatever the other one and the deviation. */
function needed(
  plan: NearPlan,
  [from, to]: readonly [number, number],
  other: { readonly min: number; readonly max: number },
): readonly [number, number] {
  const open = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  if (plan.of === "sum" && plan.by === "difference")
    return [from - other.max - plan.max, to - other.min - plan.min];
  const isPositive = other.min > 0 && plan.min > 0 && from >= 0;
  if (plan.of !== "product" || plan.by !== "ratio" || !isPositive) return open;
  return [from / (other.max * plan.max), to / (other.min * plan.min)];
}

/** The bounds of a condition, half a step of the grid wider. @throws ModelError where it names words */
function boundsOf(
  { name, grid: { decimals, step }, spelling }: NearPlan,
  condition: Extract<UserCondition, { op: "in" | "range" }>,
): readonly [number, number] {
  const half = decimals === null ? 0 : step / 10 ** decimals / 2;
  const read = (value: string | number): number => {
    const number = typeof value === "number" ? value : readNumber(value, spelling);
    if (!Number.isFinite(number)) throw new ModelError(`column ${name} holds numbers: cannot read ${value}`);
    return number;
  };
  const values = condition.op === "in" ? condition.values.map(read) : [];
  const min =
    condition.op === "in" ? Math.min(...values) : condition.min === null ? null : read(condition.min);
  const max =
    condition.op === "in" ? Math.max(...values) : condition.max === null ? null : read(condition.max);
  return [(min ?? Number.NEGATIVE_INFINITY) - half, (max ?? Number.POSITIVE_INFINITY) + half];
}

/** A missing part is nearly what the column and the other part leave for it. */
function deduceOther(
  plan: NearPlan,
  known: Column,
  {
    column,
    table,
    plans,
  }: { readonly column: Column | undefined; readonly table: Table; readonly plans: Plans },
): void {
  const [name, other] = known.name === plan.left ? [plan.left, plan.right] : [plan.right, plan.left];
  const own = plans.get(name);
  const cells = cellsOf(other, table, plans);
  if (known.kind === "string" || known.name !== name || column === undefined || cells === undefined) return;
  if (own?.kind !== "number") return;
  const onGrid = gridRounder(own as NumberPlan);
  const read = cellNumbers(column, (text) => readNumber(text, plan.spelling));
  for (let row = 0; row < known.values.length; row++) {
    if (!Number.isNaN(known.values[row]!)) continue;
    const value = plan.of === "sum" ? read(row) - cells(row) : read(row) / cells(row);
    if (Number.isFinite(value)) known.values[row] = onGrid(value);
  }
}

function shown(value: number): string {
  return String(Number(value.toPrecision(12)));
}
