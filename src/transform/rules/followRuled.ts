import type { ColumnSpec } from "../../config/columnSpec.ts";
import { columnsOfRule } from "../../config/rules/ruleSyntax.ts";
import type { Random } from "../../numerics/random.ts";
import { findColumn, type Table } from "../../table/table.ts";
import type { PlanBase } from "../columns/columnKind.ts";
import type { ColumnPlan } from "../columns/columnKinds.ts";
import { boundNames } from "../restorePlan.ts";
import type { RuleSource } from "./columnRule.ts";
import { ageRule } from "./dates/age.ts";
import { datePartRule } from "./dates/datePart.ts";
import { headedRule } from "./ids/headed.ts";
import type { RulesPlan } from "./rulesPlan.ts";

/** Rules whose followers need nothing but the cells of the columns they follow from. */
const rulesOfCells = [datePartRule, ageRule, headedRule];

interface RuledSource extends RuleSource {
  /** Every row of the file. */
  readonly everyRow: Table;
  readonly random: Random;
}

/**
 * Plans of columns of which no rule speaks and that follow from one whose cells rules decide: the month of an arrival that is computed from a
 * departure. They are not learned; `restoreBatch` restores them once rules are kept.
 */
export function followRuled(plan: RulesPlan, source: RuledSource): ColumnPlan[] {
  const bound = boundNames({ rules: plan });
  const spoken = new Set([...bound, ...plan.rules.flatMap(columnsOfRule)]);
  const names = new Map<string, PlanBase>([...bound].map((name) => [name, { kind: "bound", name }]));
  const plans = new Map<string, ColumnPlan>();
  for (const rule of rulesOfCells)
    for (const [name, { from, prepare }] of rule.detect(source)) {
      if (spoken.has(name) || plans.has(name) || !from.every((one) => bound.has(one))) continue;
      const spec = source.specs.find((one: ColumnSpec) => one.name === name)!;
      const column = findColumn(source.table, name)!;
      const prepared = prepare(column, spec, {
        random: source.random.fork(name),
        rareOutput: "redraw",
        people: null,
        entities: source.entities,
        holders: source.holders,
        beside: (other) => findColumn(source.everyRow, other),
        named: () => [],
        rows: source.everyRow.rows,
        everyRow: findColumn(source.everyRow, name),
        plans: names,
      });
      if (prepared?.plan && prepared.fitted === undefined) plans.set(name, prepared.plan as ColumnPlan);
    }
  return [...plans.values()];
}
