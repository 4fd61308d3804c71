import type { Table } from "../table/table.ts";

/**
 * What a model learns from: a table whose columns are `number` (continuous; missing = NaN) or `string`
 * (discrete; missing = −1) only, with what is known of each. Ids, text, constants and dropped columns never get here;
 * datetimes arrive as numbers on their grid. Made by `transform/prepare`, undone by `transform/restore`.
 */
export interface ModelTable {
  readonly table: Table;
  readonly columns: readonly ModelColumn[];
}

export type ModelColumn = ContinuousColumn | DiscreteColumn;

export interface ContinuousColumn {
  readonly kind: "continuous";
  readonly name: string;
  /** Values are multiples of 10^−decimals; null = full precision. */
  readonly decimals: number | null;
  readonly min: number;
  readonly max: number;
  /** The column's values are allowed to be missing in the output. */
  readonly missing: boolean;
}

export interface DiscreteColumn {
  readonly kind: "discrete";
  readonly name: string;
  /** The dictionary of the column, in the order of its codes; all used. */
  readonly categories: readonly string[];
  readonly missing: boolean;
  /** The category that stands for all rare ones, where it is never emitted: rows that hold it are redrawn. */
  readonly rare?: string;
}

/** A condition on one column, in the terms of the ModelTable. Ranges are closed; null bounds are open. */
export type Condition =
  | { readonly column: string; readonly op: "in"; readonly values: readonly (string | number)[] }
  | {
      readonly column: string;
      readonly op: "range";
      readonly min: number | null;
      readonly max: number | null;
    }
  | { readonly column: string; readonly op: "missing" }
  | { readonly column: string; readonly op: "present" };

export interface FitContext {
  readonly seed: number;
  readonly signal: AbortSignal;
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

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

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

/** The model cannot do what was asked; the message says what to do instead. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  /** Exit code 2 (the user can mend it) when true, else 1. */
  readonly userFault: boolean;
  constructor(message: string, userFault = true) {
    super(message);
    this.userFault = userFault;
  }
}
