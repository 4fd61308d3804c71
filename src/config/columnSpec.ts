import type { ColumnRole, Sdtype } from "../table/columnTypes.ts";
import type { ColumnFormat } from "../table/format.ts";
import type { PersonalColumn } from "./personal/personalTypes.ts";

/** What the config (or inference) decides about one column: everything the craft needs to know. */
export interface ColumnSpec {
  readonly name: string;
  readonly sdtype: Sdtype;
  readonly role: ColumnRole;
  readonly format: ColumnFormat;
  /** Numerical: digits after the point in the output; null = full precision. */
  readonly decimals: number | null;
  /**
   * Output range the config asks for (epoch ms for datetime); null = the observed range, its extreme values protected.
   * Observed extremes are not kept here: specs are saved with models, and an extreme value may be one person's.
   */
  readonly min: number | null;
  readonly max: number | null;
  /** `model`: missingness is learned; `never`: the output has none. */
  readonly missing: "model" | "never";
  /** Categories kept, by frequency; the rest share one rare bucket. */
  readonly maxCategories: number;
  /** Categories seen in fewer rows than this are never emitted (privacy); 1 = keep all. */
  readonly minCategoryCount: number;
  /** Ids and text: pattern of the values to generate; null = drop text, count ids from 1. */
  readonly pattern: string | null;
  /** What the column tells of persons, and how that is replaced; absent where nothing. */
  readonly personal?: PersonalColumn | null;
}
