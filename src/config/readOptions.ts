import type { ReadOptions } from "../table/read/readOptions.ts";
import type { ColumnConfig, SourceConfig } from "./schema.ts";

/** How a config says its source is read: the one place that decides it, for runs, reports, notebooks and the editor. */
export function readOptions(
  source: Omit<SourceConfig, "path">,
  columns: Readonly<Record<string, Pick<ColumnConfig, "format"> | undefined>>,
): ReadOptions {
  const { delimiter, missing, header, skip, quotes, sheet } = source;
  const formats = Object.entries(columns).flatMap(([name, column]) =>
    column?.format === undefined ? [] : [[name, column.format] as const],
  );
  return {
    ...(delimiter !== undefined && { delimiter }),
    ...(missing !== undefined && { missing }),
    ...(header !== undefined && { header }),
    ...(skip !== undefined && { skip }),
    ...(quotes !== undefined && { quotes }),
    ...(sheet !== undefined && { sheet }),
    ...(formats.length > 0 && { dateFormats: Object.fromEntries(formats) }),
  };
}

/** The same for what learns from the table, which may read a sample of its rows where that is larger than memory. */
export function learningOptions(
  source: Omit<SourceConfig, "path">,
  columns: Readonly<Record<string, Pick<ColumnConfig, "format"> | undefined>>,
  seed = 0,
): ReadOptions {
  const { sampleRows } = source;
  return {
    ...readOptions(source, columns),
    sample: { seed, ...(sampleRows !== undefined && { rows: sampleRows }) },
  };
}
