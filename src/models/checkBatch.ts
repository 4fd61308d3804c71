import type { Table } from "../table/table.ts";
import { type ModelColumn, ModelError } from "../transform/modelTable.ts";

/**
 * Checks that a batch holds values of the fitted columns only: finite numbers and known categories, missing ones where the
 * column may have them. Weights that are finite one by one can still overflow together.
 * @throws ModelError naming the column
 */
export function checkBatch(batch: Table, columns: readonly ModelColumn[]): void {
  columns.forEach((meta, j) => {
    const column = batch.columns[j];
    const fits = column?.name === meta.name && (column.kind === "string") === (meta.kind === "discrete");
    if (!fits) throw new ModelError(`the model gave no column ${meta.name}`);
    const bad =
      column.kind === "string"
        ? column.codes.some((code) => code >= column.dictionary.length || (code < 0 && !meta.missing))
        : column.values.some((x) => !Number.isFinite(x) && !(Number.isNaN(x) && meta.missing));
    if (bad)
      throw new ModelError(
        `the model gave a value of column ${meta.name} that none of its rows can have: its weights are damaged; train again`,
      );
  });
}
