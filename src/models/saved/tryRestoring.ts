import { datePatternsOf } from "../../table/cells/formatCell.ts";
import type { ColumnFormat } from "../../table/format.ts";
import type { Column, Table } from "../../table/table.ts";
import { UserError } from "../../table/userError.ts";
import type { ModelColumn } from "../../transform/modelTable.ts";
import { restoreBatch } from "../../transform/restore.ts";
import type { RestorePlan } from "../../transform/restorePlan.ts";
import { orderRows } from "../../transform/rowOrder.ts";
import { makeRowFilter } from "../../transform/rules/rowFilter.ts";
import { keepRunning } from "../../transform/running/keepRunning.ts";

/** Rows tried: the ends of every range, categories from the first on, and a missing cell where there may be one. */
const triedRows = 9;

/**
 * Restores a few rows that a model of these columns could give, before any is drawn: schemas say what each part of a plan may be, not
 * that the parts fit each other. Returns what went wrong, undefined where nothing did.
 */
export function tryRestoring(
  plan: RestorePlan,
  columns: readonly ModelColumn[],
  written: readonly { readonly name: string; readonly format: ColumnFormat }[],
): string | undefined {
  try {
    const restored = restoreBatch(plan, possibleRows(columns), { firstRow: 0, seed: 1 });
    makeRowFilter(plan.rules, [])?.(restored);
    const { columns: ready } = keepRunning(plan, orderRows(plan, restored));
    const formats = new Map(written.map(({ name, format }) => [name, format]));
    const strange = ready.find(({ kind, name }) => {
      const format = formats.get(name);
      return format === undefined || (kind === "datetime" && datePatternsOf(format) === undefined);
    });
    return strange && `column ${strange.name} cannot be written as its format says`;
  } catch (error) {
    // told where rows are drawn: too narrow a pattern is no damage
    if (error instanceof UserError) return undefined;
    return error instanceof Error ? error.message : String(error);
  }
}

function possibleRows(columns: readonly ModelColumn[]): Table {
  return { rows: triedRows, columns: columns.map(possibleColumn) };
}

function possibleColumn(column: ModelColumn): Column {
  const last = triedRows - 1;
  const { name } = column;
  if (column.kind === "discrete") {
    const { categories, missing } = column;
    const codes = Int32Array.from({ length: triedRows }, (_, i) => i % Math.max(1, categories.length));
    if (missing || categories.length === 0) codes[last] = -1;
    return { kind: "string", name, codes, dictionary: categories };
  }
  const { min, max, missing } = column;
  const values = Float64Array.from({ length: triedRows }, (_, i) => min + (i / last) * (max - min));
  if (missing) values[last] = Number.NaN;
  return { kind: "number", name, values };
}
