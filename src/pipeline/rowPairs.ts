import { parseConfig } from "../config/parseConfig.ts";
import { readOptions } from "../config/readOptions.ts";
import { resolveColumns } from "../config/resolveColumns.ts";
import { makeBreathe } from "../numerics/breathe.ts";
import type { RowPairs } from "../protocol/gridView.ts";
import { alignTables } from "../quality/compared/align.ts";
import { findNearestRows } from "../quality/privacy/neighbors/nearestRows.ts";
import { comparedColumns, makeRowSpace } from "../quality/privacy/neighbors/rowSpace.ts";
import { buildRowTree } from "../quality/privacy/neighbors/rowTree.ts";
import { profileTable } from "../table/profile/profileTable.ts";
import { readPlainText } from "../table/readPlainText.ts";
import { firstRows } from "../table/table.ts";
import { UserError } from "../table/userError.ts";
import { withRepeatedKeys } from "../transform/entities/repeatedKeys.ts";
import { PipelineError } from "./pipelineError.ts";
import { readAlike } from "./savedModel/readAlike.ts";

/** Rows looked at, the first of each table: enough to look through, in seconds. */
const maxSynthetic = 20_000;
const maxReal = 200_000;

export interface RowPairsJob {
  readonly real: string;
  readonly synthetic: string;
  /** Whose columns count. */
  readonly config: string;
}

/**
 * The nearest real row of each synthetic one, by the distance of the report's closest records. For the owner of the real table to look
 * at on this machine: the result is kept nowhere.
 */
export async function rowPairs(job: RowPairsJob, signal: AbortSignal): Promise<RowPairs> {
  const { config, diagnostics } = parseConfig(await readPlainText(job.config), job.config);
  if (config === undefined) throw new PipelineError(`${job.config} has errors`, diagnostics);
  const read = await readAlike(job, readOptions(config.source, config.columns));
  const specs = resolveColumns(config, withRepeatedKeys(read.real.table, profileTable(read.real)));
  const real = firstRows(read.real.table, maxReal);
  const aligned = alignTables(real, firstRows(read.synthetic.table, maxSynthetic), null, specs);
  const columns = comparedColumns(aligned.columns);
  if (columns.length === 0) throw new UserError("the tables share no column by which rows could be compared");
  const space = makeRowSpace(
    aligned.real,
    columns.map(({ name }) => name),
  );
  const tree = buildRowTree(space.encode(aligned.real));
  const found = await findNearestRows(tree, space.encode(aligned.synthetic), {}, makeBreathe(signal));
  return {
    nearest: Array.from(found.index),
    distance: Array.from(found.distance, (sum) => sum / columns.length),
    realRows: real.rows,
  };
}
