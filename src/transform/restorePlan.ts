import type { PlanBase, Plans } from "./columns/columnKind.ts";
import { type ColumnPlan, kindOf, modelColumnsOf } from "./columns/columnKinds.ts";
import type { DateFormsPlan } from "./dateForms.ts";
import type { EntityPlan } from "./entities/entityPlan.ts";
import type { FirstLines } from "./entities/firstLines.ts";
import { inOrderOf } from "./inOrderOf.ts";
import type { PeoplePlan } from "./personal/peoplePlan.ts";
import type { RowOrder } from "./rowOrder.ts";
import type { RulesPlan } from "./rules/rulesPlan.ts";
import type { RunningPlan } from "./running/runningPlan.ts";

/**
 * How to turn a model's table back into one that looks like the source: plain JSON, kept in the model file.
 * Holds ranges, grids, kept categories and patterns; never a source row.
 */
export interface RestorePlan {
  readonly version: 1;
  /** Output columns in their order, where `rules` do not change them; dropped columns are absent. */
  readonly columns: readonly ColumnPlan[];
  /** Names of columns left out of the output, with the reason. */
  readonly dropped: readonly { readonly name: string; readonly reason: string }[];
  /** Persons whose values are invented; absent where there are none. */
  readonly people?: PeoplePlan;
  /** What has several rows (persons, orders), outermost first; absent where there is nothing. */
  readonly entities?: readonly EntityPlan[];
  /** The order of the rows; absent where they are in none. */
  readonly order?: RowOrder;
  /** Totals that go on from row to row; absent where there is none. */
  readonly running?: readonly RunningPlan[];
  /** Columns that stand in the first row of each key only; absent where there are none. */
  readonly firstLines?: FirstLines;
  /** Datetime columns whose rows differ in how they are written; absent where there is none. */
  readonly dateForms?: readonly DateFormsPlan[];
  /** How the columns that rules bind come from those of `columns`; absent where there is no rule. */
  readonly rules?: RulesPlan;
}

/** Names of the output columns in their order. */
export function outputNames({ columns, rules }: RestorePlan): string[] {
  const plain = columns.map(({ name }) => name);
  if (rules === undefined) return plain;
  const known = new Set([
    ...plain,
    ...rules.systems.flatMap(({ variables }) => variables.map(({ name }) => name)),
    ...rules.bundles.flatMap(({ members }) => members.map(({ name }) => name)),
    ...rules.texts.map(({ name }) => name),
  ]);
  return rules.columns.filter((name) => known.has(name));
}

/** Names of the output columns whose cells rules decide. */
export function boundNames({ rules }: Pick<RestorePlan, "rules">): ReadonlySet<string> {
  if (rules === undefined) return new Set();
  return new Set([
    ...rules.systems.flatMap(({ variables }) =>
      variables.flatMap(({ name, kind }) => (kind === "part" ? [] : [name])),
    ),
    ...rules.bundles.flatMap(({ members }) => members.map(({ name }) => name)),
    ...rules.texts.map(({ name }) => name),
  ]);
}

/** Columns that follow from one whose cells rules decide: they are restored once rules are kept. */
export function columnsAfterRules(plan: RestorePlan): ReadonlySet<string> {
  const bound = boundNames(plan);
  const late = new Set<string>();
  for (const column of inOrderOf(plan.columns, namesAfter))
    if (!bound.has(column.name) && namesAfter(column).some((name) => bound.has(name) || late.has(name)))
      late.add(column.name);
  return late;
}

function namesAfter(column: ColumnPlan): readonly string[] {
  return kindOf(column).after?.(column) ?? [];
}

/** The plan that each column of the model's table belongs to. */
export function ownersOf(plan: RestorePlan): ReadonlyMap<string, ColumnPlan> {
  return new Map(plan.columns.flatMap((column) => modelColumnsOf(column).map((name) => [name, column])));
}

/** The plans by column name. */
export function plansOf(plan: RestorePlan): Plans {
  return new Map(plan.columns.map((column): [string, PlanBase] => [column.name, column]));
}
