import type { ColumnFormat } from "../../../table/format.ts";
import type { LoadedTable } from "../../../table/read/read.ts";
import type { Column } from "../../../table/table.ts";
import { type ColumnReplacement, replaceColumn } from "./replaceValues.ts";

/** The table with these columns replaced, and written as what they have become; what was read of the others stays. */
export function replaceTable(
  loaded: LoadedTable,
  replaced: ReadonlyMap<string, ColumnReplacement>,
): LoadedTable {
  if (replaced.size === 0) return loaded;
  const formats = [...loaded.formats];
  const columns = loaded.table.columns.map((column, i) => {
    const replacement = replaced.get(column.name);
    if (replacement === undefined) return column;
    const made = replaceColumn(column, replacement);
    formats[i] = formatOf(made, column, formats[i]!);
    return made;
  });
  const notes = loaded.notes.filter(({ column }) => column === undefined || !replaced.has(column));
  return {
    ...loaded,
    table: { ...loaded.table, columns },
    formats,
    notes,
    warnings: notes.map(({ column, text }) => (column === undefined ? text : `column "${column}": ${text}`)),
  };
}

/** A column that stays what it was is written as before; one that became text or another number plainly. */
function formatOf(made: Column, before: Column, format: ColumnFormat): ColumnFormat {
  if (made.kind === "string" && before.kind === "string" && format.physical === "text") return format;
  const { missingToken, decimalPoint, unnamed } = format;
  const decimals = made.kind === "number" ? (before.kind === "number" ? format.decimals : 0) : 0;
  return {
    physical: made.kind === "string" ? "text" : decimals === 0 ? "integer" : "decimal",
    decimals: decimals === null || made.kind === "string" ? decimals : Math.min(decimals, 1),
    fixedDecimals: false,
    keepPoint: format.keepPoint && before.kind === made.kind,
    dateFormat: null,
    missingToken,
    decimalPoint,
    fileType: null,
    ...(unnamed && { unnamed }),
  };
}
