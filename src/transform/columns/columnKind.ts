import type { z } from "zod";
import type { ColumnSpec } from "../../config/columnSpec.ts";
import type { Random } from "../../numerics/random.ts";
import type { Condition } from "../../table/condition.ts";
import type { Holders } from "../../table/protection/holders.ts";
import type { Column, Table } from "../../table/table.ts";
import type { EntityPlan } from "../entities/entityPlan.ts";
import type { ModelColumn } from "../modelTable.ts";
import type { PeoplePlan } from "../personal/peoplePlan.ts";

/** What every plan holds: plain JSON, kept in the model file. Each kind adds its own fields; none is a source row. */
export interface PlanBase {
  readonly kind: string;
  /** Name of the output column. */
  readonly name: string;
}

/** The plans of a table by column name. */
export type Plans = ReadonlyMap<string, PlanBase>;

/** A condition as a person writes it: bounds and values written as in the file, or as numbers. */
export type UserCondition = Condition<string | number>;

/** A column of the model's table. Its name is the output column's, or one of `modelColumns` where a kind needs several. */
export interface FittedColumn {
  readonly column: Column;
  readonly meta: ModelColumn;
}

/** What `prepare` made of one column. */
export interface PreparedColumn<Plan extends PlanBase = PlanBase> {
  /** How to restore it; null = it is not in the output. */
  readonly plan: Plan | null;
  /** What a model sees: usually one column, several for a value of several parts; absent where nothing is fitted. */
  readonly fitted?: readonly FittedColumn[];
  readonly warning?: string | undefined;
  /** Why it is not in the output. */
  readonly dropped?: string;
}

export interface PrepareContext {
  /** The column's own stream. */
  readonly random: Random;
  /** What a rare category becomes: one of the kept ones, or the name of the bucket. */
  readonly rareOutput: "redraw" | "label";
  /** What the personal columns have in common; null where none is invented. */
  readonly people: PeoplePlan | null;
  /** What has several rows, outermost first. */
  readonly entities: readonly EntityPlan[];
  /** Whose the rows are, where values must be held by several persons; absent where rows are counted. */
  readonly holders?: Holders | undefined;
  /** The same of every row of the file. */
  readonly everyHolder?: Holders | undefined;
  /** A column of the table in every row of the file. */
  beside(column: string): Column | undefined;
  /** Values of a personal column with the first and last name of their row. */
  named(column: string): readonly { readonly text: string; readonly first: string; readonly last: string }[];
  /** Rows that may be asked for. */
  readonly rows: number;
  /** The column in every row of the file, those set aside among them: new ids differ from theirs too. */
  readonly everyRow?: Column | undefined;
}

/** Prepares a column, or returns null to leave it to the next kind of the list. */
export type PrepareColumn = (
  column: Column,
  spec: ColumnSpec,
  context: PrepareContext,
) => PreparedColumn | null;

export interface RestoreSource {
  /** Rows of the model. */
  readonly batch: Table;
  /** Rows generated before this batch: ids and invented values continue from here. */
  readonly firstRow: number;
  /** The column's own stream; position it by row number where the bytes must not depend on the batch. */
  readonly random: Random;
  /** Output columns of this batch restored already, those of `after` among them. */
  readonly restored: ReadonlyMap<string, Column>;
  readonly plans: Plans;
  readonly people: PeoplePlan | null;
  /** What has several rows, outermost first. */
  readonly entities: readonly EntityPlan[];
  /** For each of `entities` the number of the row's one, the same in all its rows; empty where rows stay as they are. */
  readonly units: readonly Float64Array[];
  /** The stream that all columns of a person share. */
  readonly peopleRandom: Random;
  /** The ids of the first `rows` rows of the whole output, in a column of ids that depend on the number of the row alone. */
  idsOf(column: string, rows: number): Column;
}

export interface ToModelSource {
  readonly model: ModelColumn;
  /** The column of the given table under the plan's name, if it has one. */
  readonly column: Column | undefined;
  readonly table: Table;
  readonly plans: Plans;
}

export interface ProblemSource {
  /** The model's column of the plan's name. */
  readonly column: ModelColumn | undefined;
  /** All columns of the model by name. */
  readonly fitted: ReadonlyMap<string, ModelColumn>;
  readonly plans: Plans;
}

export interface ConditionSource {
  readonly plans: Plans;
  /** Returns a condition on another output column in the model's terms. */
  on(condition: UserCondition): Condition[];
}

/** All there is to know of one kind of column once it is prepared. A kind is one file and one row of `columnKinds`. */
export interface ColumnKind<Plan extends PlanBase> {
  /** What the plan may say in a model file, which comes from anywhere. */
  readonly schema: z.ZodType<Plan>;
  /** Says why the plan cannot restore what a model gives; undefined where it can. */
  problem?(plan: Plan, source: ProblemSource): string | undefined;
  /** Returns the output column of a batch. @throws ModelError when the model or the pattern cannot make it */
  restore(plan: Plan, source: RestoreSource): Column;
  /**
   * Returns the condition in the terms of the model's table; none where it always holds.
   * @throws ModelError naming the column and the value that cannot be met
   */
  condition(plan: Plan, condition: UserCondition, source: ConditionSource): Condition[];
  /** Whether restored rows have to be checked for a condition that `condition` gives the model in part, or not at all. */
  checksRows?(plan: Plan, condition: UserCondition): boolean;
  /**
   * Returns one of its columns of the model's table from any table, in the model's terms: unreadable and unknown cells are
   * missing. Absent where no model sees it.
   */
  toModel?(plan: Plan, source: ToModelSource): Column;
  /** Fills in missing cells of `known`, a model's column of a column named by `after`, that this column gives away. */
  deduce?(plan: Plan, known: Column, source: Omit<ToModelSource, "model">): void;
  /** Names of output columns that are restored before this one. */
  after?(plan: Plan): readonly string[];
  /** The value is a function of the columns of `after`. */
  readonly derived?: true;
  /** Names of its own columns in the model's table; where absent its name, if it has `toModel`, else none. */
  modelColumns?(plan: Plan): readonly string[];
  /** Protected range in the terms of the output: numbers, or epoch ms. */
  range?(plan: Plan): { readonly min: number; readonly max: number };
  /** A clause that tells which values the column has, or those of a narrower range in the model's terms. */
  describeRange?(
    plan: Plan,
    range?: { readonly min?: number | undefined; readonly max?: number | undefined },
  ): string;
  /** The column counted again from the others of an output table, where it counts rows. */
  recount?(plan: Plan, table: Table): Column;
  /** Whether the values count on from row to row. */
  countsOn?(plan: Plan): boolean;
  /** Key of the entities whose rows come in the order of the column's numbers; undefined where none do. */
  ordersRowsOf?(plan: Plan): string | undefined;
  /** Why the column cannot have that many rows; undefined where it can. */
  shortage?(plan: Plan, rows: number): string | undefined;
}

/** Physical kind of an output column. */
export type Output = "string" | "number" | "datetime";
