/** How drawn rows are refined: moved, selected among more, or taken as they are. */
export type Refinement = "moves" | "select" | "none";

/** Fewer rows than this teach a classifier more noise than fault. */
const minRefinedRows = 1500;
/** Rows of the whole plan above which moving them takes too long. */
const maxMovedRows = 200_000;
/** Columns above which moving rows takes too long: each move reads every column of its latent. */
const maxMovedColumns = 200;

/** What is known of the rows when a refinement is chosen. */
export interface RefinementScale {
  /** Training rows. */
  readonly rows: number;
  readonly columns: number;
  /** Rows that will be asked for in all; unknown where absent. */
  readonly plannedRows?: number | undefined;
}

/** The refinement to fit. `true` is the old name of `"auto"`. */
export function chooseRefinement(
  asked: boolean | "auto" | "moves" | "select" | "off",
  { rows, columns, plannedRows = 0 }: RefinementScale,
): Refinement {
  if (asked === false || asked === "off" || rows < minRefinedRows) return "none";
  if (asked === "moves" || asked === "select") return asked;
  return plannedRows > maxMovedRows || columns > maxMovedColumns ? "select" : "moves";
}

/** Whether so many rows of a plan are moved where both ways are known. */
export function movesRows(plannedRows: number): boolean {
  return plannedRows <= maxMovedRows;
}
