/** What a config may bring, before anything is trained. */
export interface Preview {
  /** Names of the columns, and a few rows by column as they would be written; null where missing. */
  readonly columns: readonly { readonly name: string; readonly values: readonly (string | null)[] }[];
  /** Means over columns and over pairs, 0 to 1, of the rows of a quick copula; null where nothing can be compared. */
  readonly columnShapes: number | null;
  readonly pairTrends: number | null;
  /** Rows of the table that it was made from: its first ones. */
  readonly rows: number;
}

/** `off`: there is nothing to make one from, or it must not be made. */
export type PreviewState =
  | { readonly state: "off" }
  | { readonly state: "working" }
  | { readonly state: "ready"; readonly preview: Preview }
  | { readonly state: "failed"; readonly message: string };
