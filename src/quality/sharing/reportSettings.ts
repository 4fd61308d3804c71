import type { ColumnRole } from "../../table/columnTypes.ts";

export type Section = "fidelity" | "utility" | "privacy";

/** What of a config decides which next steps can be offered; absent for a report about two files. */
export interface ReportSettings {
  readonly model: { readonly type: string; readonly epochs: number | null };
  readonly holdout: number;
  readonly sections: readonly Section[];
  readonly sourceRows: number;
  readonly outputRows: number;
  readonly columns: readonly {
    readonly name: string;
    readonly role: ColumnRole;
    readonly sdtype: string;
    readonly minCategoryCount: number;
  }[];
}
