import { basename } from "node:path";
import { listText, quote } from "../../jsonc/quote.ts";
import type { Table } from "../../table/table.ts";
import type { ModelColumn } from "../../transform/modelTable.ts";
import { PipelineError } from "../pipelineError.ts";

/**
 * Warnings about the columns a model was trained on and a table lacks: they count as missing.
 * @throws PipelineError when the table has none of them
 */
export function missingModelColumns(
  learned: readonly Pick<ModelColumn, "name">[],
  table: Table,
  path: string,
): string[] {
  const given = new Set(table.columns.map((column) => column.name));
  const absent = learned.filter(({ name }) => !given.has(name)).map(({ name }) => quote(name));
  if (absent.length === 0) return [];
  const shown = listText(absent.length > 10 ? [...absent.slice(0, 9), `${absent.length - 9} more`] : absent);
  if (absent.length === learned.length)
    throw new PipelineError(
      `${basename(path)} has none of the model's columns (${shown}): give a table like the one it was trained on`,
    );
  return [`${basename(path)} lacks ${shown}: treated as missing in every row`];
}
