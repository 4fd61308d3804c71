import type { ReadOptions } from "../table/read/readOptions.ts";
import { type ColumnConfig, columnSchema, type SourceConfig, sourceSchema } from "./schema.ts";

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

/** The same of the JSON of a config that may have errors: keys that are not valid are ignored. */
export function soundReadOptions(value: unknown): ReadOptions {
  const { source, columns } = (value ?? {}) as { readonly source?: unknown; readonly columns?: unknown };
  const sound = sourceSchema.safeParse(source).data ?? {};
  const formats = Object.entries(columns ?? {}).map(
    ([name, column]) => [name, { format: formatOf(column) }] as const,
  );
  return readOptions(sound, Object.fromEntries(formats));
}

function formatOf(column: unknown): ColumnConfig["format"] {
  if (typeof column !== "object" || column === null || !("format" in column)) return undefined;
  return columnSchema.shape.format.safeParse(column.format).data;
}
