import type { Table } from "../../table/table.ts";
import type { PlanBase } from "../columns/columnKind.ts";
import { kindOf } from "../columns/columnKinds.ts";

/** The table with what counts rows counted again, where rows were left out or moved. */
export function recount(plans: readonly PlanBase[], table: Table): Table {
  const again = new Map(
    plans.flatMap((plan) => {
      const column = kindOf(plan).recount?.(plan, table);
      return column === undefined ? [] : [[plan.name, column] as const];
    }),
  );
  if (again.size === 0) return table;
  return { ...table, columns: table.columns.map((column) => again.get(column.name) ?? column) };
}
