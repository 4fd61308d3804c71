import type { ConfigStep } from "../../protocol/sharing.ts";
import type { ColumnRole } from "../../table/columnTypes.ts";

export type Section = "fidelity" | "utility" | "privacy";

/** What of a config decides which next steps can be offered; absent for a report about two files. */
export interface ReportSettings {
  readonly model: {
    readonly type: string;
    readonly epochs: number | null;
    /** Changes that let the model choose its size by itself; empty where it does. */
    readonly chooseSize: readonly ConfigStep[];
  };
  /** The run keeps a guarantee: a model of fixed size is fitted to noisy tables, and values of single rows never come out. */
  readonly guaranteed?: boolean;
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

/** Columns whose config lets values of single rows through. */
export function unprotectedColumns(settings: ReportSettings | undefined): string[] {
  const exempt = new Set(["id", "text"]);
  return (settings?.columns ?? [])
    .filter((c) => c.minCategoryCount < 2 && c.role !== "drop" && c.role !== "id" && !exempt.has(c.sdtype))
    .map(({ name }) => name);
}
