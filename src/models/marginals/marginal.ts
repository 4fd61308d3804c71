import type { GaussianCopulaOptions } from "../../config/modelOptions/gaussianCopula.ts";
import type { JsonValue } from "../../transform/modelTable.ts";

export type MarginalKind = GaussianCopulaOptions["defaultDistribution"];

/** A one-dimensional distribution of the present values of a column. */
export interface Marginal {
  readonly kind: MarginalKind;
  /** P(X ≤ x). */
  cdf(x: number): number;
  /** P(X < x): less than `cdf(x)` where x is an atom. */
  cdfBelow(x: number): number;
  /** The smallest x with P(X ≤ x) ≥ u, 0 ≤ u ≤ 1. */
  quantile(u: number): number;
  save(): JsonValue;
}
