import { copyFile, rename, rm } from "node:fs/promises";
import { basename } from "node:path";
import { modelBeside } from "../config/paths.ts";
import type { PrivacyStatement } from "../config/privacy/statement.ts";
import { counted, grouped } from "../language/counts.ts";
import type { SavedPrivacy } from "../models/saved/savedPrivacy.ts";
import type { FittedModel } from "../models/synthesizer.ts";
import { shareableReport } from "../privacy/shareableReport.ts";
import type { ReportJson, TrainingInfo } from "../protocol/report.ts";
import type { RunEvent, Stage } from "../protocol/run.ts";
import type { RunJob } from "../protocol/worker.ts";
import { formulaWarning } from "../table/formulaCells.ts";
import { pathError } from "../table/pathError.ts";
import { kOf } from "../table/protection/kOf.ts";
import { sourceRows } from "../table/read/sampled/sourceSample.ts";
import { temporaryBeside } from "../table/write/temporaryName.ts";
import type { JsonValue } from "../transform/modelTable.ts";
import { reportLanguage } from "./builtFiles.ts";
import { describeFailure, ParentGoneError } from "./failure.ts";
import { foreignFiles } from "./keepInputs.ts";
import { prepareOutputFolder, removeStaleParts } from "./outputFolder.ts";
import { outputColumns, outputFormat } from "./outputFormat.ts";
import { domainStore } from "./privacy/domainStore.ts";
import { preprocessPrivate } from "./privacy/preprocessPrivate.ts";
import { trainPrivate } from "./privacy/trainPrivate.ts";
import { writeProvenance } from "./provenance.ts";
import { openCheckpoints, removeCheckpoints } from "./runFiles/checkpoints.ts";
import { type OpenRun, openRun, resumedOverrides, settleRuns } from "./runFiles/openRun.ts";
import { type Listener, RunLog, readLosses } from "./runFiles/runLog.ts";
import { outputParts } from "./savedModel/outputParts.ts";
import type { RowPart } from "./savedModel/rowParts.ts";
import { assess } from "./stages/assess.ts";
import { type Preprocessed, preprocess } from "./stages/preprocess.ts";
import { type Sampled, sample } from "./stages/sample.ts";
import { train } from "./stages/train.ts";
import { type Plan, validate } from "./stages/validate.ts";
import { loadTrained, saveTrained } from "./trainedModel.ts";
import { writeReport, writeShareable } from "./writeReport.ts";

/** Rows of the synthetic table kept in memory for the report; beyond it the report judges the first rows and says so. */
const reportRows = 1_000_000;

/**
 * validate → preprocess → train → sample → assess → report. Tells `listener` everything; does not throw.
 * @returns the exit code: 0, 1, 2, 3 (a gate failed) or 130 (cancelled)
 */
export async function runPipeline(job: RunJob, listener: Listener, signal: AbortSignal): Promise<number> {
  const log = new RunLog(listener);
  const started = Date.now();
  let run: OpenRun | undefined;
  let model: FittedModel | undefined;
  try {
    if (job.resume !== false)
      await settleRuns(job.config, (id) => log.warn(`checking for activity of ${id}`), signal);
    const overrides = await resumedOverrides(job);
    const plan = await log.stageOf("validate", async () => {
      const value = await validate(job.config, overrides);
      return { value, detail: tableSize(value) };
    });
    const opened = await openRun(job, plan, overrides);
    run = opened;
    log.attach(run.folder.path);
    log.emit({
      type: "run",
      runId: run.folder.id,
      runDir: run.folder.path,
      config: plan.configPath,
      model: plan.config.model.type,
      resumed: run.resumed,
    });
    for (const warning of planWarnings(plan)) log.warn(warning);
    await prepareOutputFolder(plan.outputPath);
    const modelPath = modelOutput(plan, overrides.modelOut);
    for (const path of await foreignFiles(plan.configPath, [plan.outputPath, modelPath]))
      log.warn(`replacing ${path}`);

    const data = await log.stageOf("preprocess", async () => {
      const { privacy } = plan.config;
      const value =
        privacy === undefined
          ? await preprocess(plan)
          : await preprocessPrivate(plan, privacy, domainStore(opened, plan, privacy));
      return { value, detail: splitDetail(value) };
    });
    for (const warning of data.prepared.warnings) log.warn(warning);
    // before training: values that the column does not have are refused at once
    const parts = outputParts(plan.config, { specs: data.specs, restore: data.prepared.restore });
    signal.throwIfAborted();

    const work: Work = { run, plan, lang: job.lang, log, signal };
    const trained = await trainOrLoad(work, data);
    model = trained.model;
    await keepModel(run, modelPath);
    const sampled = await sampleOutput(work, data, { ...trained, parts });
    await describeOutput(work, modelPath, sampled.rows, trained.privacy?.statement);
    if (plan.config.report.shareable && trained.privacy !== undefined)
      await writeShareable(
        plan.outputPath,
        shareableReport(trained.privacy, sampled.kept, basename(plan.outputPath)),
        await reportLanguage(job.lang),
      );
    const report = plan.config.report.enabled ? await reportOn(work, data, { sampled, model }) : null;
    const failed = report?.gates.filter((gate) => !gate.passed) ?? [];
    const gatesFailed = failed.map((gate) => gate.message);
    const ended = new Date().toISOString();
    await run.update({ status: "succeeded", ended, output: plan.outputPath, gatesFailed });
    log.emit({
      type: "done",
      output: plan.outputPath,
      rows: sampled.rows,
      modelPath,
      reportPath: report === null ? null : run.file("report.html"),
      ms: Date.now() - started,
      gatesFailed,
      peakMb: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
    });
    return failed.length > 0 ? 3 : 0;
  } catch (error) {
    return await conclude(error, run, log, signal);
  } finally {
    await model?.dispose();
    await run?.close();
  }
}

