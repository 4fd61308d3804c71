import type { ColumnSpec } from "../../config/columnSpec.ts";
import {
  columnsOfClause,
  columnsOfExpression,
  columnsOfRule,
  type Rule,
} from "../../config/rules/ruleSyntax.ts";
import { heldNumbers } from "../../table/protection/heldNumbers.ts";
import type { Holders } from "../../table/protection/holders.ts";
import { type Column, columnLength, findColumn, missingCount, type Table } from "../../table/table.ts";
import { findGrid } from "../datetimeGrid.ts";
import { datetimeRange, numberRange } from "../protectValues.ts";
import { isBundledText } from "./bundles/bundledTexts.ts";
import { bundledKinds, planBundles } from "./bundles/planBundles.ts";
import { checkRule, columnOf } from "./detect/candidates.ts";
import { dayMs } from "./judge/evaluate.ts";
import { numbersOf, vectorOf } from "./judge/ruleView.ts";
import type { RulesPlan, SystemPlan, VariablePlan } from "./rulesPlan.ts";
import { type SplitRules, splitRules } from "./splitRules.ts";
import { compileSystem } from "./system/compileSystem.ts";
import { ceilTo, dateGrid, floorTo, numberGrid } from "./system/grid.ts";
import type { Known } from "./system/known.ts";
import { gridOfLevels, heldLevels } from "./system/levels.ts";
import { spikesAsValues } from "./system/spikesAsValues.ts";
import { boundBy } from "./system/variableSource.ts";
import { textDefinitions } from "./textDefinitions.ts";
import { rangeOfThen, textOfThen } from "./whenRange.ts";

/** Columns of an implication that are learned together, at most. */
const maxBundled = 3;

/**
 * Decides how a model will keep the rules: which columns it learns, in which form, and how the others follow. Rules that
 * speak of a column without a value, or of one that is not in the table, are left out.
 */
export function compileRules(
  rules: readonly Rule[],
  table: Table,
  specs: readonly ColumnSpec[],
  holders?: Holders,
): RulesPlan {
  const usable = new Map(
    specs.flatMap((spec) => {
      const column = findColumn(table, spec.name);
      return column !== undefined && spec.role !== "drop" && missingCount(column) < columnLength(column)
        ? [[spec.name, { spec, column }] as const]
        : [];
    }),
  );
  const kept = rules.filter((rule) => columnsOfRule(rule).every((name) => usable.has(name)));
  const kinds = new Map([...usable].map(([name, { spec, column }]) => [name, kindOf(spec, column)] as const));
  const isText = (name: string) => kinds.get(name) === "text";
  const bundledTexts = kept.filter((rule) => isBundledText(rule, { isText, table, specs }));
  const split = splitRules(
    kept.filter((rule) => !bundledTexts.includes(rule)),
    kinds,
  );
  const whens = kept.filter((rule) => rule.kind === "when");
  const bundledWhens = whens.filter((rule) => isBundled(rule, specs));
  const together: readonly Rule[] = [...bundledWhens, ...bundledTexts];
  const presence = whens.filter(
    ({ then }) => then.kind === "presence" && !(then.present && isText(then.column.name)),
  );
  const ranges = whens.filter(
    (rule) => !bundledWhens.includes(rule) && rangeOfThen(rule.then, kinds) !== null,
  );
  const latent = [
    ...presence.flatMap(({ then }) => (then.kind === "presence" ? [then.column.name] : [])),
    ...ranges.map(({ then }) => rangeOfThen(then, kinds)!.column),
  ].filter((name) => !isText(name));
  const brought = new Set(
    presence.flatMap(({ then }) => (then.kind === "presence" && then.present ? [then.column.name] : [])),
  );
  const filters: Rule[] = [
    ...split.filters,
    ...whens.filter((rule) => !bundledWhens.includes(rule) && !presence.includes(rule)),
  ];
  const systems: SystemPlan[] = [];
  const used = new Set<string>();
  for (const group of groupsOf(split, latent)) {
    const own = rulesOf(split, group);
    const described = specs
      .filter(({ name }) => group.has(name) && usable.has(name))
      .map(({ name }) => describe(usable.get(name)!.spec, usable.get(name)!.column, holders));
    const columns = spikesAsValues(described, own);
    const compiled = compileSystem(columns, own);
    const apart = own.orders.length > 0 && columns.some(({ spikes }) => spikes.length > 0);
    if (compiled === null || compiled.loose || apart)
      filters.push(
        ...kept.filter((rule) => rule.kind === "check" && columnsOfRule(rule).some((n) => group.has(n))),
      );
    if (compiled !== null) {
      systems.push(withPresence(compiled.variables, { usable, columns, table, brought }));
      for (const { name } of columns) used.add(name);
    }
  }
  const texts = textDefinitions(split.texts, isText);
  filters.push(...texts.left.map(({ target, expression }) => checkRule(columnOf(target), "=", expression)));
  for (const { name } of texts.ordered) used.add(name);
  const bundled = planBundles(
    kept.filter((rule) => bundledKinds.has(rule.kind) || together.includes(rule)),
    used,
    { table, specs, holders },
  );
  for (const { members } of bundled.bundles) for (const { name } of members) used.add(name);
  const alone = (name: string) =>
    systems.some(({ variables: [only, ...others] }) => only?.name === name && others.length === 0);
  return {
    version: 1,
    columns: specs.filter(({ name }) => findColumn(table, name) !== undefined).map(({ name }) => name),
    systems,
    bundles: bundled.bundles,
    texts: texts.ordered,
    presence: [
      ...presence,
      ...ranges.filter(({ then }) => alone(rangeOfThen(then, kinds)!.column)),
      ...whens.filter((rule) => setsText(rule, used)),
    ],
    filters: [...filters, ...bundled.left],
    seen: bundled.seen,
    rules: kept,
  };
}

