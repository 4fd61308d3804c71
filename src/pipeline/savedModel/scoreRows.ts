import type { DensityModel } from "../../models/synthesizer.ts";
import { type ColumnFormat, type FileFormat, plainColumn, plainCsv } from "../../table/format.ts";
import type { Table } from "../../table/table.ts";
import { ownersOf, type RestorePlan } from "../../transform/restorePlan.ts";
import { toModelTable } from "../../transform/toModelTable.ts";
import { oddestCells } from "./oddestCells.ts";

export interface ScoredRow {
  /** From 0. */
  readonly row: number;
  /** Natural logarithm. */
  readonly logLikelihood: number;
  /** The column whose value surprises most given the rest of the row (`oddestCells`); undefined when the row is empty. */
  readonly column: string | undefined;
  /** ln P of that value, and how many nats less likely it is than is usual in its column. */
  readonly logProbability: number;
  readonly surprise: number;
}

export interface Scores {
  readonly mean: number;
  readonly table: Table;
  readonly format: FileFormat;
  readonly columns: readonly { readonly name: string; readonly format: ColumnFormat }[];
  /** Least likely first. */
  unlikeliest(count: number): ScoredRow[];
}

/** How likely each row is under the model, and what is odd about it. */
export async function scoreRows(model: DensityModel, plan: RestorePlan, table: Table): Promise<Scores> {
  const known = toModelTable(plan, model.columns, table);
  const rows = await model.logLikelihood(known);
  const cells = await model.cellLogLikelihood(known);
  const owners = ownersOf(plan);
  const names = model.columns.map(({ name }) => owners.get(name)?.name ?? name);
  const oddest = oddestCells(cells, table.rows);
  return {
    mean: rows.reduce((sum, value) => sum + value, 0) / Math.max(1, rows.length),
    table: {
      rows: table.rows,
      columns: [
        { kind: "number", name: "row", values: Float64Array.from({ length: table.rows }, (_, i) => i + 1) },
        { kind: "number", name: "logLikelihood", values: rows },
        { kind: "string", name: "oddestColumn", codes: oddest.column, dictionary: names },
        { kind: "number", name: "logProbability", values: oddest.logProbability.map(finite) },
        { kind: "number", name: "surprise", values: oddest.surprise.map(finite) },
      ],
    },
    format: plainCsv,
    columns: [
      { name: "row", format: formatOf("integer", 0) },
      { name: "logLikelihood", format: formatOf("decimal", 6) },
      { name: "oddestColumn", format: formatOf("text", null) },
      { name: "logProbability", format: formatOf("decimal", 6) },
      { name: "surprise", format: formatOf("decimal", 6) },
    ],
    unlikeliest(count) {
      const order = Array.from(rows.keys()).sort((a, b) => rows[a]! - rows[b]!);
      return order.slice(0, count).map((row) => ({
        row,
        logLikelihood: rows[row]!,
        column: names[oddest.column[row]!],
        logProbability: oddest.logProbability[row]!,
        surprise: oddest.surprise[row]!,
      }));
    },
  };
}

/** What no number can tell is left empty. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}

function formatOf(physical: ColumnFormat["physical"], decimals: number | null): ColumnFormat {
  return { ...plainColumn, physical, decimals, fileType: null };
}
