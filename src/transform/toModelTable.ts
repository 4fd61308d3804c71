import { type Column, findColumn, type Table } from "../table/table.ts";
import type { Plans } from "./columns/columnKind.ts";
import { kindOf } from "./columns/columnKinds.ts";
import { numericColumn } from "./columns/continuous.ts";
import type { ModelColumn } from "./modelTable.ts";
import { plansOf, type RestorePlan } from "./restorePlan.ts";
import { encodeRules } from "./rules/applyRules.ts";
import type { RulesPlan } from "./rules/rulesPlan.ts";

/**
 * Rows of any table in the terms of a fitted model: the columns of `columns`, in that order, as `prepare` would have made
 * them. A column the table lacks, a cell that cannot be read and a category the model never saw (where it has no rare
 * bucket) are missing; numbers are clipped to the fitted range.
 */
export function toModelTable(plan: RestorePlan, columns: readonly ModelColumn[], table: Table): Table {
  const plans = plansOf(plan);
  const given = plan.rules === undefined ? table : freeOfRules(plan.rules, table);
  return { rows: table.rows, columns: columns.map((column) => toModelColumn(column, plans, given)) };
}

function freeOfRules(rules: RulesPlan, table: Table): Table {
  return { rows: table.rows, columns: encodeRules(rules, table, null) };
}

function toModelColumn(model: ModelColumn, plans: Plans, table: Table): Column {
  const plan = plans.get(model.name);
  const column = findColumn(table, model.name);
  const known = plan && kindOf(plan).toModel?.(plan, { model, column, table, plans });
  if (known === undefined) return missingColumn(model, table.rows);
  for (const other of plans.values()) {
    const kind = kindOf(other);
    if (kind.deduce !== undefined && kind.fittedColumns?.(other).includes(model.name))
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
