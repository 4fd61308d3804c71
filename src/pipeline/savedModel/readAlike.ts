import { own } from "../../jsonc/own.ts";
import type { CompareJob } from "../../protocol/worker.ts";
import { samePattern } from "../../table/infer/inferDatePattern.ts";
import { type LoadedTable, readTable } from "../../table/read/read.ts";
import type { ReadOptions } from "../../table/read/readOptions.ts";

export interface LoadedTables {
  readonly real: LoadedTable;
  readonly synthetic: LoadedTable;
  readonly holdout: LoadedTable | null;
}

/**
 * Reads the tables of a comparison so that dates such as 03/04/2021 mean the same in all of them: what the options say, else what
 * the table says whose dates leave no doubt.
 *
 * @throws DataError
 */
export async function readAlike(
  job: Pick<CompareJob, "real" | "synthetic" | "holdout">,
  options: ReadOptions,
): Promise<LoadedTables> {
  const given = options.dateFormats ?? {};
  const learning = { ...options, sample: { seed: 0 } };
  let real = await readTable(job.real, learning);
  const like = (table: LoadedTable) => ({ ...learning, dateFormats: { ...patterns(table), ...given } });
  const synthetic = await readTable(job.synthetic, like(real));
  if (swapped(patterns(real), patterns(synthetic))) real = await readTable(job.real, like(synthetic));
  const holdout = job.holdout === undefined ? null : await readTable(job.holdout, like(real));
  return { real, synthetic, holdout };
}

function patterns({ table, formats }: LoadedTable): Record<string, string> {
  return Object.fromEntries(
    table.columns.flatMap(({ name }, i) => {
      const pattern = formats[i]?.dateFormat;
      return pattern ? [[name, pattern]] : [];
    }),
  );
}

/** Whether a column's day stands in one table where the month stands in the other. */
function swapped(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return Object.entries(a).some(([name, pattern]) => {
    const other = own(b, name);
    const turned = pattern.replace(/%-?[dm]/g, (part) => (part.endsWith("d") ? "%m" : "%d"));
    return other !== undefined && !samePattern(other, pattern) && samePattern(other, turned);
  });
}