interface Work {
  readonly run: OpenRun;
  readonly plan: Plan;
  readonly lang: RunJob["lang"];
  readonly log: RunLog;
  readonly signal: AbortSignal;
}

/** A model and how many rows are made from it where the config does not say: as many as the source has, or is estimated to have. */
interface Trained {
  readonly model: FittedModel;
  readonly rows: number;
  /** The guarantee it was trained under. */
  readonly privacy: SavedPrivacy | undefined;
}

async function trainOrLoad(work: Work, data: Preprocessed): Promise<Trained> {
  const { run, plan, log } = work;
  const path = run.file("model.synthmodel");
  const rows = (privacy: SavedPrivacy | undefined) =>
    plan.config.output.rows ??
    (privacy === undefined ? sourceRows(plan.loaded) : estimatedRows(plan, privacy.statement.rows));
  if (run.state.finished.includes("train")) {
    const { model, privacy } = await loadTrained(path);
    return { model, rows: rows(privacy), privacy };
  }
  const checkpoint = await openCheckpoints(run.folder.path, run.resumed, {
    mayWrite: () => run.assertCurrent(),
  });
  const trained = await log.stageOf("train", async () => {
    const { model, privacy } =
      data.private === undefined
        ? { model: await train(work, data, checkpoint), privacy: undefined }
        : await trainPrivate(work, data.private, checkpoint);
    const learned = privacy?.statement.rows ?? data.training.rows;
    await saveTrained(path, {
      model,
      restore: data.prepared.restore,
      format: outputFormat(plan),
      columns: outputColumns(data),
      specs: data.specs,
      info: { options: { ...plan.config.model }, trainingRows: Math.round(learned) } as JsonValue,
      created: run.state.started,
      ...(privacy !== undefined && { privacy }),
    });
    return {
      value: { model, rows: rows(privacy), privacy },
      detail: `${plan.config.model.type} trained on ${counted(data.training.rows, "row")}`,
    };
  });
  await run.finish("train");
  await removeCheckpoints(run.folder.path);
  return trained;
}

/** Rows of the source as the noisy tables tell: those they count are what is not set aside. */
function estimatedRows({ config: { report } }: Plan, counted: number): number {
  return Math.max(1, Math.round(counted / (1 - (report.enabled ? report.holdout : 0))));
}

/** Says beside the table what it is. Under a guarantee nothing else that depends on the source is told. */
async function describeOutput(
  { run, plan }: Work,
  modelFile: string,
  rows: number,
  statement: PrivacyStatement | undefined,
): Promise<void> {
  await writeProvenance(plan.outputPath, {
    model: plan.config.model.type,
    modelFile,
    rows,
    share: plan.config.output.share,
    seed: statement === undefined ? plan.config.seed : null,
    // the text of a config may follow the data, and so may its hash
    ...(statement === undefined && { config: { file: plan.configPath, sha256: run.state.configHash } }),
    privacy: statement,
    minSharedRows: statement === undefined ? kOf(sourceRows(plan.loaded)) : null,
  });
}

/** Beside the output, under the config's name, where `syndata sample` will be pointed at it. */
function modelOutput(plan: Plan, wanted: string | undefined): string {
  return wanted ?? modelBeside(plan.outputPath, plan.configPath);
}

