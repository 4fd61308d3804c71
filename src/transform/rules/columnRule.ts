import type { ColumnSpec } from "../../config/columnSpec.ts";
import type { Holders } from "../../table/protection/holders.ts";
import type { Column, Table } from "../../table/table.ts";
import type { Plans, PrepareContext, PreparedColumn } from "../columns/columnKind.ts";
import type { EntityPlan } from "../entities/entityPlan.ts";

/**
 * Finds columns that follow from others. A follower's plan is a kind of `columnKinds`, whose `after` names what it follows
 * from. One rule may find several followers that share what it knows of the table: a total and its parts, say.
 */
export interface ColumnRule {
  /** Returns the followers by column name. The first rule that claims a column has it. */
  detect(source: RuleSource): ReadonlyMap<string, Follower>;
}

export interface RuleSource {
  readonly table: Table;
  readonly specs: readonly ColumnSpec[];
  /** What has several rows, outermost first. */
  readonly entities: readonly EntityPlan[];
  /** Whose the rows of `table` are; absent where rows are counted. */
  readonly holders?: Holders | undefined;
  /** The table in every row of the file. */
  readonly whole: Table;
}

/** A column that follows from others, prepared once those are. */
export interface Follower {
  /** Output columns it follows from. */
  readonly from: readonly string[];
  /**
   * Prepares the column: nothing fitted, or one or several columns of the model's table in its place.
   * Null where it is better prepared like any other.
   */
  prepare(column: Column, spec: ColumnSpec, source: FollowerSource): PreparedColumn | null;
}

export interface FollowerSource extends PrepareContext {
  /** Plans of the columns prepared so far, those of `from` among them; a column that is left out has none. */
  readonly plans: Plans;
}
