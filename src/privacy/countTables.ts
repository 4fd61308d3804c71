import type { TablePlan } from "../config/privacy/tablePlan.ts";
import { uncounted } from "./encodeRows.ts";

/** Cells of the tables of a plan one after the other, each row by row of its first column. */
export function countTables(
  plan: TablePlan,
  tokens: readonly Int32Array[],
  sizes: readonly number[],
): Int32Array {
  const counts = new Int32Array(plan.cells);
  let at = 0;
  for (const { columns, cells } of plan.tables) {
    const table = counts.subarray(at, at + cells);
    at += cells;
    const first = tokens[columns[0]]!;
    const second = columns.length === 2 ? tokens[columns[1]]! : undefined;
    const width = columns.length === 2 ? sizes[columns[1]]! : 1;
    for (let i = 0; i < first.length; i++) {
      const a = first[i]!;
      const b = second === undefined ? 0 : second[i]!;
      if (a !== uncounted && b !== uncounted) table[a * width + b]!++;
    }
  }
  return counts;
}
