/** A rule found in a table, as it is shown and as a config writes it. */
export interface FoundRuleText {
  readonly text: string;
  /** The entry of `rules`, as JSON. */
  readonly json: string;
  readonly evidence: string;
  /** Whether no row looked at breaks it. Others hold in 99.9 % of rows at least: offered, and kept only when somebody says so. */
  readonly exact: boolean;
  /** Training rows it was found in and those of them that break it, the same of rows held out for detection. */
  readonly rows: number;
  readonly broken: number;
  readonly held: number;
  readonly heldBroken: number;
  /** Rows of those it was found in that chance would make break it. */
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
  /** Only rows set aside for the report break it, which no model sees. */
  readonly onlyAside: boolean;
}
