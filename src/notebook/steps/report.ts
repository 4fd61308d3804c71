import { basename } from "node:path";
import { sensitiveColumns, targetOf } from "../../config/resolveColumns.ts";
import type { SynthConfig } from "../../config/schema.ts";
import { RunLog } from "../../pipeline/runFiles/runLog.ts";
import { sectionProgress } from "../../pipeline/stages/assess.ts";
import { splitRows } from "../../pipeline/stages/preprocess.ts";
import { reportSettings } from "../../pipeline/stages/reportSettings.ts";
import type { LossesJson } from "../../protocol/notebook.ts";
import type { ReportJson, TrainingInfo } from "../../protocol/report.ts";
import { buildReport } from "../../quality/buildReport.ts";
import { evaluateGates } from "../../quality/gates.ts";
import { reportBundle } from "../outputs.ts";
import type { Step } from "../step.ts";
import type { StepContext, StepResult } from "../stepContext.ts";
import { modelKey, reportKey } from "../stepKey.ts";
import type { ReportStep, TableStep } from "../workflow.ts";
import { trainingFile } from "./model.ts";
import { readSynthetic, tableFile } from "./output.ts";
import { openSource } from "./source.ts";

/** Judges a synthetic table, or takes the report from the cache; says which gates failed. */
export async function reportStep(context: StepContext, planned: ReportStep): Promise<StepResult> {
  const { report, cached } = await reportOf(context, planned.step, planned.config, planned.table);
  const gatesFailed = report.gates.filter((gate) => !gate.passed).map((gate) => gate.message);
  const message =
    gatesFailed.length > 0
      ? `${gatesFailed.length === 1 ? "a gate" : `${gatesFailed.length} gates`} failed: ${gatesFailed.join("; ")}`
      : report.verdict.summary;
  return { outputs: [reportBundle(report)], message, cached, gatesFailed };
}

export async function reportOf(
  context: StepContext,
  step: Step,
  config: SynthConfig,
  table: TableStep,
): Promise<{ readonly report: ReportJson; readonly cached: boolean }> {
  const { source, plan } = await openSource(context, step, config);
  const file = tableFile(table.config, context.path, source);
  const stem = basename(plan.sourcePath).replace(/\.\w+$/, "");
  const { path } = table.config.output;
  const name = path === undefined ? `${stem} (${table.name})` : basename(path);
  const key = `report-${reportKey(config, file, name)}.json`;
  const known = context.fresh ? undefined : await context.cache.readJson<ReportJson>(key);
  if (known !== undefined) return { report: withGates(known, config), cached: true };

  await context.need(table);
  context.progress({ fraction: null, label: "reading the synthetic rows" });
  const { specs, training, holdout, holders } = splitRows(plan);
  const synthetic = await readSynthetic(context.cache.file(file), source);
  const log = new RunLog((event) => {
    if (event.type === "progress") context.progress(event);
  });
  const { sections } = config.report;
  const report = await log.stageOf("assess", async () => ({
    value: await buildReport(
      {
        real: training,
        synthetic: synthetic.table,
        holdout,
        identifiers: plan.identifiers,
        holders: holders?.table,
        columns: specs,
        names: { real: basename(plan.sourcePath), synthetic: name },
        target: targetOf(config),
        sections,
        sensitive: sensitiveColumns(config),
        quasiIdentifiers: config.report.quasiIdentifiers,
        training: await trainingInfo(context, config, modelKey(table.model.config, source.fingerprint)),
        settings: reportSettings(config, specs, plan.loaded.table.rows),
        seed: config.seed,
        created: new Date().toISOString(),
      },
      { progress: sectionProgress(["diagnostic", ...sections, "detection"], log), signal: context.signal },
    ),
    detail: "",
  }));
  await context.cache.writeJson(key, report);
  return { report: withGates(report, config), cached: false };
}

function withGates(report: ReportJson, config: SynthConfig): ReportJson {
  return { ...report, gates: evaluateGates(report, config.report.gates) };
}

async function trainingInfo(
  context: StepContext,
  config: SynthConfig,
  key: string,
): Promise<TrainingInfo | null> {
  const training = await context.cache.readJson<LossesJson>(trainingFile(key));
  if (training === undefined) return null;
  const { type, ...options } = config.model;
  const { seconds, losses } = training;
  return { model: type, options, seconds, epochs: Object.values(losses)[0]?.length ?? null, losses };
}
