import type { AutoOptions } from "../config/modelOptions/auto.ts";
import { type ModelOptions, modelSchemas } from "../config/modelOptions/model.ts";
import { Random } from "../numerics/random.ts";
import type { ReportJson } from "../protocol/report.ts";
import { buildReport } from "../quality/buildReport.ts";
import { concatTables } from "../table/concat.ts";
import { type Table, takeRows } from "../table/table.ts";
import { ModelError, type ModelTable, takeModelRows } from "../transform/modelTable.ts";
import { heldRows } from "./heldRows.ts";
import type { FitContext, FittedModel } from "./synthesizer.ts";

export type FitModel = (options: ModelOptions, data: ModelTable, context: FitContext) => Promise<FittedModel>;

/** How one candidate did on the subsample. */
export interface Trial {
  readonly model: ModelOptions["type"];
  readonly seconds: number;
  /** 0 … 1; null when it failed or the time was up. */
  readonly score: number | null;
  readonly sentence: string;
}

/** Share of the subsample held out to judge the candidates. */
const heldOut = 0.25;

/**
 * Tries the candidates on a subsample within the time budget, judges each by the report's three verdicts on rows held out of
 * *this* table, says why it chose, and fits the winner on all rows. The result is the winner itself.
 * @throws ModelError when no candidate could be trained
 */
export async function fitAuto(
  options: AutoOptions,
  data: ModelTable,
  context: FitContext,
  train: FitModel,
): Promise<FittedModel> {
  const trials = await tryCandidates(options, data, context, train);
  const best = trials.reduce<Trial | undefined>(
    (a, b) => ((b.score ?? -1) > (a?.score ?? -1) ? b : a),
    undefined,
  );
  if (!best || best.score === null) {
    throw new ModelError(
      `auto could train none of its candidates: ${trials.map((t) => `${t.model}: ${t.sentence}`).join("; ")}`,
    );
  }
  context.warn(`auto chose ${best.model}. ${trials.map(tell).join("; ")}`);
  return await train(defaultsOf(best.model), data, {
    ...context,
    progress: (update) =>
      context.progress({
        ...update,
        fraction: 0.5 + update.fraction / 2,
        label: `${best.model}, ${update.label}`,
      }),
  });
}

async function tryCandidates(
  options: AutoOptions,
  data: ModelTable,
  context: FitContext,
  train: FitModel,
): Promise<Trial[]> {
  const { training, holdout } = subsample(data, options.subsampleRows, context.seed);
  const trials: Trial[] = [];
  const end = Date.now() + options.timeBudget * 1000;
  for (const [i, model] of options.candidates.entries()) {
    context.signal.throwIfAborted();
    const left = (end - Date.now()) / (options.candidates.length - i);
    context.progress({ fraction: (0.5 * i) / options.candidates.length, label: `trying ${model}` });
    trials.push(await tryModel(model, { training, holdout }, left, { context, train }));
  }
  return trials;
}

/** One candidate, given `milliseconds` to train. */
async function tryModel(
  model: ModelOptions["type"],
  { training, holdout }: { readonly training: ModelTable; readonly holdout: Table },
  milliseconds: number,
  { context, train }: { readonly context: FitContext; readonly train: FitModel },
): Promise<Trial> {
  const started = Date.now();
  const seconds = (): number => (Date.now() - started) / 1000;
  const timeUp = AbortSignal.timeout(Math.max(1, Math.round(milliseconds)));
  const { checkpoint: _, ...rest } = context;
  let fitted: FittedModel | undefined;
  try {
    fitted = await train(defaultsOf(model), training, {
      ...rest,
      signal: AbortSignal.any([context.signal, timeUp]),
      progress: () => undefined,
      warn: () => undefined,
    });
    const report = await judgeTrial(fitted, training, holdout, context);
    return { model, seconds: seconds(), score: overall(report), sentence: report.verdict.summary };
  } catch (error) {
    context.signal.throwIfAborted();
    const sentence = timeUp.aborted
      ? "its share of the time was used up"
      : error instanceof Error
        ? error.message
        : String(error);
    return { model, seconds: seconds(), score: null, sentence };
  } finally {
    await fitted?.dispose();
  }
}

async function judgeTrial(
  model: FittedModel,
  training: ModelTable,
  holdout: Table,
  context: FitContext,
): Promise<ReportJson> {
  const parts: Table[] = [];
  for await (const batch of model.sample(training.table.rows, { seed: context.seed, signal: context.signal }))
    parts.push(batch);
  return await buildReport(
    {
      real: training.table,
      synthetic: concatTables(parts),
      holdout,
      columns: training.columns.map(({ name, kind }) => ({
        name,
        sdtype: kind === "continuous" ? "numerical" : "categorical",
      })),
      names: { real: "training", synthetic: model.type },
      target: training.columns.some((column) => column.name === context.target) ? context.target : undefined,
      seed: context.seed,
      created: new Date(0).toISOString(),
    },
    { progress: () => undefined, signal: context.signal },
  );
}

/** The geometric mean of the verdicts: a model that fails one question cannot win by the others. */
function overall({ verdict }: Pick<ReportJson, "verdict">): number {
  const scores = [verdict.fidelity.score, verdict.utility.score, verdict.privacy.score].filter(
    (s) => s !== null,
  );
  if (scores.length === 0) return 0;
  return Math.exp(scores.reduce((sum, s) => sum + Math.log(Math.max(1e-6, s)), 0) / scores.length);
}

function subsample(data: ModelTable, most: number, seed: number): { training: ModelTable; holdout: Table } {
  const rows = Math.min(most, data.table.rows);
  const count = Math.max(1, Math.round(rows * heldOut));
  const { held, others } = heldRows(data.table.rows, count, {
    random: new Random(seed).fork("auto"),
    units: data.units,
  });
  const training = takeModelRows(data, others.slice(0, Math.max(1, rows - held.length)));
  return { training, holdout: takeRows(data.table, held) };
}

function tell({ model, score, seconds, sentence }: Trial): string {
  return score === null
    ? `${model}: not judged (${sentence})`
    : `${model} scored ${score.toFixed(3)} in ${seconds.toFixed(1)} s (${sentence.replace(/\.$/, "")})`;
}

function defaultsOf(model: ModelOptions["type"]): ModelOptions {
  return modelSchemas[model].parse({ type: model }) as ModelOptions;
}
