import type { Note, ReportJson, TrainingInfo } from "../protocol/report.ts";
import type { ColumnRole, Sdtype } from "../table/columnTypes.ts";
import type { ColumnFormat } from "../table/format.ts";

import type { Table } from "../table/table.ts";
import { alignTables } from "./compared/align.ts";
import { describeColumns } from "./compared/describeColumns.ts";
import { checkTables } from "./compared/tableNotes.ts";
import { chooseTarget } from "./compared/target.ts";
import { assessDiagnostic } from "./diagnostic/assessDiagnostic.ts";
import { assessDetection } from "./fidelity/assessDetection.ts";
import { assessFidelity } from "./fidelity/assessFidelity.ts";
import { jointShares } from "./fidelity/jointShares.ts";
import { evaluateGates, type Gates } from "./gates.ts";
import type { QualityInput } from "./input.ts";
import { assessPrivacy } from "./privacy/assessPrivacy.ts";
import { assessUtility } from "./utility/assessUtility.ts";
import { judge } from "./verdict.ts";

export type Section = "fidelity" | "utility" | "privacy";

export interface ReportInput {
  /** The rows the generator learnt from. */
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
  }[];
  /** Names shown for the tables, such as file names. */
  readonly names: { readonly real: string; readonly synthetic: string; readonly holdout?: string };
  readonly target?: string | undefined;
  /** All when absent; the diagnostic is always there. */
  readonly sections?: readonly Section[] | undefined;
  readonly gates?: Gates | undefined;
  readonly sensitive?: readonly string[] | undefined;
  readonly quasiIdentifiers?: readonly string[] | undefined;
  readonly training?: TrainingInfo | null | undefined;
  readonly seed: number;
  /** ISO 8601 */
  readonly created: string;
}

export interface ReportHooks {
  /** `fraction` of the section done, 0 … 1; sections: diagnostic, fidelity, detection, utility, privacy. */
  progress(section: string, fraction: number): void;
  readonly signal: AbortSignal;
}

export const REPORT_SCHEMA_URI = "syndata://schema/report.schema.json";

/**
 * Everything SynData says about a synthetic table, as plain JSON without NaN or Infinity. Bad input becomes notes, not errors.
 *
 * @throws the signal's reason when aborted
 */
export async function buildReport(input: ReportInput, hooks: ReportHooks): Promise<ReportJson> {
  const sections = new Set<string>(input.sections ?? ["fidelity", "utility", "privacy"]);
  const timings: Record<string, number> = {};
  const timed = async <T>(
    name: string,
    work: (progress: (fraction: number) => void) => Promise<T> | T,
  ): Promise<T> => {
    hooks.signal.throwIfAborted();
    const start = performance.now();
    hooks.progress(name, 0);
    const result = await work((fraction) => hooks.progress(name, Math.min(1, Math.max(0, fraction))));
    hooks.progress(name, 1);
    timings[name] = Math.round(performance.now() - start);
    return result;
  };

  const given = input.holdout !== null && input.holdout.rows > 0 ? input.holdout : null;
  const dropped = new Set(input.columns.filter((c) => c.role === "drop").map((c) => c.name));
  const { aligned, diagnostic, columns, notes } = await timed("diagnostic", () => {
    const aligned = alignTables(input.real, input.synthetic, given, input.columns);
    return {
      aligned,
      diagnostic: assessDiagnostic(input.real, input.synthetic, aligned, dropped),
      columns: describeColumns(aligned),
      notes: checkTables(aligned, given !== null),
    };
  });

  const choice = chooseTarget(aligned.real, aligned.columns, input.target);
  if (choice.note !== null) notes.push({ level: "warning", section: "utility", text: choice.note });
  const named = (names: readonly string[] | undefined, role?: ColumnRole) => [
    ...new Set([
      ...aligned.columns.filter((c) => role !== undefined && c.role === role).map((c) => c.name),
      ...(names ?? []).filter((name) => aligned.columns.some((c) => c.name === name)),
    ]),
  ];
  const quality = (progress: (fraction: number) => void): QualityInput => ({
    real: aligned.real,
    synthetic: aligned.synthetic,
    holdout: aligned.holdout,
    columns: aligned.columns,
    target: choice.name,
    sensitive: named(input.sensitive, "sensitive"),
    quasiIdentifiers: named(input.quasiIdentifiers),
    seed: input.seed,
    signal: hooks.signal,
    progress,
  });

  const comparable = aligned.columns.length > 0 && aligned.real.rows > 0 && aligned.synthetic.rows > 0;
  if (!comparable && aligned.columns.length > 0)
    notes.push({
      level: "warning",
      section: "general",
      text: "A table has no rows: nothing can be measured.",
    });
  const wants = (section: Section) => comparable && sections.has(section);
  const fidelity = wants("fidelity")
    ? {
        ...(await timed("fidelity", async (progress) => {
          const measured = await assessFidelity(quality(progress));
          const { pairs } = measured.columnPairTrends;
          return { ...measured, joint: jointShares(aligned.real, aligned.synthetic, columns, pairs) };
        })),
        detection: await timed("detection", (progress) => assessDetection(quality(progress))),
      }
    : null;
  const assessed = wants("utility")
    ? await timed("utility", (progress) => assessUtility(quality(progress)))
    : null;
  const utility = assessed?.utility ?? null;
  notes.push(...(assessed?.notes ?? []));
  const privacy = wants("privacy")
    ? await timed("privacy", (progress) => assessPrivacy(quality(progress)))
    : null;
  notes.push(...skippedNotes(sections));

  const tables = {
    real: tableInfo(input.names.real, input.real),
    synthetic: tableInfo(input.names.synthetic, input.synthetic),
    holdout: given === null ? null : tableInfo(input.names.holdout ?? "holdout", given),
  };
  const judged = { diagnostic, fidelity, utility, privacy, notes: byWeight(notes) };
  const report = {
    $schema: REPORT_SCHEMA_URI,
    version: 1 as const,
    generator: "SynData",
    created: input.created,
    tables,
    columns,
    target: choice.target,
    verdict: judge({ tables, ...judged }),
    ...judged,
    training: input.training ?? null,
    timings,
  };
  return { ...report, gates: evaluateGates(report, input.gates ?? {}) };
}

function skippedNotes(sections: ReadonlySet<string>): Note[] {
  return (["fidelity", "utility", "privacy"] as const)
    .filter((section) => !sections.has(section))
    .map((section) => ({ level: "info", section, text: `The ${section} section was not asked for.` }));
}

function byWeight(notes: readonly Note[]): Note[] {
  const weight = { alarm: 0, warning: 1, info: 2 };
  return notes.toSorted((a, b) => weight[a.level] - weight[b.level]);
}

function tableInfo(name: string, table: Table): { name: string; rows: number; columns: number } {
  return { name, rows: table.rows, columns: table.columns.length };
}
