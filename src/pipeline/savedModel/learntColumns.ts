import { basename } from "node:path";
import { listText, quote } from "../../jsonc/quote.ts";
import type { Table } from "../../table/table.ts";
import type { ModelColumn } from "../../transform/modelTable.ts";
import { PipelineError } from "../pipelineError.ts";

/**
 * Warnings about the columns a model learnt and a table lacks: they count as missing.
 * @throws PipelineError when the table has none of them
 */
export function learntColumns(
  learnt: readonly Pick<ModelColumn, "name">[],
  table: Table,
  path: string,
): string[] {
  const given = new Set(table.columns.map((column) => column.name));
  const absent = learnt.filter(({ name }) => !given.has(name)).map(({ name }) => quote(name));
  if (absent.length === 0) return [];
  const shown = listText(absent.length > 10 ? [...absent.slice(0, 9), `${absent.length - 9} more`] : absent);
  if (absent.length === learnt.length)
    throw new PipelineError(
      `${basename(path)} has none of the columns the model learnt (${shown}): give a table like the one it was trained on`,
    );
  return [`${basename(path)} lacks ${shown}: taken as missing in every row`];
}
