import type { PrivacyConfig } from "../config/privacy/privacySchema.ts";
import type { DomainCost } from "../config/privacy/statement.ts";
import type { PublicTable } from "./publicTable.ts";

/** What a run with a guarantee learns from: tokens of the rows that count, and what is known without them. */
export interface PrivateInput {
  readonly privacy: PrivacyConfig;
  readonly table: PublicTable;
  /** Per column of the domain, one token per row to learn from. */
  readonly tokens: readonly Int32Array[];
  /** What the domain cost, where it was bought: that is on record already. */
  readonly domainCost?: DomainCost;
}
