import type { GaussianCopulaOptions } from "../../config/modelOptions/gaussianCopula.ts";
import type { JsonValue } from "../synthesizer.ts";
import { fitEmpirical, loadEmpirical, type ValueRange } from "./empirical.ts";
import { fitParametric, loadParametric } from "./parametric.ts";

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

/** Fits to the values that are not NaN; `range` (of all of them) is where an empirical marginal ends. */
export function fitMarginal(kind: MarginalKind, values: Float64Array, range?: ValueRange): Marginal {
  return kind === "empirical" ? fitEmpirical(values, range) : fitParametric(kind, values);
}

/** @throws RangeError when the JSON is not what `save` wrote */
export function loadMarginal(json: JsonValue): Marginal {
  const kind = (json as { kind?: unknown } | null)?.kind;
  return kind === "empirical" ? loadEmpirical(json) : loadParametric(json);
}
