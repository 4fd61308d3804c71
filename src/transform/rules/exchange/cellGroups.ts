import { columnsOfExpression } from "../../../config/rules/ruleSyntax.ts";
import { kindOf } from "../../columns/columnKinds.ts";
import type { RestorePlan } from "../../restorePlan.ts";
import type { SystemPlan } from "../rulesPlan.ts";
import { boundBy } from "../system/variableSource.ts";

/** Output columns by name, each with those whose cells belong to its own; absent where a cell may not leave its row. */
export type CellGroups = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Columns whose cells stay together when they change rows: those a rule computes or bounds by one another, those that follow
 * from another, categories of one bundle. Cells of what has several rows (a person, an order), and dates of several forms, stay in their rows.
 */
export function cellGroups(plan: RestorePlan): CellGroups {
  const { columns, rules, entities = [], dateForms = [] } = plan;
  const ties = [
    ...columns.map((one) => [one.name, ...(kindOf(one).after?.(one) ?? [])]),
    ...(rules?.systems ?? []).flatMap(tiesOf),
    ...(rules?.bundles ?? []).map(({ members }) => members.map(({ name }) => name)),
  ];
  const groups = new Map<string, Set<string>>();
  for (const tie of ties) {
    const joined = new Set(tie.flatMap((name) => [name, ...(groups.get(name) ?? [])]));
    for (const name of joined) groups.set(name, joined);
  }
  const stays = new Set([
    ...entities.flatMap(({ key, columns: own }) => [key, ...own]),
    ...dateForms.map(({ name }) => name),
  ]);
  return new Map([...groups].filter(([, group]) => ![...group].some((name) => stays.has(name))));
}

/** What each variable is bounded by or computed from, and those that are missing together; a part of a rule only where it bounds a column. */
function tiesOf({ variables, presence }: SystemPlan): string[][] {
  const ties = variables.map(({ name, source }) => {
    if (source.kind === "computed")
      return [name, ...columnsOfExpression(source.expression).map((one) => one.name)];
    return [name, ...boundBy(source).map((v) => variables[v]!.name)];
  });
  const parts = new Set(variables.flatMap(({ name, kind }) => (kind === "part" ? [name] : [])));
  const bounding = new Set(ties.flatMap(([name, ...others]) => (parts.has(name!) ? [] : others)));
  const binding = ties.filter(([name]) => !parts.has(name!) || bounding.has(name!));
  return presence === null ? binding : [...binding, presence.members.map(({ name }) => name)];
}
