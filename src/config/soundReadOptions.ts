import type { ReadOptions } from "../table/read/readOptions.ts";
import { readOptions } from "./readOptions.ts";
import { type ColumnConfig, columnSchema, sourceSchema } from "./schema.ts";

/** How the JSON of a config says its source is read, where the config may have errors: keys that are not valid are ignored. */
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
