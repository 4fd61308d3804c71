import type { ColumnSpec } from "../config/columnSpec.ts";
import type { Rule } from "../config/rules/ruleSyntax.ts";
import { Random } from "../numerics/random.ts";
import { codesOf } from "../table/codes.ts";
import type { Holders } from "../table/protection/holders.ts";
import { type Column, findColumn, makeTable, type Table } from "../table/table.ts";
import type { PlanBase, PrepareContext, PreparedColumn } from "./columns/columnKind.ts";
import { type ColumnPlan, columnPreparers, kindOf } from "./columns/columnKinds.ts";
import { fillTimes, prepareDateForms } from "./dateForms.ts";
import { type EntityPlan, levelOf } from "./entities/entityPlan.ts";
import { findEntities, withLearned } from "./entities/findEntities.ts";
import { countsPersons } from "./entities/findHolders.ts";
import { fillDown, findFirstLines, keysOf } from "./entities/firstLines.ts";
import { guarded, smoothed } from "./entities/guardUnits.ts";
import { withRows } from "./entities/restoreUnits.ts";
import { inOrderOf, waitsFor } from "./inOrderOf.ts";
import { type ModelColumn, ModelError, type ModelTable } from "./modelTable.ts";
import { namedValues, type Places, planPeople } from "./personal/people.ts";
import type { RestorePlan } from "./restorePlan.ts";
import { findRowOrder } from "./rowOrder.ts";
import { applyRules, type RuledTable } from "./rules/applyRules.ts";
import type { Follower, RuleSource } from "./rules/columnRule.ts";
import { columnRules } from "./rules/columnRules.ts";
import { compileRules } from "./rules/compileRules.ts";
import { followRuled } from "./rules/followRuled.ts";
import { writtenNear } from "./rules/near/nearPlan.ts";
import { writtenSums } from "./rules/writtenSums.ts";
import { findRunning, spanOf } from "./running/findRunning.ts";
import { flowOf, isTied, staysWithRow } from "./running/isTied.ts";

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
  /** Columns that say a country or city, though their specs do not. */
  readonly places?: Places | undefined;
  /** Every row of the file, where the table has a part of them: new ids and invented values differ from all of theirs. */
  readonly everyRow?: Table;
  /** Whose the rows are, where persons have several: what is learned by value must be held by several persons. */
  readonly holders?: RowHolders | undefined;
}

export interface RowHolders {
  /** Of the rows of the table. */
  readonly table: Holders;
  readonly everyRow: Holders;
}

/**
 * Splits a table into what a model fits and a plan for the rest. `specs` are in output order; table columns without a spec
 * are left out. A column that follows from others is prepared by its rule (`rules/`), every other by the first kind that
 * takes it (`columns/`); `rules` change beforehand which columns there are (`rules/applyRules.ts`).
 * @throws ModelError when nothing is left to learn from, or a column of the specs is not in the table
 */
export function prepare(source: Table, specs: readonly ColumnSpec[], given: PrepareOptions): Prepared {
  const lines = findFirstLines(given.everyRow ?? source, keysOf(specs));
  const table = fillDown(lines, source);
  const options: PrepareOptions =
    given.everyRow === undefined ? given : { ...given, everyRow: fillDown(lines, given.everyRow) };
  const { seed, rules = [] } = options;
  const random = new Random(seed).fork("date forms");
  const forms = prepareDateForms(table, specs, { random, holders: options.holders?.table });
  const holders = options.holders?.table;
  const plan = rules.length === 0 ? undefined : compileRules(rules, table, specs, holders);
  const found = findEntities(options.everyRow ?? table, specs, {
    // whoever keeps a name, or has a pseudonym, is learned as a category
    persons: specs.some(({ personal }) => personal?.replace === "invent"),
  });
  const late =
    plan === undefined
      ? []
      : followRuled(plan, {
          table,
          specs: specs.filter(({ personal }) => personal?.replace !== "invent"),
          entities: found,
          holders,
          whole: options.everyRow ?? table,
          everyRow: options.everyRow ?? table,
          random: new Random(seed).fork("after rules"),
        });
  const ruled =
    plan === undefined
      ? { table, specs }
      : without(applyRules(plan, table, specs, new Random(seed).fork("rules")), late);
  const { data, restore, warnings } = prepareTable(
    fillTimes(ruled.table, ruled.specs, random.fork("times")),
    ruled.specs,
    { ...options, entities: withLearned(found, ruled.table, options.everyRow ?? table) },
  );
  const inner = found.at(-1);
  const counts =
    inner !== undefined &&
    restore.columns.some((column) => kindOf(column).ordersRowsOf?.(column) === inner.key);
  // a date that others follow from, or that rules bind, moves with its row
  const isBound = (name: string) =>
    plan !== undefined || restore.columns.some((one) => kindOf(one).after?.(one).includes(name));
  const whole = options.everyRow ?? table;
  const tie = { rules, plans: restore.columns };
  const running = findRunning(whole, {
    specs,
    holders: options.holders?.everyRow,
    isBound: (total, opening) => isTied({ ...tie, total, opening }),
    flowOf: (total, opening) => flowOf({ ...tie, total, opening }, (name) => spanOf(whole, name)),
    staysWithRow: (date) => staysWithRow(date, rules, restore.columns),
  });
  const written = [...writtenNear(restore.columns), ...(plan === undefined ? [] : writtenSums(plan))];
  const outermost = found[0] === undefined ? undefined : findColumn(table, found[0].key);
  const units = outermost === undefined ? undefined : codesOf(outermost).codes;
  const order = findRowOrder(options.everyRow ?? table, specs, found, { counts, isBound });
  return {
    data: {
      table: makeTable([...data.table.columns, ...forms.fitted.map(({ column }) => column)]),
      columns: [...data.columns, ...forms.fitted.map(({ meta }) => meta)],
      ...(written.length > 0 && { written }),
      ...(units !== undefined && { units }),
    },
    restore: {
      ...restore,
      columns: [...restore.columns, ...late],
      ...(restore.entities && { entities: withRows(restore, data.table, table) }),
      ...(order !== null && { order }),
      ...(running.length > 0 && { running }),
      ...(lines !== null && { firstLines: lines }),
      ...(forms.plans.length > 0 && { dateForms: forms.plans }),
      ...(plan !== undefined && { rules: plan }),
    },
    warnings,
  };
}

