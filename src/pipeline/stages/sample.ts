import type { Writable } from "node:stream";
import { checkBatch } from "../../models/checkBatch.ts";
import type { FittedModel } from "../../models/synthesizer.ts";
import { concatTables } from "../../table/concat.ts";
import type { Condition } from "../../table/condition.ts";
import type { ColumnFormat, FileFormat } from "../../table/format.ts";
import { type Table, takeRows } from "../../table/table.ts";
import { openTableWriter } from "../../table/write/write.ts";
import { ModelError } from "../../transform/modelTable.ts";
import { restoreBatch } from "../../transform/restore.ts";
import type { RestorePlan } from "../../transform/restorePlan.ts";
import { makeRowFilter, type RowFilter } from "../../transform/rules/rowFilter.ts";

export interface SampleJob {
  readonly model: FittedModel;
  readonly restore: RestorePlan;
  readonly rows: number;
  readonly seed: number;
  readonly where?: readonly Condition[];
  /** Leaves restored rows out, others being drawn for them; those that break a rule of the plan when left out. */
  readonly filter?: RowFilter | undefined;
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

/** Batches without a row that passes the filter, one after another, before sampling gives up. */
const maxFruitless = 60;
/** Rows drawn for a row kept, at most. */
const maxDrawn = 500;

/**
 * Streams rows from the model through `restore` and the filter into the output file; on failure or cancel nothing is left of
 * it. Ends with fewer rows than asked for when too few of those drawn pass the filter.
 * @throws ModelError when no row passes it
 */
export async function sample(job: SampleJob): Promise<Sampled> {
  const writer = await openTableWriter(job.to, job.format, job.formats);
  const kept: Table[] = [];
  let rows = 0;
  try {
    for await (const table of filteredRows(job)) {
      await writer.write(table);
      if (rows < job.keep) kept.push(table);
      rows += table.rows;
      job.progress(rows);
      job.signal.throwIfAborted();
    }
    if (rows === 0 && job.rows > 0)
      throw new ModelError("none of the rows drawn meets these conditions and rules; loosen one of them");
    const { bytes } = await writer.close();
    return { rows, bytes, kept: kept.length === 0 ? { rows: 0, columns: [] } : concatTables(kept) };
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/** Restored rows that pass the filter: as many as asked for, or fewer where they are too rare. */
async function* filteredRows(job: SampleJob): AsyncIterable<Table> {
  const { seed, signal, filter = makeRowFilter(job.restore.rules, []) } = job;
  let drawn = 0;
  let left = job.rows;
  let fruitless = 0;
  for (let round = 0; left > 0; round++) {
    const share = round === 0 ? 1 : Math.max(1 / maxDrawn, (job.rows - left) / Math.max(1, drawn));
    const wanted = round === 0 ? job.rows : Math.ceil(Math.min(maxRound, (1.1 * left) / share));
    const options = {
      seed: (seed + round) >>> 0,
      signal,
      plannedRows: job.rows,
      ...(job.where && { where: job.where }),
    };
    const batches = job.model.sample(wanted, options);
    for await (const batch of job.restore.people?.entity ? gathered(batches, personRows) : batches) {
      checkBatch(batch, job.model.columns);
      const restored = restoreBatch(job.restore, batch, { firstRow: drawn, seed });
      drawn += batch.rows;
      const passed = filter === undefined ? restored : filter(restored);
      fruitless = passed.rows === 0 ? fruitless + 1 : 0;
      const table =
        passed.rows <= left
          ? passed
          : takeRows(
              passed,
              Int32Array.from({ length: left }, (_, i) => i),
            );
      left -= table.rows;
      if (table.rows > 0) yield table;
      if (left === 0 || fruitless >= maxFruitless) break;
    }
    if (fruitless >= maxFruitless || drawn >= maxDrawn * Math.max(job.rows, minDrawn)) break;
  }
}

/** Rows asked of the model at once in later rounds. */
const maxRound = 1_000_000;
const minDrawn = 2000;
