import type { Condition } from "../table/condition.ts";
import type { Table } from "../table/table.ts";
import { type JsonValue, type ModelColumn, ModelError, type ModelTable } from "../transform/modelTable.ts";

export interface FitContext {
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Rows that will be drawn from the model in all, where that is known: very many are refined in a faster way. */
  readonly plannedRows?: number;
  /** Name of the discrete column later assessed as target, if any. */
  readonly target?: string;
  progress(update: FitProgress): void;
  warn(message: string): void;
  /** Absent: no checkpoints. A fit given `resume` continues to the same bytes as an uninterrupted one. */
  readonly checkpoint?: CheckpointStore;
}

export interface FitProgress {
  /** 0..1 of the whole fit. */
  readonly fraction: number;
  /** e.g. `epoch 12/300` */
  readonly label: string;
  readonly epoch?: number;
  readonly epochs?: number;
  /** Named losses of this epoch, e.g. `{ generator: −0.3, critic: 0.1 }`. */
  readonly losses?: Readonly<Record<string, number>>;
  /** True at the end of an epoch: these losses are kept, for updates within an epoch depend on the speed of the machine. */
  readonly epochEnds?: boolean;
}

export interface CheckpointStore {
  /** True when enough time has passed since the last save. */
  due(): boolean;
  save(state: ModelState): Promise<void>;
  /** The last saved state, when this is a resumed run. */
  readonly resume: ModelState | undefined;
}

/** Everything needed to load a model again: JSON plus named binary parts. Holds no source rows. */
export interface ModelState {
  readonly json: JsonValue;
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

/** A kind of model: `fit` learns, `load` reads what `save` wrote. `Options` is the validated `model` object of the config. */
export interface Synthesizer<Options> {
  readonly type: string;
  fit(data: ModelTable, options: Options, context: FitContext): Promise<FittedModel>;
  load(state: ModelState): Promise<FittedModel>;
}

export interface FittedModel {
  readonly type: string;
  /** The columns as fitted, in output order. */
  readonly columns: readonly ModelColumn[];
  /**
   * Batches of tables of the fitted columns (continuous values unrounded: `restore` rounds and clips), `rows` in all.
   * Same seed → same bytes, whatever the batch size asked for.
   * @throws ModelError when a condition cannot be met by this model
   */
  sample(rows: number, options: SampleOptions): AsyncIterable<Table>;
  save(): Promise<ModelState>;
  /** Frees native sessions. */
  dispose(): Promise<void>;
}

export interface SampleOptions {
  readonly seed: number;
  readonly where?: readonly Condition[];
  /** Rows of the whole plan, where these are a part of it only: very many are refined in a faster way. */
  readonly plannedRows?: number;
  readonly signal?: AbortSignal;
}

/** Optional powers of density models (circuit, argn, copula). */
export interface DensityModel extends FittedModel {
  /** Natural-log likelihood per row of a table of the fitted columns. */
  logLikelihood(data: Table): Promise<Float64Array>;
  /** Log P(cell | rest of the row): one array per column, rows long. */
  cellLogLikelihood(data: Table): Promise<readonly Float64Array[]>;
  /** Fills the missing cells; `draws` > 1 gives multiple imputations (joint conditional samples), 1 the single best one. */
  impute(data: Table, options: { readonly seed: number; readonly draws: number }): Promise<readonly Table[]>;
}

/** Whether a model knows likelihoods. */
export function isDensityModel(model: FittedModel): model is DensityModel {
  return "logLikelihood" in model && "impute" in model;
}

/** The model with its likelihoods and imputation. @throws ModelError when this kind of model has none */
export function asDensityModel(model: FittedModel, path: string): DensityModel {
  if (isDensityModel(model)) return model;
  throw new ModelError(
    `${path} holds a model of the type ${model.type}, which gives samples only; train one of the type circuit or argn to score rows and fill in missing cells`,
  );
}

/** A condition that no value a model makes of a column meets. `min` and `max`: what it makes, in the terms of its table. */
export class NoValueError extends ModelError {
  readonly column: string;
  readonly min: number | undefined;
  readonly max: number | undefined;
  constructor(column: string, range?: { readonly min: number; readonly max: number }) {
    super(`no value of column ${column} meets the conditions`);
    this.column = column;
    this.min = range?.min;
    this.max = range?.max;
  }
}
