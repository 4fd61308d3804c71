import { type ModelTable, takeModelRows } from "../../transform/modelTable.ts";

/** Every s-th row, so many that about `rows` are left; the table itself when it has no more. */
export function thinned(data: ModelTable, rows: number): ModelTable {
  const stride = Math.ceil(data.table.rows / Math.max(1, rows));
  if (stride <= 1) return data;
  const index = Int32Array.from({ length: Math.floor(data.table.rows / stride) }, (_, i) => i * stride);
  return takeModelRows(data, index);
}
