import type { DensityModel } from "../models/synthesizer.ts";
import { type ColumnFormat, type FileFormat, plainCsv } from "../table/format.ts";
import type { Table } from "../table/table.ts";
import type { RestorePlan } from "../transform/restorePlan.ts";
import { toModelTable } from "../transform/toModelTable.ts";

export interface ScoredRow {
  /** From 0. */
  readonly row: number;
  /** Natural logarithm. */
  readonly logLikelihood: number;
  /** The column whose value is least likely given the rest of the row, and ln P of it. */
  readonly column: string;
  readonly cellLogLikelihood: number;
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
  const names = model.columns.map((column) => column.name);
  const oddest = new Int32Array(table.rows);
  const oddness = new Float64Array(table.rows).fill(Number.POSITIVE_INFINITY);
  for (const [j, column] of cells.entries()) {
    for (let i = 0; i < table.rows; i++) {
      if (column[i]! < oddness[i]!) {
        oddness[i] = column[i]!;
        oddest[i] = j;
      }
    }
  }
  return {
    mean: rows.reduce((sum, value) => sum + value, 0) / Math.max(1, rows.length),
    table: {
      rows: table.rows,
      columns: [
        { kind: "number", name: "row", values: Float64Array.from({ length: table.rows }, (_, i) => i + 1) },
        { kind: "number", name: "logLikelihood", values: rows },
        { kind: "string", name: "leastLikelyColumn", codes: oddest, dictionary: names },
        {
          kind: "number",
          name: "leastLikelyLogProbability",
          values: oddness.map((v) => (Number.isFinite(v) ? v : Number.NaN)),
        },
      ],
    },
    format: plainCsv,
    columns: [
      { name: "row", format: formatOf("integer", 0) },
      { name: "logLikelihood", format: formatOf("decimal", 6) },
      { name: "leastLikelyColumn", format: formatOf("text", null) },
      { name: "leastLikelyLogProbability", format: formatOf("decimal", 6) },
    ],
    unlikeliest(count) {
      const order = Array.from(rows.keys()).sort((a, b) => rows[a]! - rows[b]!);
      return order.slice(0, count).map((row) => ({
        row,
        logLikelihood: rows[row]!,
        column: names[oddest[row]!]!,
        cellLogLikelihood: oddness[row]!,
      }));
    },
  };
}

function formatOf(physical: ColumnFormat["physical"], decimals: number | null): ColumnFormat {
  return {
    physical,
    decimals,
    fixedDecimals: false,
    keepPoint: false,
    dateFormat: null,
    missingToken: "",
    decimalPoint: ".",
    fileType: null,
  };
}
