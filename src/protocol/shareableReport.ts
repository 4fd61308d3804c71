/** How far the synthetic rows are from one noisy table. */
export interface TableDistance {
  readonly names: readonly string[];
  readonly cells: number;
  /** Total variation distance, 0 to 1. */
  readonly distance: number;
  /** What noise alone would bring on average: ½ · cells · σ √(2/π) / rows. */
  readonly byNoise: number;
}

/** A column, and what the guarantee takes as known of it. */
export interface ShareableColumn extends TableDistance {
  readonly holds: "values" | "bins";
  /** How many values or bins. */
  readonly count: number;
  readonly missing: boolean;
}

/** What a report may tell that leaves the house with a table: made from noisy tables and synthetic rows alone. */
export interface ShareableReport {
  /** File name of the synthetic table. */
  readonly table: string;
  readonly guarantee: string;
  /** Rows of the source as the noise tells, a whole number. */
  readonly rows: number;
  readonly domainFrom: "declared" | "private";
  readonly columns: readonly ShareableColumn[];
  /** All pairs counted, those furthest beyond their noise first. */
  readonly pairs: readonly TableDistance[];
}

/** Pairs shown at most. */
export const maxShareablePairs = 20;
