import type { ColumnSpec } from "../config/columnSpec.ts";
import type { Rule } from "../config/rules/ruleSyntax.ts";
import { Random } from "../numerics/random.ts";
import { type Column, findColumn, makeTable, type Table } from "../table/table.ts";
import type { PlanBase, PrepareContext, PreparedColumn } from "./columns/columnKind.ts";
import { type ColumnPlan, columnPreparers } from "./columns/columnKinds.ts";
import { fillTimes, prepareDateForms } from "./dateForms.ts";
import { inOrderOf, waitsFor } from "./inOrderOf.ts";
import { type ModelColumn, ModelError, type ModelTable } from "./modelTable.ts";
import { rowsOfPersons } from "./personal/entity.ts";
import { namedValues, planPeople } from "./personal/people.ts";
import type { PeoplePlan } from "./personal/peoplePlan.ts";
import { smoothPersons } from "./personal/smoothPersons.ts";
import type { RestorePlan } from "./restorePlan.ts";
import { applyRules } from "./rules/applyRules.ts";
import type { Follower } from "./rules/columnRule.ts";
import { columnRules } from "./rules/columnRules.ts";
import { compileRules } from "./rules/compileRules.ts";
import { writtenSums } from "./rules/writtenSums.ts";

export interface Prepared {
  readonly data: ModelTable;
  readonly restore: RestorePlan;
  /** What the user should know: columns left out, values protected; each names its column. */
  readonly warnings: string[];
}

export interface PrepareOptions {
  readonly seed: number;
  /** What a rare category becomes: one of the kept ones (default), or the name of the bucket. */
  readonly rareOutput?: "redraw" | "label";
  /** What every restored row keeps, texts in them typed. */
  readonly rules?: readonly Rule[];
  /** Rows that will be sampled; as many as the table has where absent. */
  readonly rows?: number;
  /** Columns of one person each, as the config groups them; found by their names where absent. */
  readonly people?: readonly (readonly string[])[];
  readonly locale?: string;
  /** Every row of the file, where the table has a part of them: new ids and invented values differ from all of theirs. */
  readonly everyRow?: Table;
}

/**
 * Splits a table into what a model fits and a plan for the rest. `specs` are in output order; table columns without a spec
 * are left out. A column that follows from others is prepared by its rule (`rules/`), every other by the first kind that
 * takes it (`columns/`); `rules` change beforehand which columns there are (`rules/applyRules.ts`).
 * @throws ModelError when nothing is left to learn from, or a column of the specs is not in the table
 */
export function prepare(table: Table, specs: readonly ColumnSpec[], options: PrepareOptions): Prepared {
  const { seed, rules = [] } = options;
  const random = new Random(seed).fork("date forms");
  const forms = prepareDateForms(table, specs, random);
  const plan = rules.length === 0 ? undefined : compileRules(rules, table, specs);
  const ruled =
    plan === undefined ? { table, specs } : applyRules(plan, table, specs, new Random(seed).fork("rules"));
  const { data, restore, warnings } = prepareTable(
    fillTimes(ruled.table, ruled.specs, random.fork("times")),
    ruled.specs,
    options,
  );
  return {
    data: {
      table: makeTable([...data.table.columns, ...forms.fitted.map(({ column }) => column)]),
      columns: [...data.columns, ...forms.fitted.map(({ meta }) => meta)],
      ...(plan !== undefined && { written: writtenSums(plan) }),
    },
    restore: {
      ...restore,
      ...(forms.plans.length > 0 && { dateForms: forms.plans }),
      ...(plan !== undefined && { rules: plan }),
    },
    warnings,
  };
}

