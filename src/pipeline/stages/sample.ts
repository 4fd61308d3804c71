import type { Writable } from "node:stream";
import { concatTables } from "../../table/concat.ts";
import type { ColumnFormat, FileFormat } from "../../table/format.ts";
import type { Table } from "../../table/table.ts";
import { openTableWriter } from "../../table/write/write.ts";
import { ModelError } from "../../transform/modelTable.ts";
import { type RowSource, sampleRange } from "../shards/sampleRange.ts";
import { makeShardPlan } from "../shards/shardPlan.ts";

export interface SampleJob extends Omit<RowSource, "plan"> {
  readonly rows: number;
  readonly seed: number;
  /** Rows of a shard; part of what a seed means. */
  readonly shardRows?: number | undefined;
  /** File, or stream. */
  readonly to: string | Writable;
  readonly format: FileFormat;
  readonly formats: readonly { readonly name: string; readonly format: ColumnFormat }[];
  /** Rows kept in memory for the report; 0 for none. */
  readonly keep: number;
  /** A file without rows is not a failure: it is a part of a table whose other parts may have some. */
  readonly mayBeEmpty?: boolean;
  progress(rows: number): void;
}

export interface Sampled {
  readonly rows: number;
  readonly bytes: number;
  /** At least the first `keep` rows, batches being kept whole; no rows when `keep` is 0. */
  readonly kept: Table;
}

/**
 * Streams all rows of the request, shard after shard, into the output file; on failure or cancel nothing is left of it. Ends with
 * fewer rows than asked for when too few of those drawn pass the filter.
 * @throws ModelError when no row passes it
 */
export async function sample(job: SampleJob): Promise<Sampled> {
  const plan = makeShardPlan(job.restore, { ...job, mixed: job.parts !== undefined });
  return await sampleInto({ ...job, plan }, { firstRow: 0, rows: job.rows });
}

/**
 * The same for the rows of one range, as a file of its own.
 * @throws ModelError when no row passes the filter
 */
export async function sampleInto(
  job: Omit<SampleJob, "rows" | "seed"> & RowSource,
  range: { readonly firstRow: number; readonly rows: number },
): Promise<Sampled> {
  const writer = await openTableWriter(job.to, job.format, job.formats);
  const kept: Table[] = [];
  let rows = 0;
  try {
    for await (const table of sampleRange(job, range)) {
      await writer.write(table);
      if (rows < job.keep) kept.push(table);
      rows += table.rows;
      job.progress(rows);
      job.signal.throwIfAborted();
    }
    if (rows === 0 && range.rows > 0 && job.mayBeEmpty !== true)
      throw new ModelError("none of the rows drawn meets these conditions and rules; loosen one of them");
    const { bytes } = await writer.close();
    return { rows, bytes, kept: kept.length === 0 ? { rows: 0, columns: [] } : concatTables(kept) };
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
