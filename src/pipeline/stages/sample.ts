import type { Writable } from "node:stream";
import { checkBatch } from "../../models/checkBatch.ts";
import type { FittedModel } from "../../models/synthesizer.ts";
import { concatTables } from "../../table/concat.ts";
import type { Condition } from "../../table/condition.ts";
import type { ColumnFormat, FileFormat } from "../../table/format.ts";
import type { Table } from "../../table/table.ts";
import { openTableWriter } from "../../table/write/write.ts";
import { restoreBatch } from "../../transform/restore.ts";
import type { RestorePlan } from "../../transform/restorePlan.ts";

export interface SampleJob {
  readonly model: FittedModel;
  readonly restore: RestorePlan;
  readonly rows: number;
  readonly seed: number;
  readonly where?: readonly Condition[];
  /** File, or stream. */
  readonly to: string | Writable;
  readonly format: FileFormat;
  readonly formats: readonly { readonly name: string; readonly format: ColumnFormat }[];
  /** Rows kept in memory for the report; 0 for none. */
  readonly keep: number;
  readonly signal: AbortSignal;
  progress(rows: number): void;
}

export interface Sampled {
  readonly rows: number;
  readonly bytes: number;
  /** At least the first `keep` rows, batches being kept whole; no rows when `keep` is 0. */
  readonly kept: Table;
}

/** Rows dealt out to persons at once: the last person of such a part may have fewer rows than meant. */
const personRows = 65_536;

/** The same rows in parts of at least so many rows, but for the last. */
async function* gathered(batches: AsyncIterable<Table>, rows: number): AsyncIterable<Table> {
  let parts: Table[] = [];
  let held = 0;
  for await (const batch of batches) {
    parts.push(batch);
    held += batch.rows;
    if (held < rows) continue;
    yield concatTables(parts);
    parts = [];
    held = 0;
  }
  if (parts.length > 0) yield concatTables(parts);
}

/** Streams rows from the model through `restore` into the output file; on failure or cancel nothing is left of it. */
export async function sample(job: SampleJob): Promise<Sampled> {
  const writer = await openTableWriter(job.to, job.format, job.formats);
  const kept: Table[] = [];
  let rows = 0;
  try {
    const options = { seed: job.seed, signal: job.signal, ...(job.where && { where: job.where }) };
    const batches = job.model.sample(job.rows, options);
    for await (const batch of job.restore.people?.entity ? gathered(batches, personRows) : batches) {
      checkBatch(batch, job.model.columns);
      const table = restoreBatch(job.restore, batch, { firstRow: rows, seed: job.seed });
      await writer.write(table);
      if (rows < job.keep) kept.push(table);
      rows += table.rows;
      job.progress(rows);
      job.signal.throwIfAborted();
    }
    const { bytes } = await writer.close();
    return { rows, bytes, kept: kept.length === 0 ? { rows: 0, columns: [] } : concatTables(kept) };
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
