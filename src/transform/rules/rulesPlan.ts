import type { Expression, Rule } from "../../config/rules/ruleSyntax.ts";
import type { Bound, Bounds } from "./system/fourierMotzkin.ts";

/**
 * How columns bound by rules are encoded and restored: plain JSON, kept in the model file beside the plans of the columns
 * it produces. Holds protected ranges, grids and the rules; never a row.
 */
export interface RulesPlan {
  readonly version: 1;
  /** Every column of the output in its order. */
  readonly columns: readonly string[];
  readonly systems: readonly SystemPlan[];
  readonly bundles: readonly BundlePlan[];
  /** Text columns computed from others, in the order they are computed. */
  readonly texts: readonly TextPlan[];
  /** `when … then … is missing`, `is present`, a range or a text of a column that nothing else binds, applied to restored rows in this order. */
  readonly presence: readonly Extract<Rule, { kind: "when" }>[];
  /** Rules that are kept by leaving out rows that break them. */
  readonly filters: readonly Rule[];
  /** Combinations that filters of that kind allow, by their columns as JSON. */
  readonly seen: Readonly<Record<string, readonly string[]>>;
  /** All rules the output keeps. */
  readonly rules: readonly Rule[];
}

/** Numbers and dates that rules tie together, decided one after another. Numbers as they are, dates in days. */
export interface SystemPlan {
  /** Those in bounds by their place. Free and computed ones come in the order they are decided, sums after all of them. */
  readonly variables: readonly VariablePlan[];
  /** Column of the model's table that tells which of `members` are present; null when none is ever missing. */
  readonly presence: { readonly column: string; readonly members: readonly PresenceMember[] } | null;
}

export interface PresenceMember {
  readonly name: string;
  /** Values beyond the range that stand for something else (9999-12-31): learned as kinds of absence. */
  readonly spikes: readonly number[];
}

export interface VariablePlan {
  /** Of the column, or of a part of a rule that no column holds. */
  readonly name: string;
  readonly kind: "number" | "date" | "part";
  readonly grid: Grid;
  /** Protected range; null = open. */
  readonly min: number | null;
  readonly max: number | null;
  readonly source: FreePlan | LinearPlan | ComputedPlan;
}

/** In the model's table: as it is, as the distance from the nearest bound that the rules give it, or as a ratio that a rule computes from it. */
export interface FreePlan {
  readonly kind: "free";
  readonly bounds: Bounds;
  readonly anchor: {
    readonly side: "lower" | "upper";
    readonly bounds: readonly Bound[];
    /** Natural units in one unit of the model's column: 1 for numbers, a tick for dates. */
    readonly unit: number;
  } | null;
  /** Learned by its product with others; absent where it is not. */
  readonly ratio?: RatioPlan;
  /** Missing cells are learned as such. */
  readonly missing: boolean;
}

/** factor · Π variable ^ power, by which a value is multiplied where it is learned. */
export interface RatioPlan {
  readonly factor: number;
  /** Of variables decided before. */
  readonly powers: readonly (readonly [variable: number, power: number])[];
}

export interface LinearPlan {
  readonly kind: "linear";
  readonly form: Bound;
}

export interface ComputedPlan {
  readonly kind: "computed";
  readonly expression: Expression;
}

/**
 * Multiples of `unit` from `offset` on; `unit` 0: any value. Months: the first days of months. Clock: 905 for 9:05. Levels: of these,
 * ascending, the only ones there are (10, 25, 50, 100).
 */
export interface Grid {
  readonly unit: number;
  readonly offset: number;
  readonly months?: boolean;
  readonly clock?: boolean;
  readonly levels?: readonly number[];
}

/** Discrete columns learned as one category. */
export interface BundlePlan {
  /** Of the model's table. */
  readonly column: string;
  readonly members: readonly BundleMember[];
  /** Cells of the members for every category that enough rows have, null where missing. Most frequent first. */
  readonly categories: readonly (readonly (string | number | null)[])[];
  /** Column of the model's table that tells which cells of a category are missing: `1` or `0` a member. Absent where too few rows have gaps. */
  readonly gaps?: string;
}

export interface BundleMember {
  readonly name: string;
  readonly kind: "string" | "number" | "datetime";
}

export interface TextPlan {
  readonly name: string;
  readonly expression: Expression;
}