/** Copies the run's model to where people look for it. */
async function keepModel(run: OpenRun, path: string): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    await removeStaleParts(path);
    await copyFile(run.file("model.synthmodel"), temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw pathError(error, path, "write");
  }
  await run.update({ modelOutput: path });
}

async function sampleOutput(
  { run, plan, log, signal }: Work,
  data: Preprocessed,
  { model, rows, parts }: Trained & { readonly parts: readonly RowPart[] | undefined },
): Promise<Sampled> {
  await run.assertCurrent();
  const sampled = await log.stageOf("sample", async () => {
    const value = await sample({
      model,
      restore: data.prepared.restore,
      rows,
      seed: plan.config.seed,
      parts,
      to: plan.outputPath,
      format: outputFormat(plan),
      formats: outputColumns(data),
      keep: plan.config.report.enabled || plan.config.report.shareable ? reportRows : 0,
      signal,
      progress: (done) =>
        log.progress({
          fraction: done / rows,
          label: `${grouped(done)}/${counted(rows, "row")}`,
        }),
    });
    return { value, detail: `${counted(value.rows, "row")} → ${plan.outputPath}` };
  });
  if (sampled.rows < rows)
    log.warn(
      `only ${counted(sampled.rows, "row")} of ${grouped(rows)}: too few of those drawn keep the rules`,
    );
  await run.update({ output: plan.outputPath });
  await run.finish("sample");
  return sampled;
}

async function reportOn(
  { run, plan, lang, log, signal }: Work,
  data: Preprocessed,
  { sampled, model }: { readonly sampled: Sampled; readonly model: FittedModel },
): Promise<ReportJson> {
  const report = await log.stageOf("assess", async () => {
    const value = await assess(
      {
        plan,
        data,
        synthetic: sampled.kept,
        rowsWritten: sampled.rows,
        model,
        names: { real: basename(plan.sourcePath), synthetic: basename(plan.outputPath) },
        training: trainingInfo(run, plan, log),
        created: run.state.started,
        signal,
      },
      log,
    );
    return { value, detail: value.verdict.summary };
  });
  await log.stageOf("report", async () => {
    const files = {
      json: run.file("report.json"),
      html: run.file("report.html"),
      summary: run.file("summary.html"),
      md: run.file("report.md"),
    };
    await writeReport(report, files, await reportLanguage(lang));
    return { value: undefined, detail: run.file("report.html") };
  });
  return report;
}

function trainingInfo(run: OpenRun, plan: Plan, log: RunLog): TrainingInfo {
  const { type, ...options } = plan.config.model;
  const losses = readLosses(run.folder.path);
  const epochs = Object.values(losses)[0]?.length ?? null;
  return { model: type, options, seconds: (log.timings.train ?? 0) / 1000, epochs, losses };
}

async function conclude(
  error: unknown,
  run: OpenRun | undefined,
  log: RunLog,
  signal: AbortSignal,
): Promise<number> {
  const ended = new Date().toISOString();
  if (signal.reason instanceof ParentGoneError) {
    await run?.update({ status: "failed", reason: "lost", ended }).catch(() => undefined);
    return 130;
  }
  if (signal.aborted) {
    await run?.update({ status: "cancelled", ended }).catch(() => undefined);
    log.emit({ type: "cancelled", resumable: run !== undefined });
    return 130;
  }
  const failure = describeFailure(error);
  const stage: Stage | null = log.stage;
  // a full disk must not hide the first error
  await run
    ?.update({ status: "failed", reason: "error", ended, error: failure.message })
    .catch(() => undefined);
  const event: RunEvent = { type: "failed", stage, ...failure };
  log.emit(event);
  return failure.exitCode;
}

function planWarnings(plan: Plan): string[] {
  const found = plan.diagnostics.filter((d) => d.severity === "warning").map((d) => d.message);
  return [
    ...new Set([...plan.loaded.warnings, ...plan.profile.warnings, ...found, ...formulaWarnings(plan)]),
  ];
}

function formulaWarnings({ config, loaded }: Plan): string[] {
  return config.output.excelSafe ? [] : formulaWarning(loaded.table);
}

function tableSize(plan: Plan): string {
  const { table, sample } = plan.loaded;
  const read = sample === undefined ? "" : `, ${counted(table.rows, "row")} read`;
  return `${basename(plan.sourcePath)}: ${counted(sourceRows(plan.loaded), "row")} × ${counted(table.columns.length, "column")}${read}`;
}

function splitDetail(data: Preprocessed): string {
  const learned = counted(data.training.rows, "row");
  return data.holdout
    ? `${learned} to learn from, ${counted(data.holdout.rows, "row")} held out`
    : `${learned} to learn from`;
}
