import { nearest } from "../jsonc/nearest.ts";
import type { Condition } from "../table/condition.ts";
import { fromTicks, toTicks } from "./datetimeGrid.ts";
import { determinedCondition, joinSets } from "./determinedConditions.ts";
import { ModelError } from "./modelTable.ts";
import { gridBounds } from "./prepareNumber.ts";
import type {
  CategoryPlan,
  ColumnPlan,
  DatetimePlan,
  ElapsedPlan,
  NumberPlan,
  RestorePlan,
} from "./restorePlan.ts";
import { readDatetime, readNumber } from "./spelling.ts";

/**
 * Conditions in the terms of the model's table: numbers on the column's grid, datetimes as ticks, categories checked.
 * Conditions that always hold are left out.
 * @throws ModelError naming the column and value that cannot be met
 */
export function toModelConditions(
  plan: RestorePlan,
  conditions: readonly Condition<string | number>[],
): Condition[] {
  const given = conditions.flatMap((condition) => {
    const column = findPlan(plan, condition.column);
    switch (column.kind) {
      case "number":
        return continuousCondition(column, condition, (v) => numberOf(column, v), gridOf(column));
      case "datetime":
        return continuousCondition(column, condition, (v) => ticksOf(column, v), {
          down: Math.floor,
          up: Math.ceil,
        });
      case "elapsed":
        if (condition.op === "missing" || condition.op === "present")
          return presenceCondition(column, condition);
        throw new ModelError(
          `column ${column.name} is learnt as the time since ${column.since}: put the condition on ${column.since} instead`,
        );
      case "category":
        return categoryCondition(column, condition);
      case "determined":
        return determinedCondition(column, discrete(plan, column.by), condition);
      case "constant":
        return fixedCondition(column.name, column.value, condition);
      case "missing":
        if (condition.op === "missing") return [];
        throw new ModelError(`column ${column.name} has no value at all: it can only be missing`);
      default:
        throw new ModelError(
          `column ${column.name} is made up (id or text), not learnt: it cannot be in a condition`,
        );
    }
  });
  return joinSets(given);
}

function discrete(plan: RestorePlan, name: string): CategoryPlan {
  const found = findPlan(plan, name);
  if (found.kind !== "category") throw new Error(`column ${name} is not discrete`);
  return found;
}

function findPlan(plan: RestorePlan, name: string): ColumnPlan {
  const found = plan.columns.find((c) => c.name === name);
  if (found !== undefined) return found;
  const gone = plan.dropped.find((c) => c.name === name);
  if (gone !== undefined) throw new ModelError(`column ${name} is not in the output: ${gone.reason}`);
  const names = plan.columns.map((c) => c.name);
  throw new ModelError(`the model has no column ${name}${suggest(name, names)}`);
}

interface Grid {
  down(value: number): number;
  up(value: number): number;
}

function presenceCondition(
  plan: NumberPlan | DatetimePlan | ElapsedPlan,
  condition: Extract<Condition<string | number>, { op: "missing" | "present" }>,
): Condition[] {
  if (plan.fill === null) return [condition];
  if (condition.op === "present") return [];
  throw new ModelError(`column ${plan.name} is never missing`);
}

function continuousCondition(
  plan: NumberPlan | DatetimePlan,
  condition: Condition<string | number>,
  read: (value: string | number) => number,
  grid: Grid,
): Condition[] {
  if (condition.op === "missing" || condition.op === "present") return presenceCondition(plan, condition);
  if (condition.op === "in") {
    const values = condition.values.map(read);
    values.forEach((v, i) => {
      if (v < plan.min || v > plan.max)
        throw new ModelError(
          `column ${plan.name} never is ${shown(plan, condition.values[i]!)}: ${rangeText(plan, plan)}`,
        );
    });
    return [{ column: plan.name, op: "in", values }];
  }
  const min = condition.min === null ? null : grid.up(read(condition.min));
  const max = condition.max === null ? null : grid.down(read(condition.max));
  const low = Math.max(min ?? plan.min, plan.min);
  const high = Math.min(max ?? plan.max, plan.max);
  if (low > high)
    throw new ModelError(
      `column ${plan.name} is never ${between(plan, condition.min, condition.max)}: ${rangeText(plan, plan)}`,
    );
  return [{ column: plan.name, op: "range", min, max }];
}

/** `range` in the terms of the model's table. */
export function rangeText(
  plan: NumberPlan | DatetimePlan,
  { min, max }: { readonly min: number; readonly max: number },
): string {
  const bound = (value: number): string =>
    plan.kind === "number" ? String(Number(value.toPrecision(12))) : shown(plan, fromTicks(plan, value));
  return `its values lie between ${bound(min)} and ${bound(max)}`;
}

function between(
  plan: NumberPlan | DatetimePlan,
  min: string | number | null,
  max: string | number | null,
): string {
  if (min === null) return `${shown(plan, max!)} or below`;
  if (max === null) return `${shown(plan, min)} or above`;
  return `between ${shown(plan, min)} and ${shown(plan, max)}`;
}

