import type { Table } from "../table/table.ts";

/** A model as somebody who holds its file may use it. */
export interface AttackedModel {
  /** Names of the columns of the real table that it knows. */
  readonly columns: readonly string[];
  /** Natural-log likelihood of each row of a table like the real one. */
  logLikelihood(rows: Table): Promise<Float64Array>;
  /** The table with its missing cells filled by the likeliest value. */
  impute(rows: Table): Promise<Table>;
}
