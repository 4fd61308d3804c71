import { sourceSchema } from "../../config/schema.ts";
import type { ProfileOptions } from "../../protocol/worker.ts";

/** How a config says its source is read; what is not sound is left out. */
export function readOptions(value: unknown): ProfileOptions {
  const { source } = (value ?? {}) as { readonly source?: unknown };
  const found = sourceSchema.safeParse(source);
  if (!found.success) return {};
  const { delimiter, missing } = found.data;
  return { ...(delimiter !== undefined && { delimiter }), ...(missing !== undefined && { missing }) };
}
