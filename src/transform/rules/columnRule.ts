import type { ColumnSpec } from "../../config/columnSpec.ts";
import type { Column, Table } from "../../table/table.ts";
import type { Plans, PrepareContext, PreparedColumn } from "../columns/columnKind.ts";

/** A column that follows from others: found in a table, prepared once those are. Its plan is a kind of `columnKinds`. */
export interface ColumnRule {
  /** Returns the columns that follow, each with those it follows from. The first rule that claims a column has it. */
  detect(table: Table, specs: readonly ColumnSpec[]): ReadonlyMap<string, readonly string[]>;
  /** Prepares a column that follows; null where it is better prepared like any other. */
  prepare(column: Column, spec: ColumnSpec, source: RuleSource): PreparedColumn | null;
}

export interface RuleSource extends PrepareContext {
  readonly table: Table;
  /** What the column follows from, as `detect` found it. */
  readonly from: readonly string[];
  /** Plans of the columns prepared so far, those of `from` among them. */
  readonly plans: Plans;
}
