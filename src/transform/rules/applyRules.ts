import type { ColumnSpec } from "../../config/columnSpec.ts";
import type { Random } from "../../numerics/random.ts";
import { type Column, makeTable, type Table } from "../../table/table.ts";
import { encodeBundle } from "./bundles/planBundles.ts";
import type { FreePlan, RulesPlan, SystemPlan, VariablePlan } from "./rulesPlan.ts";
import { completeSystem } from "./system/completeSystem.ts";
import { encodeFree } from "./system/freeValues.ts";
import { encodePresence, systemColumn, systemValues } from "./system/systemColumns.ts";
import { isPlain } from "./system/variableSource.ts";

/** A table whose columns are free of the rules of a plan, and what its columns are. */
export interface RuledTable {
  readonly table: Table;
  readonly specs: readonly ColumnSpec[];
}

/**
 * The table a model is to learn instead: columns that follow from others are gone, those bounded by others are distances
 * from the bound, groups of discrete ones are one category, and which cells are missing is a category of its own.
 */
export function applyRules(
  plan: RulesPlan,
  table: Table,
  specs: readonly ColumnSpec[],
  random: Random,
): RuledTable {
  const encoded = new Map(encodeRules(plan, table, random).map((column) => [column.name, column]));
  const gone = removedColumns(plan);
  const added = addedSpecs(plan, specs);
  const columns: Column[] = [];
  const out: ColumnSpec[] = [];
  for (const spec of specs) {
    for (const [name, one] of added.get(spec.name) ?? []) {
      columns.push(encoded.get(name)!);
      out.push(one);
    }
    const column = gone.has(spec.name) ? undefined : encoded.get(spec.name);
    if (column === undefined) continue;
    columns.push(column);
    out.push(freeSpec(plan, spec));
  }
  return { table: makeTable(columns), specs: out };
}

/** The columns of a table in the terms of the plan. Without `random` missing cells stay missing where no sum gives them. */
export function encodeRules(plan: RulesPlan, table: Table, random: Random | null): Column[] {
  const gone = removedColumns(plan);
  const made = new Map<string, Column>();
  let beside = table;
  for (const system of plan.systems) {
    const { columns, whole } = encodeSystem(system, { table, beside }, random);
    for (const column of columns) made.set(column.name, column);
    const named = new Map(whole.map((column) => [column.name, column]));
    beside = {
      ...beside,
      columns: beside.columns.map((column) => named.get(column.name) ?? column),
    };
  }
  for (const bundle of plan.bundles)
    for (const column of encodeBundle(bundle, table)) made.set(column.name, column);
  const kept = table.columns.filter(({ name }) => !gone.has(name) && !made.has(name));
  return [...kept, ...made.values()];
}

/** The model's columns of a system, and its own without gaps. `beside`: the table with the gaps of earlier systems filled. */
function encodeSystem(
  system: SystemPlan,
  { table, beside }: { readonly table: Table; readonly beside: Table },
  random: Random | null,
): { readonly columns: Column[]; readonly whole: Column[] } {
  const own = new Set(system.variables.map(({ name }) => name));
  const others = beside.columns.filter(({ name }) => !own.has(name));
  const fill = random === null ? null : { random, beside: others };
  const values = completeSystem(system, systemValues(system, table), table.rows, fill);
  const columns = system.variables.flatMap((variable, v): Column[] => {
    if (variable.source.kind !== "free") return [];
    const encoded = encodeFree(variable.source, values[v]!, values);
    return isPlain(variable.source)
      ? [systemColumn(variable, encoded)]
      : [{ kind: "number", name: variable.name, values: encoded }];
  });
  const whole = system.variables.flatMap((variable, v) =>
    variable.kind === "part" ? [] : [systemColumn(variable, values[v]!)],
  );
  return { columns: system.presence === null ? columns : [...columns, encodePresence(system, table)], whole };
}

/** Columns of the output that no model learns under their name. */
function removedColumns(plan: RulesPlan): Set<string> {
  return new Set([
    ...plan.systems.flatMap(({ variables }) =>
      variables.filter(({ source }) => source.kind !== "free").map(({ name }) => name),
    ),
    ...plan.bundles.flatMap(({ members }) => members.map(({ name }) => name)),
    ...plan.texts.map(({ name }) => name),
  ]);
}

/** Specs of columns that stand for several, by the first of those. */
function addedSpecs(
  plan: RulesPlan,
  specs: readonly ColumnSpec[],
): Map<string, (readonly [string, ColumnSpec])[]> {
  const added = new Map<string, (readonly [string, ColumnSpec])[]>();
  const add = (name: string, members: readonly string[], missing: ColumnSpec["missing"]) => {
    const first = specs.find((spec) => members.includes(spec.name))!;
    const own = specs.filter((spec) => members.includes(spec.name));
    const minCategoryCount = Math.max(...own.map((spec) => spec.minCategoryCount));
    const spec: ColumnSpec = { ...categorySpec(first), name, missing, minCategoryCount };
    added.set(first.name, [...(added.get(first.name) ?? []), [name, spec]]);
  };
  for (const { presence } of plan.systems)
    if (presence !== null)
      add(
        presence.column,
        presence.members.map(({ name }) => name),
        "never",
      );
  for (const { column, members, gaps } of plan.bundles)
    for (const name of gaps === undefined ? [column] : [column, gaps])
      add(
        name,
        members.map((member) => member.name),
        "never",
      );
  return added;
}

const maxBundled = 100_000;

function categorySpec(spec: ColumnSpec): ColumnSpec {
  return {
    ...spec,
    sdtype: "categorical",
    role: "feature",
    format: { ...spec.format, physical: "text", dateFormat: null },
    decimals: null,
    min: null,
    max: null,
    maxCategories: maxBundled,
    pattern: null,
  };
}

/** A free column of a system as it is learned: within its range, or as a distance or ratio of no given range. */
function freeSpec(plan: RulesPlan, spec: ColumnSpec): ColumnSpec {
  const system = plan.systems.find(({ variables }) => variables.some(({ name }) => name === spec.name));
  const variable = system?.variables.find(({ name }) => name === spec.name);
  if (system === undefined || variable?.source.kind !== "free" || isPlain(variable.source)) return spec;
  return {
    ...spec,
    sdtype: "numerical",
    decimals: variable.kind === "date" ? 0 : slackDecimals(system.variables, variable, variable.source),
    min: null,
    max: null,
    format: { ...spec.format, physical: "decimal", dateFormat: null },
  };
}

/** Decimals that every distance has: those of the finest column it is measured between. Null for ratios, which have any. */
function slackDecimals(
  variables: readonly VariablePlan[],
  own: VariablePlan,
  { anchor }: FreePlan,
): number | null {
  if (anchor === null) return null;
  const { bounds } = anchor;
  const units = [own, ...bounds.flatMap(({ terms }) => terms.map(([v]) => variables[v]!))].map(
    ({ grid }) => grid.unit,
  );
  const finest = Math.min(...units);
  const fractions = bounds.some(
    ({ terms, constant }) => terms.some(([, c]) => !Number.isInteger(c)) || !isMultiple(constant, finest),
  );
  if (finest === 0 || fractions) return null;
  for (let decimals = 0; decimals <= 15; decimals++) if (isMultiple(finest, 10 ** -decimals)) return decimals;
  return null;
}

function isMultiple(value: number, unit: number): boolean {
  const times = value / unit;
  return Math.abs(times - Math.round(times)) < 1e-6;
}
