import { alignTables } from "../../src/quality/compared/align.ts";
import { readTable } from "../../src/table/read/read.ts";
import type { Table } from "../../src/table/table.ts";

/** One or two files of the same columns, their string columns on shared dictionaries. */
export async function readTables(first: string, second = first): Promise<Table[]> {
  const [a, b] = await Promise.all([readTable(first), readTable(second)]);
  const columns = a!.table.columns.map(
    ({ name, kind }) =>
      ({
        name,
        sdtype: kind === "string" ? "categorical" : kind === "number" ? "numerical" : "datetime",
      }) as const,
  );
  const aligned = alignTables(a!.table, b!.table, null, columns);
  return [aligned.real, aligned.synthetic];
}
