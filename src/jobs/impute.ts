import { extname } from "node:path";
import { z } from "zod";
import { withDensityModel, writeTable } from "../pipeline/savedModel/densityWork.ts";
import { imputeRows } from "../pipeline/savedModel/imputeRows.ts";
import type { RunEvent } from "../protocol/run.ts";
import type { LoadedTable } from "../table/read/read.ts";
import { missingCount } from "../table/table.ts";
import type { OutputColumn } from "../table/write/tableWriter.ts";
import { path, seed } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({
  model: path,
  data: path,
  /** File to write; with `draws`, NAME-1, NAME-2, … */
  out: path,
  /** Tables of joint draws; one table of best values if omitted. */
  draws: z.int().min(1).exactOptional(),
  seed: seed.default(42),
});

export interface ImputedFiles {
  readonly outputs: readonly string[];
  /** Cells filled in each table, and cells left missing because the model does not know their column. */
  readonly filled: number;
  readonly left: number;
}

/** Fills in the missing cells of a table. */
export const imputeJob: Job<typeof input, RunEvent, ImputedFiles> = {
  input,
  run({ model, data, out, draws, seed }, context) {
    const outputs = outputPaths(out, draws);
    return withDensityModel({ model, data, outputs }, context, async ({ model, trained, loaded }) => {
      const options = { seed, draws: outputs.length };
      const tables = await imputeRows(model, trained.restore, loaded.table, options);
      const columns = imputedColumns(loaded, trained.columns);
      for (const [i, { table }] of tables.entries()) await writeTable(outputs[i]!, loaded, columns, table);
      const { filled, left } = tables[0]!;
      return { outputs, filled, left };
    });
  },
};

function outputPaths(out: string, draws: number | undefined): string[] {
  if (draws === undefined) return [out];
  const end = extname(out);
  const start = out.slice(0, out.length - end.length);
  return Array.from({ length: draws }, (_, i) => `${start}-${i + 1}${end}`);
}

/** As in the file; a column without any value is written as the model's table was. */
function imputedColumns({ table, formats }: LoadedTable, fitted: readonly OutputColumn[]): OutputColumn[] {
  const known = new Map(fitted.map((column) => [column.name, column.format]));
  return table.columns.map((column, i) => {
    const format = formats[i]!;
    const wanted = missingCount(column) === table.rows ? known.get(column.name) : undefined;
    return {
      name: column.name,
      format: wanted === undefined ? format : { ...wanted, missingToken: format.missingToken },
    };
  });
}
