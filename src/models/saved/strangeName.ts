import { columnsOfExpression, columnsOfRule } from "../../config/rules/ruleSyntax.ts";
import { kindOf } from "../../transform/columns/columnKinds.ts";
import type { RestorePlan } from "../../transform/restorePlan.ts";
import type { RulesPlan, VariablePlan } from "../../transform/rules/rulesPlan.ts";

/** Says which place of a plan speaks of a column that neither the plan nor the model has; undefined where none does. */
export function strangeName(plan: RestorePlan, fitted: Iterable<string>): string | undefined {
  const known = new Set([
    ...fitted,
    ...plan.columns.map(({ name }) => name),
    ...plan.dropped.map(({ name }) => name),
    ...(plan.rules === undefined ? [] : madeByRules(plan.rules)),
    // parts of rules that no column holds
    ...variablesOf(plan.rules?.systems ?? []).map(({ name }) => name),
  ]);
  for (const [place, names] of mentions(plan)) {
    const strange = names.find((name) => typeof name === "string" && !known.has(name));
    if (typeof strange === "string")
      return `${place} speaks of a column "${strange.slice(0, 100)}", which is not there`;
  }
  const written = new Set(plan.rules?.columns);
  const unwritten = plan.rules && madeByRules(plan.rules).find((name) => !written.has(name));
  return unwritten && `rules make a column "${unwritten.slice(0, 100)}", which is not written`;
}

type Mention = readonly [place: string, names: readonly (string | null | undefined)[]];

function* mentions({
  columns,
  people,
  entities = [],
  order,
  running = [],
  firstLines,
  rules,
}: RestorePlan): Generator<Mention> {
  for (const one of columns) yield [`column ${one.name}`, kindOf(one).after?.(one) ?? []];
  yield ["people", [people?.country, people?.city]];
  for (const { columns: own, gender, country, birthDate } of people?.groups ?? [])
    yield ["people", [...own, gender, country, birthDate]];
  for (const { key, columns: own, near, distinct = [] } of entities)
    yield ["entities", [key, ...own, near?.column, ...distinct.map(({ column }) => column)]];
  yield ["order", [order?.column, order?.within, ...(order?.cells ?? [])]];
  for (const { total, key, terms, opening, by, flow } of running)
    yield ["running", [total, key, opening, by, flow?.column, ...terms.map(({ column }) => column)]];
  yield ["firstLines", [firstLines?.key, ...(firstLines?.columns ?? [])]];
  if (rules !== undefined) yield ["rules", mentionedByRules(rules)];
}

function mentionedByRules({ systems, bundles, texts, presence, filters, rules }: RulesPlan): string[] {
  return [
    ...variablesOf(systems).flatMap(({ source }) =>
      source.kind === "computed" ? columnsOfExpression(source.expression).map(({ name }) => name) : [],
    ),
    ...systems.flatMap((system) => system.presence?.column ?? []),
    ...systems.flatMap((system) => system.presence?.members.map(({ name }) => name) ?? []),
    ...bundles.map(({ column }) => column),
    ...texts.flatMap(({ expression }) => columnsOfExpression(expression).map(({ name }) => name)),
    ...[...presence, ...filters, ...rules].flatMap(columnsOfRule),
  ];
}

function madeByRules({ systems, bundles, texts }: RulesPlan): string[] {
  return [
    ...variablesOf(systems)
      .filter(({ kind }) => kind !== "part")
      .map(({ name }) => name),
    ...bundles.flatMap(({ members }) => members.map(({ name }) => name)),
    ...texts.map(({ name }) => name),
  ];
}

function variablesOf(systems: RulesPlan["systems"]): VariablePlan[] {
  return systems.flatMap(({ variables }) => variables);
}
