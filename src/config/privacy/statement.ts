import type { DomainColumn } from "./domain.ts";
import type { PrivacyConfig } from "./privacySchema.ts";
import type { TablePlan } from "./tablePlan.ts";

/** What was spent on the domain: ρ, and the probability that a threshold lets a value through that one unit alone has. */
export interface DomainCost {
  readonly rho: number;
  readonly delta: number;
}

/** What a model file says of its guarantee: all of it is public. */
export interface PrivacyStatement {
  readonly version: 1;
  readonly epsilon: number;
  readonly delta: number;
  /** Spent, in terms of zero-concentrated differential privacy. */
  readonly rho: number;
  readonly unit: string;
  readonly maxRowsPerUnit: number;
  readonly domainFrom: PrivacyConfig["domain"];
  /** What the domain cost where it was bought: its ρ is part of `rho`, its δ of `delta`. */
  readonly domainCost?: DomainCost | undefined;
  readonly domain: readonly DomainColumn[];
  /** Which tables were counted, with the variance of their noise. */
  readonly tables: TablePlan["tables"];
  /** Rows of the source as the noisy tables tell. */
  readonly rows: number;
}

/** The guarantee in one sentence. */
export function guaranteeSentence({
  epsilon,
  delta,
  unit,
  maxRowsPerUnit,
}: Pick<PrivacyStatement, "epsilon" | "delta" | "unit" | "maxRowsPerUnit">): string {
  const what =
    unit === "row"
      ? "any one row"
      : `all rows of any one ${unit} (of whom ${maxRowsPerUnit === 1 ? "one row is" : `${maxRowsPerUnit} rows are`} used at most)`;
  return `Adding or removing ${what} changes the probability of any model and table this run could have made by a factor of at most e^${epsilon}, but for a probability of ${delta}`;
}
