import { basename } from "node:path";
import type { ColumnSpec } from "../../config/columnSpec.ts";
import { listText, quote } from "../../jsonc/quote.ts";
import type { LoadedTable } from "../../table/read/read.ts";
import { type Column, findColumn } from "../../table/table.ts";
import type { ModelColumn } from "../../transform/modelTable.ts";
import { replaceTable } from "../../transform/personal/replace/replaceTable.ts";
import type { ColumnReplacement } from "../../transform/personal/replace/replaceValues.ts";
import { PipelineError } from "../pipelineError.ts";

/** What a saved model tells of the personal columns it was fitted on. */
interface FittedColumns {
  readonly specs: readonly ColumnSpec[];
  readonly columns: readonly ModelColumn[];
}

/**
 * The table with its personal values masked or made coarser where the model was fitted on such values. What is so already stays.
 * `note` says which columns.
 * @throws PipelineError where the model was fitted on pseudonyms and the table holds none of them: only who has the key can write them
 */
export function replacedLike(
  loaded: LoadedTable,
  { specs, columns }: FittedColumns,
): { readonly loaded: LoadedTable; readonly note?: string } {
  const replaced = new Map<string, ColumnReplacement>();
  for (const { name, personal } of specs) {
    if (personal?.replace === "mask" || personal?.replace === "generalize")
      replaced.set(name, { ...personal, wordsOnly: true });
    if (personal?.replace === "pseudonym") refuseRealValues(loaded, name, columns);
  }
  const names = [...replaced.keys()].filter((name) => findColumn(loaded.table, name) !== undefined);
  if (names.length === 0) return { loaded };
  return {
    loaded: replaceTable(loaded, replaced),
    note: `${listText(names.map(quote))}: masked or made coarser, as the model was fitted on such values`,
  };
}

function refuseRealValues({ path, table }: LoadedTable, name: string, columns: readonly ModelColumn[]): void {
  const fitted = columns.find((column) => column.name === name);
  const column = findColumn(table, name);
  if (fitted?.kind !== "discrete" || column === undefined) return;
  const known = new Set(fitted.categories);
  const values = textsOf(column);
  if (values.size === 0 || [...values].some((value) => known.has(value))) return;
  throw new PipelineError(
    `${basename(path)}: the model was fitted on pseudonyms of column ${quote(name)}, and none of its values is one of them. Write them first, with the same config and key: syndata pii ${basename(path)} --apply --config CONFIG`,
  );
}

function textsOf(column: Column): ReadonlySet<string> {
  if (column.kind !== "string") return new Set(Array.from(column.values, String));
  const used = new Set(column.codes);
  return new Set(column.dictionary.filter((_, code) => used.has(code)));
}
