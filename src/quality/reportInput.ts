import type { PersonalColumn } from "../config/personal/personalTypes.ts";
import type { Rule } from "../config/rules/ruleSyntax.ts";
import type { TrainingInfo } from "../protocol/report.ts";
import type { ColumnRole, Sdtype } from "../table/columnTypes.ts";
import type { ColumnFormat } from "../table/format.ts";
import type { Holders } from "../table/protection/holders.ts";
import type { TextSplit } from "../table/split/splitText.ts";
import type { Table } from "../table/table.ts";
import type { AttackedModel } from "./attackedModel.ts";
import type { Gates } from "./gates.ts";
import type { ReportSettings, Section } from "./sharing/reportSettings.ts";
import type { ThreadLimit } from "./threads/sectionThreads.ts";

export interface ReportInput {
  /** The rows the generator was trained on. */
  readonly real: Table;
  readonly synthetic: Table;
  /** Real rows the generator never saw; null without. */
  readonly holdout: Table | null;
  /** What each column of the real table is, from the config or inferred. */
  readonly columns: readonly {
    readonly name: string;
    readonly sdtype: Sdtype;
    readonly role?: ColumnRole;
    readonly format?: ColumnFormat;
    readonly split?: TextSplit;
    readonly personal?: PersonalColumn | null;
  }[];
  /** The real table as it was read, before anything was replaced, with the rows held out: its identifiers are looked for. */
  readonly identifiers?: Table | undefined;
  /** Whose the rows of `real` are, where persons have several: values that fewer than k of them have are not shown. */
  readonly holders?: Holders | undefined;
  /** Names shown for the tables, such as file names. */
  readonly names: { readonly real: string; readonly synthetic: string; readonly holdout?: string };
  readonly target?: string | undefined;
  /** All when absent; the diagnostic is always there. */
  readonly sections?: readonly Section[] | undefined;
  readonly gates?: Gates | undefined;
  readonly sensitive?: readonly string[] | undefined;
  readonly quasiIdentifiers?: readonly string[] | undefined;
  readonly training?: TrainingInfo | null | undefined;
  /** What of the config decides which next steps are offered. */
  readonly settings?: ReportSettings | undefined;
  /** The model that made the rows, where its file is given and it knows likelihoods. */
  readonly model?: AttackedModel | undefined;
  /** Rules between columns that the tables are judged by, texts in them typed. */
  readonly rules?: readonly Rule[] | undefined;
  readonly seed: number;
  /** ISO 8601 */
  readonly created: string;
}

export interface ReportHooks {
  /** `fraction` of the section done, 0 … 1; sections: diagnostic, fidelity, detection, utility, privacy. */
  progress(section: string, fraction: number): void;
  readonly signal: AbortSignal;
  /** Threads that measure sections beside this one; as many as pay where not given. */
  readonly threads?: ThreadLimit;
}
