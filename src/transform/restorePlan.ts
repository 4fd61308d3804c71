import type { ColumnFormat } from "../table/format.ts";
import type { SpikedRange } from "./spikes.ts";

/**
 * How to turn a model's table back into one that looks like the source: plain JSON, kept in the model file.
 * Holds ranges, grids, kept categories and patterns; never a source row.
 */
export interface RestorePlan {
  readonly version: 1;
  /** Output columns in their order; dropped columns are absent. */
  readonly columns: readonly ColumnPlan[];
  /** Names of columns left out of the output, with the reason. */
  readonly dropped: readonly { readonly name: string; readonly reason: string }[];
}

export type ColumnPlan =
  | NumberPlan
  | DatetimePlan
  | ElapsedPlan
  | CategoryPlan
  | DeterminedPlan
  | CountedPlan
  | PatternPlan
  | ConstantPlan
  | MissingPlan;

/**
 * Learned as continuous. Output = `step`·10^−`decimals`·integer within [min, max], or a spike; unrounded when `decimals` is
 * null.
 */
export interface NumberPlan extends SpikedRange {
  readonly kind: "number";
  readonly name: string;
  readonly decimals: number | null;
  /** In units of 10^−decimals, ≥ 1: the column only has multiples of it. */
  readonly step: number;
  /** Stands in for a missing value where the output must have none; null where missing is allowed. */
  readonly fill: number | null;
  /** How its numbers are written, to read them from text; absent where plainly. */
  readonly spelling?: Pick<ColumnFormat, "affix" | "decimalPoint">;
}

/**
 * Learned as continuous in ticks since `origin` (epoch ms): calendar months, or `unit` milliseconds each. The range is in
 * ticks.
 */
export interface DatetimePlan extends SpikedRange {
  readonly kind: "datetime";
  readonly name: string;
  readonly unit: number | "month";
  readonly origin: number;
  readonly fill: number | null;
  /** As in `ColumnFormat`, to read conditions. */
  readonly dateFormat: string | null;
}

/**
 * Learned as the time since the datetime column `since`, in `unit` milliseconds. The range is in ticks of
 * `unit`; a spike is an instant of the column itself.
 */
export interface ElapsedPlan extends SpikedRange {
  readonly kind: "elapsed";
  readonly name: string;
  readonly since: string;
  readonly unit: number;
  readonly fill: number | null;
  /** Range of the column itself, epoch ms. */
  readonly earliest: number;
  readonly latest: number;
  readonly dateFormat: string | null;
}

/** Learnt as discrete. `values` are the numbers (or epoch ms) the spellings stand for when the output is not text. */
export interface CategoryPlan {
  readonly kind: "category";
  readonly name: string;
  readonly output: "string" | "number" | "datetime";
  /** Kept categories, most frequent first. */
  readonly categories: readonly string[];
  readonly values: readonly number[] | null;
  /** Rows of each kept category, rounded to the protection unit. */
  readonly counts: readonly number[];
  /** Name of the bucket that stands for the protected categories in the model's table; null when there is none. */
  readonly rare: string | null;
  /** `redraw`: one of the kept ones by frequency; `label`: the bucket's name itself. */
  readonly rareOutput: "redraw" | "label";
  readonly missing: boolean;
}

/** Not learnt: a function of the discrete column `by`, whose every category is kept by its own protection rule. */
export interface DeterminedPlan {
  readonly kind: "determined";
  readonly name: string;
  readonly by: string;
  readonly output: "string" | "number" | "datetime";
  /** For each category of `by`, in its order; null = missing. */
  readonly values: readonly (string | number | null)[];
}

/** An id that counts: start, start + step, … */
export interface CountedPlan {
  readonly kind: "counted";
  readonly name: string;
  readonly output: "string" | "number" | "datetime";
  readonly start: number;
  readonly step: number;
}

/** Values made from a pattern: ranks `first` … `first + size − 1` of its language in a seeded order. */
export interface PatternPlan {
  readonly kind: "pattern";
  readonly name: string;
  readonly output: "string" | "number";
  readonly pattern: string;
  readonly first: number;
  readonly size: number;
  readonly unique: boolean;
  /** Share of missing cells, drawn independently of the other columns. */
  readonly missingShare: number;
}

export interface ConstantPlan {
  readonly kind: "constant";
  readonly name: string;
  readonly output: "string" | "number" | "datetime";
  readonly value: string | number;
}

/** No value at all in the source. */
export interface MissingPlan {
  readonly kind: "missing";
  readonly name: string;
  readonly output: "string" | "number" | "datetime";
}
