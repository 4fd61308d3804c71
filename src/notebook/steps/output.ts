import { copyFile, rename, rm } from "node:fs/promises";
import { basename, extname } from "node:path";
import { configPaths, resolvePaths } from "../../config/paths.ts";
import type { SynthConfig } from "../../config/schema.ts";
import { grouped } from "../../language/counts.ts";
import { prepareOutputFolder } from "../../pipeline/outputFolder.ts";
import { outputFormatFor } from "../../pipeline/outputFormat.ts";
import { PipelineError } from "../../pipeline/pipelineError.ts";
import { outputParts } from "../../pipeline/savedModel/outputParts.ts";
import { sample } from "../../pipeline/stages/sample.ts";
import { loadTrained } from "../../pipeline/trainedModel.ts";
import { fileFingerprint } from "../../table/fingerprint.ts";
import { type LoadedTable, readTable } from "../../table/read/read.ts";
import { sourceRows } from "../../table/read/sampled/sourceSample.ts";
import { temporaryBeside } from "../../table/write/temporaryName.ts";
import { confineOutput } from "../confineOutput.ts";
import { gridBundle } from "../outputs.ts";
import type { SourceTable } from "../session.ts";
import type { StepContext, StepResult } from "../stepContext.ts";
import { modelKey, tableKey } from "../stepKey.ts";
import { tableRows } from "../tableRows.ts";
import type { TableStep } from "../workflow.ts";
import { modelFile } from "./model.ts";
import { openSource } from "./source.ts";

/** Rows of a table that travel with a cell's output; others are asked for. */
export const firstRows = 500;

/** Where a step's synthetic table is kept: a name in the cache. */
export function tableFile(config: SynthConfig, notebook: string, source: SourceTable): string {
  const key = tableKey(
    config,
    source.fingerprint,
    rowsOf(config, source),
    resolvePaths(config, notebook).format,
  );
  return `table-${key}${endingOf(config)}`;
}

/** Samples, or takes the rows from the cache, and copies them to `output.path` when there is one. */
export async function outputStep(context: StepContext, planned: TableStep): Promise<StepResult> {
  const { config, step, name } = planned;
  const { source } = await openSource(context, step, config);
  const wanted = config.output.path === undefined ? undefined : writtenPath(context, planned);
  const file = tableFile(config, context.path, source);
  const cached = !context.fresh && context.cache.has(file);
  if (!cached) {
    await context.need(planned.model);
    await sampleTo(context, planned, source, context.cache.file(file));
  }
  if (wanted !== undefined) await copyWhole(context.cache.file(file), wanted);
  const { table, formats } = await readSynthetic(context.cache.file(file), source);
  const grid = context.session.results.add(tableRows(table, formats, name), firstRows);
  const place = wanted === undefined ? "" : ` → ${config.output.path}`;
  return {
    outputs: [gridBundle(config.output.path === undefined ? grid : { ...grid, path: config.output.path })],
    message: `${name}: ${grouped(table.rows)} synthetic rows${place}`,
    cached,
  };
}

/** A cached synthetic table, read the way the source is. */
export async function readSynthetic(path: string, source: SourceTable): Promise<LoadedTable> {
  const { format } = source.loaded;
  return await readTable(
    path,
    format.type === "csv" && /\.csv(\.gz)?$/.test(path) ? { delimiter: format.delimiter } : {},
  );
}

async function sampleTo(
  context: StepContext,
  { config }: TableStep,
  source: SourceTable,
  path: string,
): Promise<void> {
  const rows = rowsOf(config, source);
  const trained = await loadTrained(context.cache.file(modelFile(modelKey(config, source.fingerprint))));
  try {
    await sample({
      model: trained.model,
      restore: trained.restore,
      rows,
      seed: config.seed,
      parts: outputParts(config, trained),
      to: path,
      format: outputFormatFor(
        source.loaded.format,
        resolvePaths(config, context.path).format,
        path,
        resolvePaths(config, context.path).source,
      ),
      formats: trained.columns,
      keep: 0,
      signal: context.signal,
      progress: (done) =>
        context.progress({
          fraction: done / rows,
          label: `${grouped(done)}/${grouped(rows)} rows`,
        }),
    });
  } finally {
    await trained.model.dispose();
  }
}

function rowsOf(config: SynthConfig, source: SourceTable): number {
  return config.output.rows ?? sourceRows(source.loaded);
}

/** With the ending of the output, so that it is read and written as that kind of file. */
function endingOf(config: SynthConfig): string {
  const name = basename(config.output.path ?? config.source.path).toLowerCase();
  if (config.output.format !== undefined) return `.${config.output.format}`;
  return name.endsWith(".gz") ? `${extname(name.slice(0, -3))}.gz` : extname(name) || ".csv";
}

function writtenPath(context: StepContext, { config, step }: TableStep): string {
  const paths = configPaths({ config, source: step.source }, context.path);
  const [error] = paths.diagnostics.filter((d) => d.severity === "error");
  if (error !== undefined) throw new PipelineError(error.message, [error]);
  confineOutput(paths.output, context.path);
  return paths.output;
}

/** Not touched when it holds these rows already. */
async function copyWhole(from: string, to: string): Promise<void> {
  const [ours, theirs] = await Promise.all([
    fileFingerprint(from),
    fileFingerprint(to).catch(() => undefined),
  ]);
  if (ours === theirs) return;
  await prepareOutputFolder(to);
  const temporary = temporaryBeside(to);
  try {
    await copyFile(from, temporary);
    await rename(temporary, to);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
