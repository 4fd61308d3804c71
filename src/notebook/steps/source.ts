import { basename, dirname } from "node:path";
import { checkColumns } from "../../config/check/checkColumns.ts";
import { configPaths } from "../../config/paths.ts";
import type { SynthConfig } from "../../config/schema.ts";
import { grouped } from "../../language/counts.ts";
import { PipelineError } from "../../pipeline/pipelineError.ts";
import { replacePersonal } from "../../pipeline/source/replacePersonal.ts";
import { brokenRules } from "../../pipeline/stages/brokenRules.ts";
import { type Split, splitRows } from "../../pipeline/stages/preprocess.ts";
import type { Plan } from "../../pipeline/stages/validate.ts";
import type { Diagnostic } from "../../protocol/run.ts";
import { protectedProfile } from "../../table/protection/protectedProfile.ts";
import { findHolders } from "../../transform/entities/findHolders.ts";
import { gridBundle, profileBundle } from "../outputs.ts";
import type { SourceTable } from "../session.ts";
import type { Step } from "../step.ts";
import type { StepContext, StepResult } from "../stepContext.ts";
import type { PlannedStep } from "../workflow.ts";

/** The source of a step's config, checked against it. @throws PipelineError with the findings of this step's own keys, DataError */
export async function openSource(
  context: StepContext,
  step: Step,
  config: SynthConfig,
): Promise<{ readonly source: SourceTable; readonly plan: Plan }> {
  const parsed = { config, diagnostics: [], value: step.fragment, source: step.source };
  const paths = configPaths(parsed, context.path);
  refuse(paths.diagnostics.filter((d) => d.code === "missing-file"));
  const read = await context.session.source(config, paths.source, dirname(context.path));
  context.signal.throwIfAborted();
  const { diagnostics: keys, ...replaced } = replacePersonal(parsed, read, context.path);
  const source = { ...replaced, fingerprint: read.fingerprint };
  const checked = [...checkColumns(parsed, source.profile), ...keys];
  const broken = checked.some(({ severity }) => severity === "error")
    ? []
    : brokenRules(parsed, source.loaded.table, source.profile);
  const found = [...checked, ...broken];
  // what another cell says is shown there, and stops the training that would use it
  refuse(found.filter(({ path }) => path[0] === undefined || Object.hasOwn(step.fragment, path[0])));
  if (step.kind === "model") refuse(found);
  return {
    source,
    plan: {
      configPath: context.path,
      config,
      sourcePath: paths.source,
      outputPath: paths.output,
      loaded: source.loaded,
      identifiers: read.loaded.table,
      profile: source.profile,
      diagnostics: found,
    },
  };
}

function refuse(diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter((d) => d.severity === "error");
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length === 1 ? "" : ` (and ${errors.length - 1} more)`;
  throw new PipelineError(`${first.message}${more}`, errors);
}

/** Reads the source and shows its profile. */
export async function sourceStep(
  context: StepContext,
  { step, config }: Extract<PlannedStep, { kind: "source" }>,
): Promise<StepResult> {
  context.progress({ fraction: null, label: `reading ${config.source.path}` });
  const { source, plan } = await openSource(context, step, config);
  const { table } = source.loaded;
  const { rows, columns } = table;
  const holders = findHolders(plan.identifiers, source.profile.columns) ?? undefined;
  return {
    outputs: [profileBundle(basename(plan.sourcePath), protectedProfile(source.profile, table, holders))],
    message: `${grouped(rows)} rows × ${columns.length} columns`,
    cached: false,
  };
}

/** Shows what each column is taken to be. */
export async function columnsStep(
  context: StepContext,
  { step, config }: Extract<PlannedStep, { kind: "columns" }>,
): Promise<StepResult> {
  context.progress({ fraction: null, label: `reading ${config.source.path}` });
  const { plan } = await openSource(context, step, config);
  const { specs } = splitRows(plan);
  return {
    outputs: [gridBundle(specGrid(specs))],
    message: `${specs.length} columns, ${Object.keys(config.columns).length} of them described here`,
    cached: false,
  };
}

function specGrid(specs: Split["specs"]) {
  const column = (name: string, read: (spec: Split["specs"][number]) => string | number | null) => ({
    name,
    type: "VARCHAR",
    values: specs.map(read).map((value) => (value === null ? null : String(value))),
  });
  return {
    version: 1,
    title: "Columns",
    handle: null,
    total: specs.length,
    offset: 0,
    columns: [
      column("column", (s) => s.name),
      column("type", (s) => s.sdtype),
      column("role", (s) => s.role),
      column("decimals", (s) => s.decimals),
      column("missing", (s) => s.missing),
      column("minCategoryCount", (s) => s.minCategoryCount),
      column("pattern or format", (s) => s.pattern ?? s.format.dateFormat),
    ],
  } as const;
}
