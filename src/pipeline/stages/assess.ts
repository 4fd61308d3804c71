import { parseShares } from "../../config/check/shares.ts";
import type { ColumnSpec } from "../../config/columnSpec.ts";
import { guaranteeSentence } from "../../config/privacy/statement.ts";
import { sensitiveColumns, targetOf } from "../../config/resolveColumns.ts";
import { own } from "../../jsonc/own.ts";
import { grouped } from "../../language/counts.ts";
import { isMetricKey, metricTable } from "../../metrics/metricTable.ts";
import type { FittedModel } from "../../models/synthesizer.ts";
import type { ReportJson, TrainingInfo } from "../../protocol/report.ts";
import { buildReport } from "../../quality/buildReport.ts";
import { trainLonger } from "../../quality/verdict.ts";
import { sampleNote } from "../../table/read/sampled/sourceSample.ts";
import type { Table } from "../../table/table.ts";
import type { RunLog } from "../runFiles/runLog.ts";
import { attackedModel } from "../savedModel/attackedModel.ts";
import type { Preprocessed } from "./preprocess.ts";
import { reportSettings } from "./reportSettings.ts";
import type { Plan } from "./validate.ts";

/** Share of the work of each part of a report, for one progress bar over all. */
const weights: Readonly<Record<string, number>> = {
  diagnostic: 2,
  fidelity: 10,
  detection: 35,
  utility: 35,
  privacy: 35,
};

export interface AssessJob {
  readonly plan: Plan;
  readonly data: Preprocessed;
  readonly synthetic: Table;
  /** Rows of the output file: the report may judge its first rows only. */
  readonly rowsWritten: number;
  readonly model: FittedModel;
  readonly names: { readonly real: string; readonly synthetic: string };
  readonly training: TrainingInfo;
  readonly created: string;
  readonly signal: AbortSignal;
}

/** Judges the synthetic rows against the training rows, with the holdout as ceiling. */
export async function assess(job: AssessJob, log: RunLog): Promise<ReportJson> {
  const { config } = job.plan;
  const report = await buildReport(
    {
      real: job.data.training,
      synthetic: job.synthetic,
      holdout: job.data.holdout,
      identifiers: job.plan.identifiers,
      holders: job.data.holders?.table,
      columns: job.data.specs.map(qualityColumn),
      names: job.names,
      target: targetOf(config),
      sections: config.report.sections,
      gates: config.report.gates,
      sensitive: sensitiveColumns(config),
      quasiIdentifiers: config.report.quasiIdentifiers,
      training: job.training,
      model: attackedModel(job.model, job.data.prepared.restore),
      rules: job.data.prepared.restore.rules?.rules,
      settings: reportSettings(config, job.data.specs, job.plan.loaded.table.rows),
      seed: config.seed,
      created: job.created,
    },
    {
      progress: sectionProgress(["diagnostic", ...config.report.sections, "detection"], log),
      signal: job.signal,
    },
  );
  const notes = [
    ...privacyNotes(job.plan),
    ...shareNotes(job.plan),
    ...sampleNotes(job.plan),
    ...partNotes(job),
  ];
  const judged = withGuarantee(report, job.plan);
  return notes.length === 0 ? judged : { ...judged, notes: [...notes, ...report.notes] };
}

const declareMore =
  "Before relying on it, declare more of what the columns may hold, or raise epsilon: noise hides the rest of so few rows.";

/** The verdict says that a guarantee bounds what no attack here has tried. */
function withGuarantee(report: ReportJson, { config: { privacy } }: Plan): ReportJson {
  if (privacy === undefined) return report;
  const { verdict } = report;
  const sentence = `${verdict.privacy.sentence} Whatever the attack, the guarantee bounds what the table and the model file reveal: ε ${privacy.epsilon}, δ ${privacy.delta}.`;
  const summary = verdict.summary.replace(trainLonger, declareMore);
  return { ...report, verdict: { ...verdict, summary, privacy: { ...verdict.privacy, sentence } } };
}

type Note = ReportJson["notes"][number];

/** A guarantee covers the model and the table; a report compares with real rows. */
function privacyNotes({ config: { privacy } }: Plan): Note[] {
  if (privacy === undefined) return [];
  const text = `Made from the real data: keep this report inside. ${guaranteeSentence(privacy)}; that covers the model file and the synthetic table, not this report.`;
  return [{ level: "warning", section: "general", text }];
}

/** Rows whose shares were asked for cannot be as those of the data. */
function shareNotes({ config: { output }, profile }: Plan): Note[] {
  if (output.share === undefined) return [];
  const { column } = parseShares(
    output.share,
    profile.columns.map(({ name }) => name),
  );
  const text = `The config asks for other shares of ${column} than the data has (output.share): what follows compares with the data as it is.`;
  return [{ level: "warning", section: "general", text }];
}

function sampleNotes({ loaded: { sample, table } }: Plan): Note[] {
  if (sample === undefined) return [];
  return [{ level: "info", section: "general", text: sampleNote(sample, table.rows).text }];
}

function partNotes(job: AssessJob): Note[] {
  if (job.synthetic.rows === job.rowsWritten) return [];
  const text = `The report judges the first ${grouped(job.synthetic.rows)} of ${grouped(job.rowsWritten)} synthetic rows.`;
  return [{ level: "info", section: "general", text }];
}

/** One bar over all sections of a report; of those in work it names the one that began first. */
export function sectionProgress(
  sections: readonly string[],
  log: RunLog,
): (section: string, fraction: number) => void {
  const total = sections.reduce((sum, name) => sum + (own(weights, name) ?? 10), 0);
  const done = new Map<string, number>();
  return (section, fraction) => {
    done.set(section, fraction * (own(weights, section) ?? 10));
    const sum = [...done.values()].reduce((a, b) => a + b, 0);
    const inWork = [...done].find(([name, work]) => work < (own(weights, name) ?? 10));
    log.progress({ fraction: Math.min(0.999, sum / total), label: spoken(inWork?.[0] ?? section) });
  };
}

/** A single metric goes by its section. */
function spoken(name: string): string {
  return own(weights, name) === undefined && isMetricKey(name) ? metricTable[name].section : name;
}

function qualityColumn(spec: ColumnSpec) {
  const { name, sdtype, role, format, personal, split } = spec;
  return { name, sdtype, role, format, ...(split && { split }), ...(personal && { personal }) };
}
