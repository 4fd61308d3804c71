import type { ColumnRole, Sdtype } from "../table/columnTypes.ts";

import type { Holders } from "../table/protection/holders.ts";
import type { Table } from "../table/table.ts";

/**
 * What every metric family receives: tables made comparable by `alignTables`.
 *
 * Guarantees: `real`, `synthetic` and `holdout` have exactly the columns of `columns`, in that order. A numerical column is
 * a `number` column, a datetime one is `datetime`, every other sdtype is `string`. The string columns of the same name share one
 * dictionary object: same code ↔ same string in all three tables (entries may be unused in one of them).
 */
export interface QualityInput {
  /** The rows the generator learned from. */
  readonly real: Table;
  readonly synthetic: Table;
  /** Real rows the generator never saw; null without one. */
  readonly holdout: Table | null;
  readonly columns: readonly QualityColumn[];
  /** Name in `columns`, or null when no column can be a target. */
  readonly target: string | null;
  /** Names in `columns`. */
  readonly sensitive: readonly string[];
  /** Names in `columns`. */
  readonly quasiIdentifiers: readonly string[];
  /** Whose the rows of `real` are, where persons have several. */
  readonly holders?: Holders | undefined;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Fraction of this section done, 0 … 1. */
  progress(fraction: number): void;
}

export interface QualityColumn {
  readonly name: string;
  readonly sdtype: Sdtype;
  readonly role: ColumnRole;
}
