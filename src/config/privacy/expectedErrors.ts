import type { DomainColumn } from "./domain.ts";
import { type TablePlan, varianceOf } from "./tablePlan.ts";

/** What the noise does to one table, known before anything is spent. */
export interface ExpectedError {
  /** One name, or two. */
  readonly columns: readonly string[];
  readonly cells: number;
  /** Standard deviation of a cell, in rows. */
  readonly sigma: number;
  /** Rows that the noise alone moves from one cell to another, on average: ½ · cells · σ √(2/π). The fit takes away most of it. */
  readonly moved: number;
}

/** The expected error of every table of a plan, the worst first: from σ and the sizes of the domain alone. */
export function expectedErrors(columns: readonly DomainColumn[], plan: TablePlan): ExpectedError[] {
  return plan.tables
    .map((table) => {
      const sigma = Math.sqrt(varianceOf(table.variance));
      return {
        columns: table.columns.map((j) => columns[j]!.name),
        cells: table.cells,
        sigma,
        moved: 0.5 * table.cells * sigma * Math.sqrt(2 / Math.PI),
      };
    })
    .sort((a, b) => b.moved - a.moved);
}
