/** What a guarantee costs in noise, before anything is spent. */
export interface PrivacyMeter {
  /** The guarantee in one sentence. */
  readonly sentence: string;
  /** Tables of one column, and of two: the worst first. */
  readonly singles: readonly MeteredTable[];
  readonly pairs: readonly MeteredTable[];
  /** Pairs that are not listed. */
  readonly morePairs: number;
  /** Where the domain of some columns is bought: rows that must share a text, and rows a bin holds, about. */
  readonly bought: { readonly textRows: number; readonly binRows: number } | null;
  /** Columns whose values or bounds the config declares. */
  readonly declared: readonly string[];
}

export interface MeteredTable {
  readonly columns: readonly string[];
  readonly cells: number;
  /** Standard deviation of the noise of a cell, in rows. */
  readonly sigma: number;
  /** Rows that the noise alone moves from one cell to another, before the fit takes most of it away. */
  readonly moved: number;
}
