import { own } from "../../jsonc/own.ts";
import type { ColumnFormat, FileFormat } from "../format.ts";
import type { Table } from "../table.ts";
import type { SampleRequest, SourceSample } from "./sampled/sourceSample.ts";

export interface ReadOptions {
  /** One character; detected when absent. CSV only. */
  readonly delimiter?: string;
  /** The table has a line of names (column_1, column_2, … name its columns when not); judged by the cells below when absent. CSV and Excel. */
  readonly header?: boolean;
  /** Lines above the table; detected when absent. CSV and Excel. */
  readonly skip?: number;
  /** False: quotes are characters like any other; judged by whether they pair when absent. CSV only. */
  readonly quotes?: boolean;
  /** Name of the sheet; the first one when absent. Excel only. */
  readonly sheet?: string;
  /** Exactly these cells and empty ones are missing; pandas' default spellings when absent. CSV only. */
  readonly missing?: readonly string[];
  /** Only these columns, in file order. */
  readonly columns?: readonly string[];
  readonly maxRows?: number;
  /** Cells stay as they are written, but for missing ones: what a cell is read as then never depends on other rows. */
  readonly asWritten?: true;
  /** The table may be read in part: what learns from it does. Not of Excel workbooks. */
  readonly sample?: SampleRequest;
  /** How dates of a column are written, where its values fit several patterns. */
  readonly dateFormats?: Readonly<Record<string, string | readonly string[]>>;
  /** Awaited after each part of the file; may throw to stop the reading. CSV only. */
  readonly breathe?: () => Promise<void> | undefined;
}

/** How the config says that the dates of this column are written; safe for any column name. */
export function dateFormatsOf({ dateFormats }: ReadOptions, column: string): readonly string[] {
  const given = own(dateFormats, column) ?? [];
  return typeof given === "string" ? [given] : given;
}

/** What the reader of one kind of file finds. */
export interface ReadResult {
  readonly table: Table;
  readonly format: FileFormat;
  readonly formats: readonly ColumnFormat[];
  readonly notes: readonly ReadNote[];
  readonly leftOut?: readonly LeftOutColumn[];
  /** Where the table holds a sample of the file's rows. */
  readonly sample?: SourceSample;
}

/** A sentence for a person on what had to be guessed, changed or dropped; of one column or of the file. Shows no value of it. */
export interface ReadNote {
  readonly column?: string;
  readonly text: string;
}

/** A column of the file that no table can hold: nested or binary. */
export interface LeftOutColumn {
  readonly name: string;
  /** Such as `nested values (INTEGER[])`. */
  readonly what: string;
}
