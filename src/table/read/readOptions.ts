import type { ColumnFormat, FileFormat } from "../format.ts";
import type { Table } from "../table.ts";

export interface ReadOptions {
  /** One character; found out when absent. CSV only. */
  readonly delimiter?: string;
  /** Exactly these cells and empty ones are missing; pandas' default spellings when absent. CSV only. */
  readonly missing?: readonly string[];
  /** Only these columns, in file order. */
  readonly columns?: readonly string[];
  readonly maxRows?: number;
  /** How dates of a column are written, where its values fit several patterns. */
  readonly dateFormats?: Readonly<Record<string, string>>;
}

/** How the config says that the dates of this column are written; safe for any column name. */
export function dateFormatOf({ dateFormats }: ReadOptions, column: string): string | undefined {
  return dateFormats !== undefined && Object.hasOwn(dateFormats, column) ? dateFormats[column] : undefined;
}

/** What the reader of one kind of file finds. */
export interface ReadResult {
  readonly table: Table;
  readonly format: FileFormat;
  readonly formats: readonly ColumnFormat[];
  readonly warnings: readonly string[];
}