/** A table no rule of a config speaks of. */
function prepareTable(table: Table, specs: readonly ColumnSpec[], options: PrepareOptions): Prepared {
  const random = new Random(options.seed).fork("prepare");
  const { everyRow, rareOutput = "redraw" } = options;
  const whole = everyRow ?? table;
  const { rows = whole.rows } = options;
  const people = planPeople(whole, specs, {
    rows,
    ...(options.people && { groups: options.people }),
    ...(options.locale !== undefined && { locale: options.locale }),
  });
  const guarded = specs.map((spec) => guardPersons(table, spec, people));
  const named = (name: string) => namedValues(whole, specs, people, name);
  const beside = (name: string) => findColumn(whole, name);
  const shared = { random, rareOutput, people, named, beside, rows };
  const done = prepareColumns(smoothed(table, specs, people, random), guarded, { shared, everyRow });
  const plans: ColumnPlan[] = [];
  const dropped: { name: string; reason: string }[] = [];
  const warnings: string[] = [];
  const columns: Column[] = [];
  const metas: ModelColumn[] = [];
  for (const { name } of specs) {
    const { plan, fitted = [], warning, dropped: reason } = done.get(name)!;
    if (warning !== undefined) warnings.push(warning);
    if (plan !== null) plans.push(plan as ColumnPlan);
    else dropped.push({ name, reason: reason ?? "dropped" });
    for (const { column, meta } of fitted) {
      columns.push(column);
      metas.push(meta);
    }
  }
  if (columns.length === 0)
    throw new ModelError(
      "no column is left to learn from: every column is an id, free text, constant, empty or dropped; give at least one column the type numerical, categorical, boolean or datetime in the config",
    );
  return {
    data: { table: makeTable(columns), columns: metas },
    restore: { version: 1, columns: plans, dropped, ...(people !== null && { people }) },
    warnings,
  };
}

/** The table with the dates and numbers of single persons drawn again, where persons have several rows. */
function smoothed(
  table: Table,
  specs: readonly ColumnSpec[],
  people: PeoplePlan | null,
  random: Random,
): Table {
  const entity = people?.entity;
  if (!entity) return table;
  const key = columnOf(table, entity.key);
  const k = new Map(specs.map(({ name, minCategoryCount }) => [name, minCategoryCount]));
  return {
    ...table,
    columns: table.columns.map((column) =>
      entity.columns.includes(column.name) && (k.get(column.name) ?? 1) > 1
        ? smoothPersons(column, key, k.get(column.name)!, random.fork(`smooth ${column.name}`))
        : column,
    ),
  };
}

/** Counts persons, not rows, where a column is the same in all rows of a person: the least count in rows that does so. */
function guardPersons(table: Table, spec: ColumnSpec, people: PeoplePlan | null): ColumnSpec {
  const entity = people?.entity;
  if (!entity || spec.minCategoryCount < 2 || spec.role === "drop") return spec;
  if (!entity.columns.includes(spec.name) || spec.personal?.replace === "invent") return spec;
  const key = columnOf(table, entity.key);
  const minCategoryCount = rowsOfPersons(columnOf(table, spec.name), key, spec.minCategoryCount);
  return { ...spec, minCategoryCount };
}

/** Prepares every column, those that follow from others after them. */
function prepareColumns(
  table: Table,
  specs: readonly ColumnSpec[],
  { shared, everyRow }: { readonly shared: PrepareContext; readonly everyRow: Table | undefined },
): Map<string, PreparedColumn> {
  const followers = findFollowers(
    table,
    specs.filter(({ personal }) => personal?.replace !== "invent"),
  );
  const done = new Map<string, PreparedColumn>();
  const plans = new Map<string, PlanBase>();
  for (const spec of inOrderOf(specs, ({ name }) => followers.get(name)?.from ?? [])) {
    const column = columnOf(table, spec.name);
    const context = {
      ...shared,
      random: shared.random.fork(spec.name),
      everyRow: everyRow && findColumn(everyRow, spec.name),
    };
    const follower = followers.get(spec.name);
    const prepared =
      follower?.prepare(column, spec, { ...context, plans }) ?? prepareColumn(column, spec, context);
    done.set(spec.name, prepared);
    if (prepared.plan !== null) plans.set(spec.name, prepared.plan);
  }
  return done;
}

/** What the rules found; a find that would make columns wait for each other is passed over. */
function findFollowers(table: Table, specs: readonly ColumnSpec[]): Map<string, Follower> {
  const followers = new Map<string, Follower>();
  const fromOf = (name: string) => followers.get(name)?.from ?? [];
  for (const rule of columnRules)
    for (const [name, follower] of rule.detect({ table, specs }))
      if (!followers.has(name) && !follower.from.some((other) => waitsFor(other, name, fromOf)))
        followers.set(name, follower);
  return followers;
}

function columnOf(table: Table, name: string): Column {
  const column = findColumn(table, name);
  if (column === undefined) throw new ModelError(`column ${name} is not in the table`);
  return column;
}

/** Prepares one column as the first kind that takes it does. */
export function prepareColumn(column: Column, spec: ColumnSpec, context: PrepareContext): PreparedColumn {
  for (const prepareAs of columnPreparers) {
    const prepared = prepareAs(column, spec, context);
    if (prepared !== null) return prepared;
  }
  throw new Error(`no kind takes column ${spec.name}`);
}
