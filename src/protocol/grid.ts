/** What a column of the data grid is compared by. */
export type GridKind = "number" | "date" | "text";

export interface GridColumn {
  readonly name: string;
  readonly kind: GridKind;
}

/** Some rows of a grid, as written in the file; a missing cell is null. */
export interface GridPage {
  /** Place of the first row among those shown, from 0. */
  readonly offset: number;
  /** Place of each row in the file, from 0. */
  readonly numbers: readonly number[];
  /** By column. */
  readonly columns: readonly (readonly (string | null)[])[];
}

/** Which rows are shown, and in which order. */
export interface GridQuery {
  readonly sort: { readonly column: number; readonly descending: boolean } | null;
  /** Conditions in the syntax of `--where`, all of which must hold. */
  readonly where: readonly string[];
}

/** What stands above a column. */
export interface GridSummary {
  readonly missing: number;
  /** About how many different values there are. */
  readonly distinct: number;
  /** Ends as text, of numbers and dates. */
  readonly range: readonly [string, string] | null;
  /** Counts over equal parts of the range. */
  readonly counts: readonly number[];
  /** Most frequent values of a text column that repeat. */
  readonly top: readonly { readonly value: string; readonly count: number }[];
}

/** What happens while a file is opened, in this order. */
export type GridEvent =
  /** The first rows; there are no others when `all`. */
  | {
      readonly type: "first";
      readonly columns: readonly GridColumn[];
      readonly page: GridPage;
      readonly all: boolean;
    }
  /** Every row can be jumped to, sorted and filtered. */
  | { readonly type: "loaded"; readonly rows: number }
  | { readonly type: "summary"; readonly column: number; readonly summary: GridSummary };

export interface GridAnswer {
  /** Rows that meet the conditions. */
  readonly total: number;
  readonly page: GridPage;
}
