import { grouped } from "../../../language/counts.ts";

/** How much of a table larger than memory is read. */
export interface SampleRequest {
  readonly seed: number;
  /** Rows to read at most; left out: all where they fit in memory, else as many as do. */
  readonly rows?: number;
}

/** What a table is that was read in part. All arrays have one entry per row of the table. */
export interface SourceSample {
  /** Rows of the file, counted. */
  readonly rows: number;
  /** The order in which rows are drawn: those of the lowest hashes are in the sample. */
  readonly hashes: Uint32Array;
  /** 1 where the row was read for a category that the rows drawn would show in too few rows. */
  readonly pinned: Uint8Array;
  /** One per column of the table. */
  readonly columns: readonly WholeColumn[];
}

/** What all rows of the file say of a column. */
export interface WholeColumn {
  readonly name: string;
  readonly missing: number;
  /** Distinct values; null where there are more than were counted. */
  readonly distinct: number | null;
  /** Numbers only. */
  readonly min: number | null;
  readonly max: number | null;
  /** Rows of each value as written; null where there are more than were counted. */
  readonly counts: ReadonlyMap<string, number> | null;
}

/** Rows of the file, whether all were read or a sample. */
export function sourceRows({
  table,
  sample,
}: {
  readonly table: { readonly rows: number };
  readonly sample?: SourceSample;
}): number {
  return sample?.rows ?? table.rows;
}

/** Distinct values of a column that are counted, and of which each is found in the sample. */
export const countedValues = 1000;

/** Rows of such a value that the sample holds at least, where the file has as many: enough to be learned under the rule of k rows. */
export const rowsPerValue = 5;

/** Says that the table is a part of the file, and what is counted in all of it. */
export function sampleNote({ rows }: SourceSample, read: number): { readonly text: string } {
  const [all, part] = [rows, read].map(grouped);
  return {
    text: `${part} of the file's ${all} rows are read, drawn by the seed; rows, missing values and categories are counted in all of them (source.sampleRows sets how many are read)`,
  };
}
