import type { ColumnFormat } from "../format.ts";
import type { Table } from "../table.ts";

export interface OutputColumn {
  readonly name: string;
  readonly format: ColumnFormat;
}

export interface TableWriter {
  /** Appends the rows. The table's columns are those given at opening, in that order. */
  write(table: Table): Promise<void>;
  /** Completes the file under its name. */
  close(): Promise<{ rows: number; bytes: number }>;
  /** Leaves nothing behind. May be called at any time, after a failure too. */
  abort(): Promise<void>;
}
