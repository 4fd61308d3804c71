import { type Breathe, makeBreathe } from "../../numerics/breathe.ts";
import { Random } from "../../numerics/random.ts";
import type { Holders } from "../../table/protection/holders.ts";
import { findColumn, type Table, takeRows } from "../../table/table.ts";
import type { QualityColumn, QualityInput } from "../input.ts";
import {
  comparedColumns,
  makeRowSpace,
  type RowMatrix,
  type RowSpace,
  takeMatrixRows,
} from "./neighbors/rowSpace.ts";
import { buildRowTree, type RowTree } from "./neighbors/rowTree.ts";

/** Searches are exact up to this many rows a side; larger tables are sampled down to it. */
const maxRows = 50_000;

/** What the privacy metrics share: the compared columns, row samples, points and search trees, each made once when asked for. */
export class PrivacyData {
  readonly columns: readonly QualityColumn[];
  /** All rows, compared columns only. */
  readonly all: { readonly training: Table; readonly synthetic: Table; readonly holdout: Table | null };
  /** At most `MAX_ROWS` rows a side, in random order where sampled; the holdout never exceeds the training side. */
  readonly training: Table;
  readonly synthetic: Table;
  readonly holdout: Table | null;
  readonly sampled: boolean;
  readonly sensitive: readonly string[];
  readonly quasiIdentifiers: readonly string[];
  readonly target: string | null;
  /** Whose the rows of `all.training` are, where persons have several. */
  readonly holders: Holders | undefined;
  readonly random: Random;
  readonly breathe: Breathe;
  readonly #made = new Map<string, unknown>();

  constructor(input: QualityInput) {
    this.columns = comparedColumns(input.columns);
    const names = this.columns.map((c) => c.name);
    const holdout = input.holdout !== null && input.holdout.rows > 0 ? input.holdout : null;
    this.all = {
      training: selectColumns(input.real, names),
      synthetic: selectColumns(input.synthetic, names),
      holdout: holdout === null ? null : selectColumns(holdout, names),
    };
    this.holders = input.holders;
    this.random = new Random(input.seed, 0x70726976);
    this.breathe = makeBreathe(input.signal);
    this.sensitive = input.sensitive.filter((n) => names.includes(n));
    this.quasiIdentifiers = input.quasiIdentifiers.filter((n) => names.includes(n));
    this.target = input.target !== null && names.includes(input.target) ? input.target : null;
    this.training = this.#sample(this.all.training, maxRows, "training");
    this.synthetic = this.#sample(this.all.synthetic, maxRows, "synthetic");
    this.holdout =
      this.all.holdout === null
        ? null
        : this.#sample(this.all.holdout, Math.min(maxRows, this.training.rows), "holdout");
    this.sampled =
      this.training.rows < this.all.training.rows ||
      this.synthetic.rows < this.all.synthetic.rows ||
      (this.holdout?.rows ?? 0) < (this.all.holdout?.rows ?? 0);
  }

  /** Nothing can be compared without rows on both sides and at least one column. */
  get empty(): boolean {
    return this.columns.length === 0 || this.training.rows === 0 || this.synthetic.rows === 0;
  }

  get space(): RowSpace {
    return this.#once("space", () =>
      makeRowSpace(
        this.all.training,
        this.columns.map((c) => c.name),
      ),
    );
  }

  get trainingRows(): RowMatrix {
    return this.#once("trainingRows", () => this.space.encode(this.training));
  }

  get syntheticRows(): RowMatrix {
    return this.#once("syntheticRows", () => this.space.encode(this.synthetic));
  }

  get holdoutRows(): RowMatrix | null {
    const table = this.holdout;
    return table === null ? null : this.#once("holdoutRows", () => this.space.encode(table));
  }

  get trainingTree(): RowTree {
    return this.#once("trainingTree", () => buildRowTree(this.trainingRows));
  }

  get syntheticTree(): RowTree {
    return this.#once("syntheticTree", () => buildRowTree(this.syntheticRows));
  }

  /** Indices into `training`: as many as there are holdout rows (all without a holdout), drawn without repeats. */
  get members(): Uint32Array {
    return this.#once("members", () => {
      const n = this.holdout?.rows ?? this.training.rows;
      return this.random.fork("members").permutation(this.training.rows).slice(0, n);
    });
  }

  get memberRows(): RowMatrix {
    return this.#once("memberRows", () => takeMatrixRows(this.trainingRows, this.members));
  }

  #once<T>(key: string, make: () => T): T {
    if (!this.#made.has(key)) this.#made.set(key, make());
    return this.#made.get(key) as T;
  }

  #sample(table: Table, limit: number, name: string): Table {
    if (table.rows <= limit) return table;
    return takeRows(table, this.random.fork(`sample ${name}`).permutation(table.rows).slice(0, limit));
  }
}

function selectColumns(table: Table, names: readonly string[]): Table {
  return { rows: table.rows, columns: names.map((n) => findColumn(table, n)!) };
}