/** A bound or value as it was given; epoch ms as a date. */
function shown(plan: NumberPlan | DatetimePlan, value: string | number): string {
  if (plan.kind === "number" || typeof value === "string") return String(value);
  return new Date(value).toISOString().slice(0, 19).replace("T00:00:00", "").replace("T", " ");
}

function gridOf(plan: NumberPlan): Grid {
  if (plan.decimals === null) return { down: (v) => v, up: (v) => v };
  const perStep = 10 ** plan.decimals / plan.step;
  const { low, high } = gridBounds(plan);
  const clamp = (k: number) => Math.min(Math.max(k, low - 1), high + 1) / perStep;
  return {
    down: (v) => clamp(Math.floor(v * perStep + 1e-7)),
    up: (v) => clamp(Math.ceil(v * perStep - 1e-7)),
  };
}

function numberOf(plan: NumberPlan, value: string | number): number {
  const read = typeof value === "number" ? value : readNumber(value, plan.spelling);
  if (!Number.isFinite(read)) throw new ModelError(`column ${plan.name} holds numbers: cannot read ${value}`);
  return read;
}

function ticksOf(plan: DatetimePlan, value: string | number): number {
  const ms = typeof value === "number" ? value : readDatetime(value, plan.dateFormat);
  if (!Number.isFinite(ms))
    throw new ModelError(
      `column ${plan.name} holds datetimes: cannot read ${value} (write it as in the file, or as 2024-05-31T10:30:00)`,
    );
  return toTicks(plan, ms);
}

function categoryCondition(plan: CategoryPlan, condition: Condition<string | number>): Condition[] {
  if (condition.op === "missing") {
    if (plan.missing) return [condition];
    throw new ModelError(`column ${plan.name} is never missing`);
  }
  if (condition.op === "present") return plan.missing ? [condition] : [];
  if (condition.op === "in")
    return [{ column: plan.name, op: "in", values: condition.values.map((v) => categoryOf(plan, v)) }];
  if (plan.values === null && plan.categories.some((c) => Number.isNaN(readNumber(c))))
    throw new ModelError(`column ${plan.name} holds categories: a range cannot be asked of it`);
  const numbers = plan.values ?? plan.categories.map((c) => readNumber(c));
  const bound = (v: string | number) =>
    typeof v === "number" ? v : plan.output === "datetime" ? readDatetime(v, null) : readNumber(v);
  const min = condition.min === null ? Number.NEGATIVE_INFINITY : bound(condition.min);
  const max = condition.max === null ? Number.POSITIVE_INFINITY : bound(condition.max);
  const values = plan.categories.filter((_, i) => numbers[i]! >= min && numbers[i]! <= max);
  if (values.length === 0)
    throw new ModelError(
      `column ${plan.name} has no category between ${condition.min ?? "any"} and ${condition.max ?? "any"}`,
    );
  return [{ column: plan.name, op: "in", values }];
}

function categoryOf(plan: CategoryPlan, value: string | number): string {
  const text = String(value);
  if (plan.categories.includes(text)) return text;
  const number = typeof value === "number" ? value : readNumber(text);
  const byValue = plan.values === null ? -1 : plan.values.indexOf(number);
  const bySpelling =
    byValue < 0 && !Number.isNaN(number)
      ? plan.categories.findIndex((c) => readNumber(c) === number)
      : byValue;
  if (bySpelling >= 0) return plan.categories[bySpelling]!;
  const rare = plan.rare === null ? "" : " (it may be too rare to be emitted)";
  throw new ModelError(
    `column ${plan.name} has no category ${text}${rare}${Number.isNaN(number) ? suggest(text, plan.categories) : listed(inOrder(plan))}`,
  );
}

function fixedCondition(
  name: string,
  value: string | number,
  condition: Condition<string | number>,
): Condition[] {
  const number =
    typeof value === "number" ? value : firstNumber(readNumber(value), readDatetime(value, null));
  const holds =
    condition.op === "present" ||
    (condition.op === "in" &&
      condition.values.some((v) => String(v) === String(value) || Number(v) === number)) ||
    (condition.op === "range" &&
      (condition.min === null || Number(condition.min) <= number) &&
      (condition.max === null || Number(condition.max) >= number));
  if (holds) return [];
  throw new ModelError(`column ${name} is always ${value}`);
}

function firstNumber(...numbers: readonly number[]): number {
  return numbers.find((n) => !Number.isNaN(n)) ?? Number.NaN;
}

function suggest(given: string, known: readonly string[]): string {
  const guess = nearest(given, known.slice(0, 2000));
  return guess === undefined ? listed(known) : `; did you mean ${guess}?`;
}

function listed(known: readonly string[]): string {
  const more = known.length > 8 ? ` and ${known.length - 8} more` : "";
  return `; it has ${known.slice(0, 8).join(", ")}${more}`;
}

/** Numbers by size: 7 is no misspelt 1. */
function inOrder({ categories }: CategoryPlan): string[] {
  return categories.toSorted((a, b) => readNumber(a) - readNumber(b) || 0);
}