/** Whether an implication says what text a column has that nothing else binds. */
function setsText({ when, then }: Extract<Rule, { kind: "when" }>, bound: ReadonlySet<string>): boolean {
  const name = textOfThen(then)?.column;
  return (
    name !== undefined && !bound.has(name) && !columnsOfClause(when).some((column) => column.name === name)
  );
}

function kindOf(spec: ColumnSpec, column: Column): "number" | "date" | "text" {
  if (column.kind === "datetime") return "date";
  return column.kind === "number" || spec.sdtype === "numerical" ? "number" : "text";
}

function describe(spec: ColumnSpec, column: Column, holders: Holders | undefined): Known {
  const date = column.kind === "datetime";
  const values = numbersOf(vectorOf(column));
  const decimals = spec.sdtype === "numerical" ? spec.decimals : spec.format.decimals;
  const measured = spec.sdtype === "numerical" || spec.sdtype === "datetime";
  const levels = measured || date ? [] : heldLevels(values, spec.minCategoryCount, holders);
  const grid = date ? dateGrid(values) : gridOfLevels(numberGrid(values, decimals), levels);
  const unit = date ? dayMs : 1;
  const told = measured ? heldNumbers(values, spec.minCategoryCount, holders) : values;
  const range = !measured
    ? rangeOfLevels(levels)
    : date
      ? datetimeRange(told, spec, findGrid(values))
      : numberRange(told, spec, decimals);
  const [min, max] = [
    ceilTo(grid, (range?.min ?? Number.NEGATIVE_INFINITY) / unit),
    floorTo(grid, (range?.max ?? Number.POSITIVE_INFINITY) / unit),
  ];
  return {
    name: spec.name,
    kind: date ? "date" : "number",
    grid,
    plain: date
      ? { unit: 1 / dayMs, offset: 0 }
      : { unit: decimals === null ? 0 : 10 ** -decimals, offset: 0 },
    min: Math.min(min, max),
    max: Math.max(min, max),
    spikes: (range?.spikes ?? []).map((spike) => spike / unit),
    values,
  };
}

function rangeOfLevels(levels: readonly number[]): { min: number; max: number; spikes: number[] } | null {
  return levels.length === 0 ? null : { min: levels[0]!, max: levels.at(-1)!, spikes: [] };
}

