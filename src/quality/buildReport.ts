import type { Note, ReportJson } from "../protocol/report.ts";
import type { Table } from "../table/table.ts";
import { alignTables } from "./compared/align.ts";
import { describeColumns } from "./compared/describeColumns.ts";
import { splitColumns } from "./compared/splitColumns.ts";
import { checkTables } from "./compared/tableNotes.ts";
import { chooseTarget } from "./compared/target.ts";
import { assessDiagnostic } from "./diagnostic/assessDiagnostic.ts";
import { evaluateGates } from "./gates.ts";
import { type ComparedTables, measureSections } from "./measureSections.ts";
import type { ReportHooks, ReportInput } from "./reportInput.ts";
import { judgeSharing } from "./sharing/judgeSharing.ts";
import { unprotectedColumns } from "./sharing/reportSettings.ts";
import { Stopwatch } from "./stopwatch.ts";
import { judgeReport } from "./verdict.ts";

export const reportSchemaUri = "syndata://schema/report.schema.json";

/**
 * Everything SynData says about a synthetic table, as plain JSON without NaN or Infinity. Bad input becomes notes, not errors.
 *
 * @throws the signal's reason when aborted
 */
export async function buildReport(whole: ReportInput, hooks: ReportHooks): Promise<ReportJson> {
  const stopwatch = new Stopwatch(hooks);
  const input = splitColumns(whole);
  const prepared = await prepareInput(input, stopwatch);
  const { notes, ...sections } = await measureSections(input, prepared, stopwatch);
  const { given, columns, diagnostic, choice } = prepared;
  const tables = {
    real: tableInfo(input.names.real, whole.real),
    synthetic: tableInfo(input.names.synthetic, whole.synthetic),
    holdout: given === null ? null : tableInfo(input.names.holdout ?? "holdout", whole.holdout ?? given),
  };
  const judged = {
    diagnostic,
    ...sections,
    notes: byWeight([...prepared.notes, ...notes, ...input.splitNotes]),
  };
  const report = {
    $schema: reportSchemaUri,
    version: 1 as const,
    generator: "SynData",
    created: input.created,
    tables,
    columns,
    target: choice.target,
    verdict: judgeReport({
      tables,
      target: choice.target,
      unprotected: unprotectedColumns(input.settings),
      ...judged,
    }),
    ...judged,
    training: input.training ?? null,
    timings: stopwatch.timings,
  };
  const sharing = judgeSharing(report, input.settings);
  return { ...report, sharing, gates: evaluateGates(report, input.gates ?? {}) };
}

interface Prepared extends ComparedTables {
  /** The holdout, if it has rows. */
  readonly given: Table | null;
  readonly diagnostic: ReportJson["diagnostic"];
  readonly notes: readonly Note[];
}

/** Aligns the tables, checks their values and chooses what is predicted. */
async function prepareInput(input: ReportInput, stopwatch: Stopwatch): Promise<Prepared> {
  const given = input.holdout !== null && input.holdout.rows > 0 ? input.holdout : null;
  const dropped = new Set(input.columns.filter((c) => c.role === "drop").map((c) => c.name));
  const { aligned, diagnostic, columns, notes } = await stopwatch.run("diagnostic", () => {
    const aligned = alignTables(input.real, input.synthetic, given, input.columns);
    return {
      aligned,
      diagnostic: assessDiagnostic(input.real, input.synthetic, aligned, dropped),
      columns: describeColumns({ ...aligned, holders: input.holders }),
      notes: checkTables(aligned, given !== null),
    };
  });
  const choice = chooseTarget(aligned.real, aligned.columns, input.target);
  if (choice.note !== null) notes.push({ level: "warning", section: "utility", text: choice.note });
  return { aligned, given, diagnostic, columns, choice, notes };
}

function byWeight(notes: readonly Note[]): Note[] {
  const weight = { alarm: 0, warning: 1, info: 2 };
  return notes.toSorted((a, b) => weight[a.level] - weight[b.level]);
}

function tableInfo(name: string, table: Table): { name: string; rows: number; columns: number } {
  return { name, rows: table.rows, columns: table.columns.length };
}
