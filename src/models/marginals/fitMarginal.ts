import { fitEmpirical, type ValueRange } from "./empirical.ts";
import type { Marginal, MarginalKind } from "./marginal.ts";
import { fitParametric } from "./parametric.ts";

/** Fits to the values that are not NaN; `range` (of all of them) is where an empirical marginal ends. */
export function fitMarginal(kind: MarginalKind, values: Float64Array, range?: ValueRange): Marginal {
  return kind === "empirical" ? fitEmpirical(values, range) : fitParametric(kind, values);
}