/** Columns that rules tie together, directly or over others. */
function groupsOf(split: SplitRules, latent: readonly string[]): Set<string>[] {
  const ties = [
    ...split.equalities.map(({ form }) => [...form.terms.keys()]),
    ...split.orders.map(({ form }) => [...form.terms.keys()]),
    ...split.definitions.map(({ target, expression }) => [target, ...namesIn(expression)]),
    ...[...split.parts].map(([name, expression]) => [name, ...namesIn(expression)]),
    ...latent.map((name) => [name]),
  ];
  let groups: Set<string>[] = [];
  for (const tie of ties) {
    const joined = new Set(tie);
    groups = groups.filter((group) => {
      const apart = ![...group].some((name) => joined.has(name));
      if (!apart) for (const name of group) joined.add(name);
      return apart;
    });
    groups.push(joined);
  }
  return groups;
}

function namesIn(expression: Parameters<typeof columnsOfExpression>[0]): string[] {
  return columnsOfExpression(expression).map(({ name }) => name);
}

function rulesOf(split: SplitRules, group: ReadonlySet<string>): SplitRules {
  const inside = ({ form }: { form: { terms: ReadonlyMap<string, number> } }) =>
    [...form.terms.keys()].some((name) => group.has(name));
  return {
    ...split,
    equalities: split.equalities.filter(inside),
    orders: split.orders.filter(inside),
    definitions: split.definitions.filter(({ target }) => group.has(target)),
    parts: new Map([...split.parts].filter(([name]) => group.has(name))),
  };
}

interface PresenceSource {
  readonly usable: ReadonlyMap<string, { spec: ColumnSpec; column: Column }>;
  readonly columns: readonly Known[];
  readonly table: Table;
  /** Columns that a rule says are present in some rows, for which a value must be known. */
  readonly brought: ReadonlySet<string>;
}

/** A single column with gaps that no other needs keeps them; else which columns are present becomes one category. */
function withPresence(
  variables: readonly VariablePlan[],
  { usable, columns, table, brought }: PresenceSource,
): SystemPlan {
  const spikes = new Map(columns.map((column) => [column.name, column.spikes]));
  const gappy = variables.flatMap(({ name, kind }, at) => {
    const known = kind === "part" ? undefined : usable.get(name);
    if (known === undefined) return [];
    const gaps = known.spec.missing !== "never" && missingCount(known.column) > 0;
    return gaps || spikes.get(name)!.length > 0 ? [at] : [];
  });
  if (gappy.length === 0) return { variables, presence: null };
  const [only] = gappy;
  const { name: first } = variables[only!]!;
  const plainGaps = gappy.length === 1 && spikes.get(first)!.length === 0 && !brought.has(first);
  if (plainGaps && variables[only!]!.source.kind === "free" && !isNeeded(variables, only!))
    return {
      variables: variables.map((variable, at) =>
        at === only && variable.source.kind === "free"
          ? { ...variable, source: { ...variable.source, missing: true } }
          : variable,
      ),
      presence: null,
    };
  const members = gappy.map((at) => ({
    name: variables[at]!.name,
    spikes: spikes.get(variables[at]!.name)!,
  }));
  let column = `presence of ${members.map(({ name }) => name).join(", ")}`;
  while (findColumn(table, column) !== undefined) column += "_";
  return { variables, presence: { column, members } };
}

/** Whether an implication speaks of few discrete columns only, which are learned as one category. */
function isBundled(rule: Rule, specs: readonly ColumnSpec[]): boolean {
  if (rule.kind !== "when" || rule.when.kind === "presence" || rule.then.kind === "presence") return false;
  const names = columnsOfRule(rule);
  const own = specs.filter(({ name }) => names.includes(name));
  return (
    names.length <= maxBundled && own.every(({ sdtype }) => sdtype === "categorical" || sdtype === "boolean")
  );
}

function isNeeded(variables: readonly VariablePlan[], at: number): boolean {
  const { name } = variables[at]!;
  return variables.some(({ source }) => {
    return source.kind === "computed"
      ? columnsOfExpression(source.expression).some((one) => one.name === name)
      : boundBy(source).includes(at);
  });
}
