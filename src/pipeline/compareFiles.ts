import { basename } from "node:path";
import type { ColumnSpec } from "../config/columnSpec.ts";
import { type ParsedConfig, parseConfig } from "../config/parseConfig.ts";
import { readOptions } from "../config/readOptions.ts";
import { resolveColumns, sensitiveColumns, targetOf } from "../config/resolveColumns.ts";
import { checkRules } from "../config/rules/checkRules.ts";
import { describeRule } from "../config/rules/printRule.ts";
import { columnsOfRule, type Rule } from "../config/rules/ruleSyntax.ts";
import { columnConfig, type SynthConfig } from "../config/schema.ts";
import { locate } from "../jsonc/configText.ts";
import { grouped } from "../language/counts.ts";
import type { ReportJson } from "../protocol/report.ts";
import type { CompareJob } from "../protocol/worker.ts";
import { buildReport } from "../quality/buildReport.ts";
import { profileTable } from "../table/profile/profileTable.ts";
import type { Holders } from "../table/protection/holders.ts";
import { readPlainText } from "../table/readPlainText.ts";
import { findColumn, type Table } from "../table/table.ts";
import { findHolders } from "../transform/entities/findHolders.ts";
import { withRepeatedKeys } from "../transform/entities/repeatedKeys.ts";
import { detectPersonal } from "../transform/personal/detect/detectPersonal.ts";
import { PipelineError } from "./pipelineError.ts";
import { type Listener, RunLog } from "./runFiles/runLog.ts";
import { attackedModel } from "./savedModel/attackedModel.ts";
import { readAlike } from "./savedModel/readAlike.ts";
import { checkSharedColumns } from "./savedModel/sharedColumns.ts";
import { sectionProgress } from "./stages/assess.ts";
import { loadTrained } from "./trainedModel.ts";

/** A report on any two files, whoever made them. @throws DataError, PipelineError */
export async function compareFiles(
  job: CompareJob,
  listener: Listener,
  signal: AbortSignal,
): Promise<ReportJson> {
  const log = new RunLog(listener);
  const config = job.config === undefined ? defaults() : (await readConfig(job.config)).config;
  const read = await log.stageOf("validate", async () => {
    const options = readOptions(config.source, config.columns);
    const { real, synthetic, holdout } = await readAlike(job, options);
    for (const { warnings } of [real, synthetic]) for (const warning of warnings) log.warn(warning);
    const detail = `${basename(job.real)}: ${grouped(real.table.rows)} rows, ${basename(job.synthetic)}: ${grouped(synthetic.table.rows)} rows`;
    return { value: { real, synthetic, holdout }, detail };
  });
  const specs = resolveColumns(config, withRepeatedKeys(read.real.table, profileTable(read.real)));
  checkSharedColumns(
    { path: job.real, table: read.real.table },
    { path: job.synthetic, table: read.synthetic.table },
    read.holdout === null || job.holdout === undefined
      ? undefined
      : { path: job.holdout, table: read.holdout.table },
    specs,
  );
  const target = job.target ?? targetOf(config);
  if (target !== undefined && !specs.some((spec) => spec.name === target)) {
    throw new PipelineError(`the target ${JSON.stringify(target)} is not a column of ${job.real}`);
  }
  const rules = await readRules(job.rules ?? job.config, specs);
  for (const rule of rules) {
    const lacking = columnsOfRule(rule).find((name) => findColumn(read.synthetic.table, name) === undefined);
    if (lacking !== undefined)
      log.warn(`${basename(job.synthetic)} has no column ${lacking}: ${describeRule(rule)} is not judged`);
  }
  const sections = job.sections ?? config.report.sections;
  const trained = job.model === undefined ? undefined : await loadTrained(job.model);
  const model = trained && attackedModel(trained.model, trained.restore);
  if (trained !== undefined && model === undefined)
    log.warn(`${basename(job.model!)} holds a model without likelihoods: it is not attacked`);
  return await log
    .stageOf("assess", async () => {
      const value = await buildReport(
        {
          real: read.real.table,
          synthetic: read.synthetic.table,
          holdout: read.holdout?.table ?? null,
          columns: specs,
          holders: holdersOfFile(read.real.table, config),
          names: {
            real: basename(job.real),
            synthetic: basename(job.synthetic),
            ...(job.holdout !== undefined && { holdout: basename(job.holdout) }),
          },
          target,
          model,
          sections,
          gates: config.report.gates,
          rules,
          sensitive: sensitiveColumns(config),
          quasiIdentifiers: config.report.quasiIdentifiers,
          seed: config.seed,
          created: new Date().toISOString(),
        },
        { progress: sectionProgress(["diagnostic", ...sections, "detection"], log), signal },
      );
      return { value, detail: value.verdict.summary };
    })
    .finally(() => trained?.model.dispose());
}

/** Whose the rows of the real table are, as found in it or as the config says. */
function holdersOfFile(table: Table, config: SynthConfig): Holders | undefined {
  const found = new Map(detectPersonal(table).map((finding) => [finding.column, finding]));
  const columns = table.columns.map(({ name }) => ({
    name,
    personal: found.get(name),
    given: columnConfig(config, name)?.personal,
  }));
  return findHolders(table, columns) ?? undefined;
}

/** The rules of a config, against the columns of the real table. @throws PipelineError that names each fault at its place */
async function readRules(path: string | undefined, specs: readonly ColumnSpec[]): Promise<Rule[]> {
  if (path === undefined) return [];
  const parsed = await readConfig(path);
  const { rules, findings } = checkRules(parsed.config, specs);
  if (findings.length > 0)
    throw new PipelineError(
      `the rules of ${path} do not fit the table`,
      findings.map((finding) => locate(parsed.source, finding)),
    );
  return rules.filter((rule) => rule !== undefined);
}

async function readConfig(path: string): Promise<ParsedConfig & { readonly config: SynthConfig }> {
  const parsed = parseConfig(await readPlainText(path), path);
  const { config, diagnostics } = parsed;
  if (config === undefined) throw new PipelineError(`${path} has errors`, diagnostics);
  return { ...parsed, config };
}

function defaults(): SynthConfig {
  const { config } = parseConfig('{ "source": { "path": "-" } }', "defaults");
  if (config === undefined) throw new Error("the default config is invalid");
  return config;
}
