import type { Column } from "../table/table.ts";
import type { ModelColumn } from "./modelTable.ts";
import type { ColumnPlan } from "./restorePlan.ts";

/** What one column became: learnt, made up, or left out. */
export interface PreparedColumn {
  readonly plan: ColumnPlan | null;
  readonly model?: { readonly column: Column; readonly meta: ModelColumn };
  readonly warning?: string | undefined;
  /** Why it is not in the output. */
  readonly dropped?: string;
}
