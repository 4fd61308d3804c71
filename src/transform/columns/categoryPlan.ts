import type { Output, PlanBase } from "./columnKind.ts";

/** Fitted as discrete. `values` are the numbers (or epoch ms) the spellings stand for when the output is not text. */
export interface CategoryPlan {
  readonly kind: "category";
  readonly name: string;
  readonly output: Output;
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

export function isCategoryPlan(plan: PlanBase | undefined): plan is CategoryPlan {
  return plan?.kind === "category";
}
