import { type Column, findColumn, type Table } from "../table/table.ts";
import type { Plans } from "./columns/columnKind.ts";
import { type ColumnPlan, kindOf } from "./columns/columnKinds.ts";
import { numericColumn } from "./columns/continuous.ts";
import { fillDown } from "./entities/firstLines.ts";
import type { ModelColumn } from "./modelTable.ts";
import { ownersOf, plansOf, type RestorePlan } from "./restorePlan.ts";
import { encodeRules } from "./rules/applyRules.ts";
import type { RulesPlan } from "./rules/rulesPlan.ts";

/**
 * Rows of any table in the terms of a fitted model: the columns of `columns`, in that order, as `prepare` would have made
 * them. A column the table lacks, a cell that cannot be read and a category the model never saw (where it has no rare
 * bucket) are missing; numbers are clipped to the fitted range.
 */
export function toModelTable(plan: RestorePlan, columns: readonly ModelColumn[], table: Table): Table {
  const plans = plansOf(plan);
  const owners = ownersOf(plan);
  const whole = fillDown(plan.firstLines, table);
  const given = plan.rules === undefined ? whole : freeOfRules(plan.rules, whole);
  return {
    rows: table.rows,
    columns: columns.map((model) => toModelColumn(model, owners.get(model.name), given, plans)),
  };
}

function freeOfRules(rules: RulesPlan, table: Table): Table {
  return { rows: table.rows, columns: encodeRules(rules, table, null) };
}

function toModelColumn(
  model: ModelColumn,
  owner: ColumnPlan | undefined,
  table: Table,
  plans: Plans,
): Column {
  if (owner === undefined) return missingColumn(model, table.rows);
  const column = findColumn(table, owner.name);
  const known = kindOf(owner).toModel?.(owner, { model, column, table, plans });
  if (known === undefined) return missingColumn(model, table.rows);
  for (const other of plans.values()) {
    const kind = kindOf(other);
    if (kind.deduce !== undefined && kind.after?.(other).includes(owner.name))
      kind.deduce(other, known, { column: findColumn(table, other.name), table, plans });
  }
  return known;
}

function missingColumn(model: ModelColumn, rows: number): Column {
  if (model.kind === "continuous") return numericColumn(model.name, rows);
  return {
    kind: "string",
    name: model.name,
    codes: new Int32Array(rows).fill(-1),
    dictionary: model.categories,
  };
}