/** The columns but those that are restored once rules are kept. */
function without({ table, specs }: RuledTable, late: readonly ColumnPlan[]): RuledTable {
  const names = new Set(late.map(({ name }) => name));
  return {
    table: { rows: table.rows, columns: table.columns.filter(({ name }) => !names.has(name)) },
    specs: specs.filter(({ name }) => !names.has(name)),
  };
}

/** A table no rule of a config speaks of. */
function prepareTable(
  table: Table,
  specs: readonly ColumnSpec[],
  options: PrepareOptions & { readonly entities: readonly EntityPlan[] },
): Prepared {
  const random = new Random(options.seed).fork("prepare");
  const { everyRow, entities, rareOutput = "redraw" } = options;
  const whole = everyRow ?? table;
  const { rows = whole.rows } = options;
  const people = planPeople(whole, specs, {
    rows,
    holders: options.holders?.everyRow,
    places: options.places,
    ...(options.people && { groups: options.people }),
    ...(options.locale !== undefined && { locale: options.locale }),
  });
  const named = (name: string) => namedValues(whole, specs, people, name);
  const beside = (name: string) => findColumn(whole, name);
  const holders = options.holders?.table;
  const everyHolder = options.holders?.everyRow;
  const shared = { random, rareOutput, people, entities, named, beside, rows, holders, everyHolder };
  const done = prepareColumns(
    smoothed(table, specs, entities, random),
    holders === undefined ? specs.map((spec) => guarded(table, spec, entities)) : specs,
    { shared, everyRow },
  );
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
    restore: {
      version: 1,
      columns: plans,
      dropped,
      ...(people !== null && { people }),
      ...(entities.length > 0 && { entities }),
    },
    warnings,
  };
}

/** Prepares every column, those that follow from others after them. */
function prepareColumns(
  table: Table,
  specs: readonly ColumnSpec[],
  { shared, everyRow }: { readonly shared: PrepareContext; readonly everyRow: Table | undefined },
): Map<string, PreparedColumn> {
  const followers = findFollowers({
    table,
    specs: specs.filter(({ personal }) => personal?.replace !== "invent"),
    entities: shared.entities,
    holders: shared.holders,
    whole: everyRow ?? table,
  });
  const done = new Map<string, PreparedColumn>();
  const plans = new Map<string, PlanBase>();
  for (const spec of inOrderOf(specs, ({ name }) => followers.get(name)?.from ?? [])) {
    const column = columnOf(table, spec.name);
    const context = {
      ...shared,
      random: shared.random.fork(spec.name),
      holders: countsPersons(spec) ? shared.holders : undefined,
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

/**
 * What the rules found; a find that would make columns wait for each other is passed over, and one by which a column that is the
 * same in all rows of an order or person would follow from one that is not.
 */
function findFollowers(source: RuleSource): Map<string, Follower> {
  const followers = new Map<string, Follower>();
  const fromOf = (name: string) => followers.get(name)?.from ?? [];
  const varies = (name: string, from: readonly string[]) => {
    const level = levelOf(source.entities, name);
    return level >= 0 && !from.every((other) => source.entities[level]!.columns.includes(other));
  };
  for (const rule of columnRules)
    for (const [name, follower] of rule.detect(source))
      if (
        !followers.has(name) &&
        !varies(name, follower.from) &&
        !follower.from.some((other) => waitsFor(other, name, fromOf))
      )
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
