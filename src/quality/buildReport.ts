import { metricTable } from "../metrics/metricTable.ts";
import type { Measured } from "../protocol/metric.ts";
import type { Fidelity, Note, ReportJson } from "../protocol/report.ts";
import type { ColumnRole } from "../table/columnTypes.ts";
import type { Table } from "../table/table.ts";
import { type Alignment, alignTables } from "./compared/align.ts";
import { describeColumns } from "./compared/describeColumns.ts";
import { splitColumns } from "./compared/splitColumns.ts";
import { checkTables } from "./compared/tableNotes.ts";
import { chooseTarget, type TargetChoice } from "./compared/target.ts";
import { assessDiagnostic } from "./diagnostic/assessDiagnostic.ts";
import { assessDetection } from "./fidelity/assessDetection.ts";
import { assessFidelity } from "./fidelity/assessFidelity.ts";
import { jointShares } from "./fidelity/jointShares.ts";
import { evaluateGates } from "./gates.ts";
import type { QualityInput } from "./input.ts";
import { measures } from "./measures.ts";
import { assessPrivacy } from "./privacy/assessPrivacy.ts";
import type { ReportHooks, ReportInput } from "./reportInput.ts";
import { judgeSharing } from "./sharing/judgeSharing.ts";
import { type Section, unprotectedColumns } from "./sharing/reportSettings.ts";
import { assessUtility } from "./utility/assessUtility.ts";
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

/** Runs the sections one after another: progress, times, cancelling. */
class Stopwatch {
  readonly timings: Record<string, number> = {};
  readonly hooks: ReportHooks;
  constructor(hooks: ReportHooks) {
    this.hooks = hooks;
  }

  async run<T>(name: string, work: (progress: (fraction: number) => void) => Promise<T> | T): Promise<T> {
    const { hooks } = this;
    hooks.signal.throwIfAborted();
    const start = performance.now();
    hooks.progress(name, 0);
    const result = await work((fraction) => hooks.progress(name, Math.min(1, Math.max(0, fraction))));
    hooks.progress(name, 1);
    this.timings[name] = Math.round(performance.now() - start);
    return result;
  }
}

interface Prepared {
  readonly aligned: Alignment;
  /** The holdout, if it has rows. */
  readonly given: Table | null;
  readonly diagnostic: ReportJson["diagnostic"];
  readonly columns: ReportJson["columns"];
  readonly choice: TargetChoice;
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
      columns: describeColumns(aligned),
      notes: checkTables(aligned, given !== null),
    };
  });
  const choice = chooseTarget(aligned.real, aligned.columns, input.target);
  if (choice.note !== null) notes.push({ level: "warning", section: "utility", text: choice.note });
  return { aligned, given, diagnostic, columns, choice, notes };
}

type Sections = Pick<ReportJson, "fidelity" | "utility" | "privacy" | "measures"> & {
  readonly notes: Note[];
};

type PairTrends = Fidelity["columnPairTrends"];

/** Measures the sections asked for; the others are null. */
async function measureSections(
  input: ReportInput,
  { aligned, columns, choice }: Prepared,
  stopwatch: Stopwatch,
): Promise<Sections> {
  const asked = new Set<string>(input.sections ?? ["fidelity", "utility", "privacy"]);
  const comparable = aligned.columns.length > 0 && aligned.real.rows > 0 && aligned.synthetic.rows > 0;
  const notes: Note[] = [];
  if (!comparable && aligned.columns.length > 0)
    notes.push({
      level: "warning",
      section: "general",
      text: "A table has no rows: nothing can be measured.",
    });
  const wants = (section: Section) => comparable && asked.has(section);
  const quality = qualityInput(input, aligned, choice, stopwatch.hooks.signal);
  const fidelity = wants("fidelity")
    ? {
        ...(await stopwatch.run("fidelity", async (progress) => {
          const measured = await assessFidelity(quality(progress));
          const { pairs } = measured.columnPairTrends;
          return { ...measured, joint: jointShares(aligned, columns, pairs) };
        })),
        detection: await stopwatch.run("detection", (progress) => assessDetection(quality(progress))),
      }
    : null;
  notes.push(...(fidelity === null ? [] : sampledPairsNotes(fidelity.columnPairTrends)));
  const assessed = wants("utility")
    ? await stopwatch.run("utility", (progress) => assessUtility(quality(progress)))
    : null;
  notes.push(...(assessed?.notes ?? []));
  const privacy = wants("privacy")
    ? await stopwatch.run("privacy", (progress) => assessPrivacy(quality(progress)))
    : null;
  const measured: Record<string, Measured> = {};
  for (const [key, measure] of Object.entries(measures)) {
    const { section } = metricTable[key as keyof typeof metricTable];
    if (!comparable || (section !== "diagnostic" && !asked.has(section))) continue;
    const found = await stopwatch.run(key, (progress) => measure({ input, quality: quality(progress) }));
    if (found !== null) measured[key] = found;
  }
  notes.push(...skippedNotes(asked));
  const utility = assessed?.utility ?? null;
  return {
    fidelity,
    utility,
    privacy,
    ...(Object.keys(measured).length > 0 ? { measures: measured } : {}),
    notes,
  };
}

/** Returns what every section is given, with the progress it reports to. */
function qualityInput(
  input: ReportInput,
  aligned: Alignment,
  choice: TargetChoice,
  signal: AbortSignal,
): (progress: (fraction: number) => void) => QualityInput {
  const named = (names: readonly string[] | undefined, role?: ColumnRole) => [
    ...new Set([
      ...aligned.columns.filter((c) => role !== undefined && c.role === role).map((c) => c.name),
      ...(names ?? []).filter((name) => aligned.columns.some((c) => c.name === name)),
    ]),
  ];
  return (progress) => ({
    real: aligned.real,
    synthetic: aligned.synthetic,
    holdout: aligned.holdout,
    columns: aligned.columns,
    target: choice.name,
    sensitive: named(input.sensitive, "sensitive"),
    quasiIdentifiers: named(input.quasiIdentifiers),
    seed: input.seed,
    signal,
    progress,
  });
}

function sampledPairsNotes({ pairs, pairsLeftOut = 0, pairsCompared }: PairTrends): Note[] {
  if (pairsCompared === undefined) return [];
  const count = (n: number) => n.toLocaleString("en-US");
  const text = `The table has ${count(pairs.length + pairsLeftOut)} pairs of columns; ${count(pairsCompared)} drawn at random were compared, and the scores of pairs are over these.`;
  return [{ level: "info", section: "fidelity", text }];
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
