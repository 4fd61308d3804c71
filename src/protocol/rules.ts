/** A rule found in a table, as it is shown and as a config writes it. */
export interface FoundRuleText {
  readonly text: string;
  /** The entry of `rules`, as JSON. */
  readonly json: string;
  readonly evidence: string;
  /** Training rows it was found in, rows held out for detection, and rows chance would make break it. */
  readonly rows: number;
  readonly held: number;
  readonly byChance: number;
}

/** How a rule of a config fares on a table. */
export interface CheckedRule {
  /** Rows the rule applies to: those in which none of its columns is missing. */
  readonly applies: number;
  /** Number of rows that break it. */
  readonly broken: number;
  /** Numbers of the first of them, from 1. */
  readonly rows: readonly number[];
}
